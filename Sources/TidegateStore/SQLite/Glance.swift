import TidegateModel

/// Connections for looks at a few rows by their keys, used on the thread of whoever looks: to hand such a
/// look to a thread and back costs more than the look.
///
/// A look may hold a thread of Swift's own pool only for moments. So nobody waits, neither for a connection nor
/// for a lock of the file nor for a long statement: what cannot be done at once goes to a reading thread.
final class Glance: Sendable {
    private enum Place {
        case unopened
        case open(SQLiteReader)
        case closed
    }

    private let places = (0..<StoreLimits.glances).map { _ in Lock(Place.unopened) }
    private let path: String
    private let options: SQLiteStore.Options
    private let generation: Generation

    init(path: String, options: SQLiteStore.Options, generation: Generation) {
        self.path = path
        var options = options
        options.busyMilliseconds = 0
        self.options = options
        self.generation = generation
    }

    /// - Returns: `nil` when it cannot be done at once.
    func look<Answer>(_ body: (any StoreReader) throws -> Answer) throws -> Answer? {
        for place in places {
            let answer = try place.withLockIfFree { try look(&$0, body) }
            if let answer { return answer }
        }
        return nil
    }

    private func look<Answer>(
        _ place: inout Place, _ body: (any StoreReader) throws -> Answer
    ) throws -> Answer? {
        do {
            guard let reader = try open(&place) else { return nil }
            reader.forgetStatements(unless: generation.current)
            return try reader.snapshot {
                try reader.within(milliseconds: StoreLimits.glanceMilliseconds) {
                    try body(reader)
                }
            }
        } catch is StoreError {
            // A reading thread does it properly, or says what is wrong.
            return nil
        }
    }

    private func open(_ place: inout Place) throws -> SQLiteReader? {
        switch place {
        case .closed: return nil
        case .open(let reader): return reader
        case .unopened:
            let reader = try SQLiteReader(path: path, options: options)
            place = .open(reader)
            return reader
        }
    }

    func close() {
        for place in places { place.withLock { $0 = .closed } }
    }
}
