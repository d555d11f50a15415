import TidegateModel

/// Whose long questions are under way: each user has a few at once, and the next wait for their own to
/// end, so that nobody takes all the threads that read.
final class ReadingTurns: Sendable {
    private struct Line {
        var running = 0
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let lines = Lock([RecordID: Line]())

    func taken<Answer>(
        by user: RecordID?, _ body: () async throws -> Answer
    ) async rethrows -> Answer {
        guard let user else { return try await body() }
        if !begins(user) { await turn(of: user) }
        defer { end(user) }
        return try await body()
    }

    private func begins(_ user: RecordID, or waits: CheckedContinuation<Void, Never>? = nil) -> Bool
    {
        lines.withLock { lines in
            if lines[user, default: Line()].running < EngineLimits.readingsAUser {
                lines[user, default: Line()].running += 1
                return true
            }
            if let waits { lines[user, default: Line()].waiting.append(waits) }
            return false
        }
    }

    private func turn(of user: RecordID) async {
        await withCheckedContinuation { continuation in
            if begins(user, or: continuation) { continuation.resume() }
        }
    }

    private func end(_ user: RecordID) {
        let next: CheckedContinuation<Void, Never>? = lines.withLock { lines in
            guard var line = lines[user] else { return nil }
            let next = line.waiting.isEmpty ? nil : line.waiting.removeFirst()
            if next == nil { line.running -= 1 }
            lines[user] = line.running == 0 ? nil : line
            return next
        }
        next?.resume()
    }
}
