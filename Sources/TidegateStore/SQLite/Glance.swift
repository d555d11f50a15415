import TidegateModel

/// A connection for looks at a few rows by their keys, used on the thread of whoever looks: to hand such a
/// look to a thread and back costs more than the look.
///
/// It may hold a thread of Swift's own pool only for moments. So nobody waits for it, neither for the connection
/// nor for a lock of the file nor for a long statement: who cannot have it at once goes to a reading thread.
final class Glance: Sendable {
    private enum Place {
        case unopened
        case open(SQLiteReader)
        case closed
    }

    private let place = Lock(Place.unopened)
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
        let found: Answer?? = try place.withLockIfFree { place in
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
        return found ?? nil
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

    func close() { place.withLock { $0 = .closed } }
}
