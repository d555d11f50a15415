import Hummingbird
import Logging
import TidegateEngine
import TidegateModel

/// What travels with a request through the middlewares to its handler.
public struct WebContext: RequestContext {
    public var coreContext: CoreRequestContextStorage
    /// Names the request in the log and in what its sender is told.
    public internal(set) var id: String
    /// What is found out inside and told by the middlewares outside.
    let notes = RequestNotes()
    /// Who asks; `nil` until someone has signed in.
    public var caller: Caller? {
        get { whoAsks?.caller }
        set { whoAsks = newValue.map(WhoAsks.init) }
    }
    private var whoAsks: WhoAsks?
    public var language = Language.english
    /// From where; see ``Visitor``.
    var visitor: Visitor
    /// The other end of the connection; a proxy, if there is one before the server.
    let peer: String

    public init(source: Source) {
        coreContext = .init(source: source)
        id = Self.id(source.logger)
        peer = source.channel.remoteAddress?.ipAddress ?? ""
        visitor = Visitor(address: peer, userAgent: nil)
    }

    /// Without a connection, for tests.
    init(peer: String, logger: Logger) {
        struct Source: RequestContextSource { let logger: Logger }
        id = Self.id(logger)
        coreContext = .init(source: Source(logger: logger))
        self.peer = peer
        visitor = Visitor(address: peer, userAgent: nil)
    }

    /// Hummingbird gives it to the logger; one that keeps no metadata gives it back to nobody.
    private static func id(_ logger: Logger) -> String {
        logger[metadataKey: "hb.request.id"]?.description ?? RequestID().description
    }

    /// The bound on bodies that are read whole; an upload reads its own as a stream.
    public var maxUploadSize: Int { ServerLimits.bodyBytes }

    /// The caller, or the error that sends a person to the sign-in page and a program a 401.
    public func requireCaller() throws -> Caller {
        guard let caller else { throw RequestSentences.notSignedIn() }
        return caller
    }

    public func requireActor() throws -> Actor { try requireCaller().actor }

    /// The caller, who has signed in: for what a token may never do, whatever its scopes.
    func requireSession() throws -> Caller {
        let caller = try requireCaller()
        guard caller.session != nil else { throw SignInSentences.needsSession() }
        return caller
    }
}

/// The caller in one piece: every middleware copies the context, and a caller has many parts.
private final class WhoAsks: Sendable {
    let caller: Caller

    init(_ caller: Caller) { self.caller = caller }
}

/// Filled in while a request goes inwards, read when its answer comes out.
final class RequestNotes: Sendable {
    private let kept = Lock(String?.none)

    /// The login of who asked.
    var user: String? {
        get { kept.withLock { $0 } }
        set { kept.withLock { $0 = newValue } }
    }
}

/// Someone who has signed in with a session, or sent a token.
public struct Caller: Sendable {
    public var actor: Actor
    public var login: String
    /// What a form has to send back, so that another site's form cannot act for the caller; `nil`
    /// for a token, which no browser sends by itself.
    public var formToken: String?
    /// The user's own choice.
    var language: Language?
    /// The digest of the session's secret; `nil` for a token.
    var session: [UInt8]?
    /// The digest of the token; `nil` for a session.
    var token: [UInt8]?
    /// What the token may be used for; `nil` for a session, which may do all its user may.
    var scopes: TokenScopes?
    /// The user's roles are others than when the cookie was handed out; it is to be replaced.
    var isPowerChanged = false

    public init(actor: Actor, login: String = "", formToken: String?) {
        self.actor = actor
        self.login = login
        self.formToken = formToken
    }

    init(_ person: Person, _ session: Session) {
        self.init(actor: person.actor, login: person.login, formToken: session.formToken)
        language = person.language.flatMap { Language(rawValue: $0) }
        self.session = session.key
        isPowerChanged = !session.isReplaced && session.power != Session.power(of: person)
    }

    init(_ person: Person, token: [UInt8], _ scopes: TokenScopes) {
        self.init(
            actor: scopes.restrict(person.actor), login: person.login, formToken: nil)
        language = person.language.flatMap { Language(rawValue: $0) }
        self.token = token
        self.scopes = scopes
    }
}
