import Hummingbird
import Logging
import TidegateModel

/// What travels with a request through the middlewares to its handler.
public struct WebContext: RequestContext {
    public var coreContext: CoreRequestContextStorage
    /// Who asks; `nil` until someone has signed in.
    public var caller: Caller?
    public var language = Language.english

    public init(source: Source) {
        coreContext = .init(source: source)
    }

    /// The bound on bodies that are read whole; an upload reads its own as a stream.
    public var maxUploadSize: Int { ServerLimits.bodyBytes }

    /// The caller, or the error that sends a person to the sign-in page and a program a 401.
    public func requireCaller() throws -> Caller {
        guard let caller else { throw RequestSentences.notSignedIn() }
        return caller
    }

    public func requireActor() throws -> Actor { try requireCaller().actor }
}

/// Someone who has signed in with a session, or sent a token.
public struct Caller: Sendable {
    public var actor: Actor
    /// What a form has to send back, so that another site's form cannot act for the caller; `nil`
    /// for a token, which no browser sends by itself.
    public var formToken: String?

    public init(actor: Actor, formToken: String?) {
        self.actor = actor
        self.formToken = formToken
    }
}
