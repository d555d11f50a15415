import TidegateModel

/// The pasts that were asked for last: the next page, and the next figure of the same day, need not put back
/// again what was put back once.
final class PastShelf: Sendable {
    private enum Slot {
        case empty
        case kept(SQLitePast, generation: Int)
        case closed
    }

    private let slots = (0..<StoreLimits.keptPasts).map { _ in Lock(Slot.empty) }
    private let turn = Lock(0)
    private let path: String
    private let options: SQLiteStore.Options

    init(path: String, options: SQLiteStore.Options) {
        self.path = path
        self.options = options
    }

    func read<Answer>(
        after place: Int64, generation: Int, _ body: (SQLitePast) throws -> Answer
    ) throws -> Answer {
        for slot in slots {
            let answer = try slot.withLockIfFree { slot -> Answer? in
                guard case .kept(let past, generation) = slot, past.place == place else {
                    return nil
                }
                return try Self.run(past, generation, in: &slot, body)
            }
            if let answer = answer ?? nil { return answer }
        }
        let first = turn.withLock { turn in
            turn += 1
            return turn
        }
        for offset in slots.indices {
            let answer = try slots[(first + offset) % slots.count].withLockIfFree {
                slot -> Answer? in
                if case .closed = slot { return nil }
                slot = .empty
                return try Self.run(open(place), generation, in: &slot, body)
            }
            if let answer = answer ?? nil { return answer }
        }
        return try body(open(place))
    }

    /// One in which anything went wrong is not kept.
    private static func run<Answer>(
        _ past: SQLitePast, _ generation: Int, in slot: inout Slot,
        _ body: (SQLitePast) throws -> Answer
    ) throws -> Answer {
        slot = .empty
        let answer = try body(past)
        slot = .kept(past, generation: generation)
        return answer
    }

    private func open(_ place: Int64) throws -> SQLitePast {
        try SQLitePast.open(path: path, options: options, after: place)
    }

    func close() {
        for slot in slots { slot.withLock { $0 = .closed } }
    }
}
