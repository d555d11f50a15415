import TidegateModel
import TidegateStore

/// Writes so often and then no more, as a disk that is full.
final class TiringStore: Store {
    let writes = Lock(Int?.none)
    private let inner: SQLiteStore

    init(_ inner: SQLiteStore) { self.inner = inner }

    func prepare(_ schema: Schema) async throws { try await inner.prepare(schema) }

    func read<Answer: Sendable>(
        _ body: @escaping @Sendable (any StoreReader) throws -> Answer
    ) async throws -> Answer { try await inner.read(body) }

    func past<Answer: Sendable>(
        after place: Int64, _ body: @escaping @Sendable (any PastReader) throws -> Answer
    ) async throws -> Answer { try await inner.past(after: place, body) }

    func write<Answer: Sendable>(
        _ body: @escaping @Sendable (any StoreWriter) throws -> Answer
    ) async throws -> Answer {
        let isTired = writes.withLock { left -> Bool in
            guard let some = left else { return false }
            left = max(0, some - 1)
            return some == 0
        }
        if isTired { throw StoreError.diskFull }
        return try await inner.write(body)
    }

    func backUp(
        to path: String, progress: @escaping @Sendable (CopyProgress) throws -> Void
    ) async throws { try await inner.backUp(to: path, progress: progress) }

    func close() async { await inner.close() }
}
