import Hummingbird
import Synchronization
import TidegateModel

/// Lets so many requests in at once, and so many a second of one caller, that the server stays
/// quick for those it lets in.
struct Admission: RouterMiddleware {
    private let gate: Gate

    init(_ settings: ServerSettings) { gate = Gate(most: settings.requestsAtOnce) }

    func handle(
        _ request: Request, context: WebContext,
        next: (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        guard gate.enter() else { throw RequestSentences.busy() }
        defer { gate.leave() }
        return try await next(request, context)
    }

    private final class Gate: Sendable {
        private let inside = Atomic(0)
        private let most: Int

        init(most: Int) { self.most = most }

        func enter() -> Bool {
            guard inside.add(1, ordering: .relaxed).newValue <= most else {
                leave()
                return false
            }
            return true
        }

        func leave() { inside.subtract(1, ordering: .relaxed) }
    }
}

/// Counts the requests of each caller: by user, or by network while nobody is known.
struct CallerRate: RequestCheck {
    private let buckets: AttemptBuckets?
    private let clock: Clock

    init(_ settings: ServerSettings, clock: Clock) {
        self.clock = clock
        guard settings.requestsASecond > 0 else {
            buckets = nil
            return
        }
        buckets = AttemptBuckets(
            burst: settings.requestsASecond * ServerLimits.requestBurstSeconds,
            perSecond: settings.requestsASecond)
    }

    private enum Key: Hashable {
        case user(RecordID)
        case network(String)
    }

    func check(_ request: Request, _ context: WebContext) throws { try count(context) }

    /// One request. What is refused while it is found out who asks has to be counted there.
    func count(_ context: WebContext) throws {
        guard let buckets else { return }
        let key =
            context.caller?.actor.user.map { Key.user($0) } ?? .network(context.visitor.network)
        guard let wait = buckets.take(key, at: clock.now()) else { return }
        throw RequestSentences.tooManyRequests(wait)
    }
}
