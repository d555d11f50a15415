import TidegateModel
import TidegateRules

/// Phase 1 and 10 of a request with a key: the first run's answer is kept in its own commit, and a
/// repetition gets it without doing anything.
struct Idempotency {
    let key: String
    /// What was asked, so that a key used for something else is noticed.
    let words: String
    let transaction: Transaction

    func run(_ body: () throws -> Record) throws -> Record {
        guard !key.isEmpty, key.utf8.count <= EngineLimits.idempotencyKeyBytes else {
            throw TidegateError(
                .invalid, "request.key",
                "An idempotency key has 1 to \(EngineLimits.idempotencyKeyBytes) bytes.")
        }
        let digest = Digest.sha256Hex(Array(words.utf8))
        let requests = SystemObjects.request
        if let earlier = try transaction.writer.first(requests, slot: 0, equals: .text(key)) {
            return try replay(earlier, digest)
        }
        let answer = try body()
        var row = Record(object: requests, id: transaction.newID(), version: 1)
        row["key"] = .text(key)
        row["digest"] = .text(digest)
        row["answer"] = .text("\(answer.object.name)/\(answer.id)")
        row["created_at"] = .datetime(transaction.now)
        try transaction.writer.insert(row)
        return answer
    }

    private func replay(_ earlier: Record, _ digest: String) throws -> Record {
        guard earlier["digest"] == .text(digest) else {
            throw TidegateError(
                .conflict, "request.key_reused",
                "The idempotency key \(key) was used for another request.",
                hint: "Use a new key for a new request.")
        }
        let parts = (earlier["answer"].text ?? "").split(separator: "/")
        guard parts.count == 2, let object = transaction.bundle.schema[String(parts[0])],
            let id = RecordID(parts[1]), let record = try transaction.writer.record(object, id),
            try transaction.mayRead(record)
        else {
            throw TidegateError(
                .notFound, "request.gone",
                "The request with the key \(key) was done before; its record is gone since.")
        }
        return record
    }
}
