import TidegateModel
import TidegateStore

/// Rings after every commit of this engine. A hint and nothing more: what happened stands in the
/// history, which also holds what other programs did.
final class CommitBell: Sendable {
    private struct Listeners {
        var next = 0
        var waiting: [Int: AsyncStream<Void>.Continuation] = [:]
    }

    private let listeners = Lock(Listeners())

    func ring() {
        listeners.withLock { listeners in
            for listener in listeners.waiting.values { listener.yield() }
        }
    }

    /// Several commits may be one ring.
    func rings() -> AsyncStream<Void> {
        AsyncStream(bufferingPolicy: .bufferingNewest(1)) { continuation in
            let number = listeners.withLock { listeners in
                listeners.next += 1
                listeners.waiting[listeners.next] = continuation
                return listeners.next
            }
            continuation.onTermination = { [weak self] _ in
                self?.listeners.withLock { $0.waiting[number] = nil }
            }
        }
    }
}

extension Engine {
    /// Yields after commits of this engine, so that nobody needs to look again and again.
    public func commits() -> AsyncStream<Void> { bell.rings() }

    /// The place of the newest change in the history; other programs' commits move it too.
    public func latestChange() async throws -> Int64 { try await read { try $0.latestSequence() } }

    /// Records that were changed after this place, oldest first. Names only: who may see them is to
    /// be asked with ``visibility(of:as:)``.
    public func changed(after sequence: Int64, limit: Int) async throws -> [ChangedRecord] {
        try await read { try $0.changed(after: sequence, limit: limit) }
    }
}
