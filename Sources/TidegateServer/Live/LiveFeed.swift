import Logging
import TidegateEngine
import TidegateModel
import TidegateStore

/// Follows the history, and wakes the streams when it has grown.
///
/// Commits of this program ring a bell; what other programs wrote is found within a second, because
/// the end of the history is looked at that often. The feed reads each change once, however many
/// pages are open; whether someone may know of it is the stream's to ask.
final class LiveFeed: Sendable {
    private struct State {
        /// The newest changes, oldest first.
        var recent: [ChangedRecord] = []
        /// Everything up to here has been read; -1 before the first look.
        var position: Int64 = -1
        var next = 0
        var streams: [Int: Waiting] = [:]
        var isStopped = false
    }

    private struct Waiting {
        var owner: String
        var wake: AsyncStream<Void>.Continuation
    }

    /// What there is after a place.
    enum News: Sendable {
        case changes([ChangedRecord], upTo: Int64)
        /// More than is kept: look at everything anew.
        case tooMany(upTo: Int64)
    }

    private let engine: Engine
    private let logger: Logger
    private let state = Lock(State())

    init(engine: Engine, logger: Logger = Logger(label: "tidegate-live")) {
        self.engine = engine
        self.logger = logger
    }

    // MARK: Following the history

    /// Works until its task is cancelled.
    func run() async {
        await withTaskGroup(of: Void.self) { group in
            let (signals, signal) = AsyncStream<Void>.makeStream(
                bufferingPolicy: .bufferingNewest(1))
            let commits = engine.commits()
            group.addTask { for await _ in commits { signal.yield() } }
            group.addTask {
                while !Task.isCancelled {
                    signal.yield()
                    try? await Task.sleep(for: .milliseconds(LiveLimits.tickMilliseconds))
                }
            }
            group.addTask {
                for await _ in signals where !Task.isCancelled {
                    await self.look()
                    try? await Task.sleep(for: .milliseconds(LiveLimits.pauseMilliseconds))
                }
            }
            await group.waitForAll()
        }
    }

    /// Reads what is new. Public to tests, which do not wait for the clock.
    func look() async {
        do {
            try await readNews()
        } catch {
            logger.warning("changes could not be looked for: \(error)")
        }
        // Also without news: streams look at their own clocks when they are woken.
        state.withLock { state in
            for stream in state.streams.values { stream.wake.yield() }
        }
    }

    private func readNews() async throws {
        let (position, isWatched) = state.withLock { ($0.position, !$0.streams.isEmpty) }
        // While nobody watches, only the end is noted: one row by its key.
        guard position >= 0, isWatched else {
            let latest = try await engine.latestChange()
            return state.withLock { state in
                state.recent.removeAll()
                state.position = latest
            }
        }
        var from = position
        while true {
            let found = try await engine.changed(after: from, limit: LiveLimits.page)
            guard let last = found.last else { return }
            from = last.sequence
            state.withLock { state in
                state.recent += found
                state.recent.removeFirst(max(0, state.recent.count - LiveLimits.changes))
                state.position = last.sequence
            }
            guard found.count == LiveLimits.page else { return }
        }
    }

    // MARK: Streams

    /// - Parameter owner: who opens the stream. One caller has so many and no more: past that the
    ///   oldest ends. It is most likely of a page that was left, which shows only when something is
    ///   written to it; a page that is still there opens another.
    /// - Returns: what wakes it. Whoever lets go of it has left, also by never having run.
    func join(_ owner: String) throws -> AsyncStream<Void> {
        let (wakes, wake) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let (number, ended) = try state.withLock { state -> (Int, Waiting?) in
            guard !state.isStopped else { throw LiveSentences.stopping() }
            let own = state.streams.filter { $0.value.owner == owner }.keys
            var ended: Waiting?
            if own.count >= LiveLimits.streamsACaller, let oldest = own.min() {
                ended = state.streams.removeValue(forKey: oldest)
            }
            guard state.streams.count < LiveLimits.streams else { throw LiveSentences.tooMany() }
            state.next += 1
            state.streams[state.next] = Waiting(owner: owner, wake: wake)
            return (state.next, ended)
        }
        wake.onTermination = { [weak self] _ in
            self?.state.withLock { _ = $0.streams.removeValue(forKey: number) }
        }
        wake.yield()
        ended?.wake.finish()
        return wakes
    }

    var streamCount: Int { state.withLock { $0.streams.count } }

    /// Ends every stream; new ones are refused.
    func stop() {
        let streams = state.withLock { state in
            state.isStopped = true
            defer { state.streams.removeAll() }
            return Array(state.streams.values)
        }
        for stream in streams { stream.wake.finish() }
    }

    func news(after place: Int64) async throws -> News {
        let (recent, position) = state.withLock { ($0.recent, $0.position) }
        if place >= position { return .changes([], upTo: place) }
        if let first = recent.first, first.sequence <= place + 1 {
            return .changes(recent.filter { $0.sequence > place }, upTo: position)
        }
        // A page that comes back asks for what was before the feed began to keep it.
        let found = try await engine.changed(after: place, limit: LiveLimits.page + 1)
        guard found.count <= LiveLimits.page else { return .tooMany(upTo: position) }
        return .changes(found, upTo: found.last?.sequence ?? position)
    }

    /// Where a stream begins that knows of nothing.
    func position() async throws -> Int64 { try await engine.latestChange() }
}

enum LiveSentences {
    static func stopping() -> TidegateError {
        TidegateError(.unavailable, "live.stopping", "The server is stopping.", hint: "Try again.")
    }

    static func tooMany() -> TidegateError {
        TidegateError(
            .exhausted, "live.streams", "Too many pages are open to be told of changes.",
            hint: "Close some of them.")
    }
}
