import TidegateModel
import TidegateRules

/// Phase 1 and 10 of a request with a key: that it was done is kept in its own commit, and a
/// repetition gets the same record without anything being done.
///
/// A key is its caller's own: two people may use the same one, and nobody learns of another's.
/// What was refused was not done, so a repetition of it is judged anew.
struct Idempotency {
    let key: String
    /// What was asked, so that a key used for something else is noticed.
    let words: String
    let transaction: Transaction

    func run(_ body: () throws -> Record) throws -> Record {
        if let earlier = try earlier() { return try replay(earlier) }
        let answer = try body()
        try keep(answer.place.description)
        return answer
    }

    /// Takes the key for something that keeps for itself how far it has come.
    ///
    /// - Parameter begin: begins it, and says where it is found again.
    /// - Returns: where it is found.
    /// - Throws: `request.key_reused` when the key stands for another request.
    func claim(_ begin: () throws -> RecordPlace) throws -> RecordPlace {
        if let earlier = try earlier() {
            guard let place = RecordPlace(earlier["answer"].text ?? "") else { throw gone() }
            return place
        }
        let begun = try begin()
        try keep(begun.description)
        return begun
    }

    /// The request that came with the key before.
    private func earlier() throws -> Record? {
        guard !key.isEmpty, key.utf8.count <= EngineLimits.idempotencyKeyBytes else {
            throw TidegateError(
                .invalid, "request.key",
                "An idempotency key has 1 to \(EngineLimits.idempotencyKeyBytes) bytes.")
        }
        guard
            let earlier = try transaction.writer.first(
                SystemObjects.request, slot: 0, equals: .text(owned))
        else { return nil }
        guard earlier["digest"] == .text(digest) else {
            throw TidegateError(
                .conflict, "request.key_reused",
                "The idempotency key \(key) was used for another request.",
                hint: "Use a new key for a new request.")
        }
        return earlier
    }

    private func keep(_ answer: String) throws {
        var row = Record(object: SystemObjects.request, id: transaction.newID(), version: 1)
        row["key"] = .text(owned)
        row["digest"] = .text(digest)
        row["answer"] = .text(answer)
        row["created_at"] = .datetime(transaction.now)
        try transaction.writer.insert(row)
    }

    private var digest: String { Digest.sha256Hex(Array(words.utf8)) }

    /// The key with whose it is.
    var owned: String {
        "\(transaction.actor.user?.description ?? transaction.actor.name):\(key)"
    }

    private func replay(_ earlier: Record) throws -> Record {
        guard let place = RecordPlace(earlier["answer"].text ?? ""),
            let object = transaction.bundle.schema[place.object]
        else { throw gone() }
        if let record = try transaction.writer.record(object, place.id) {
            guard try transaction.mayRead(record) else { throw gone() }
            return record
        }
        // A deletion left no record; its repetition is done all the same.
        guard words.hasPrefix("delete ") else { throw gone() }
        return Record(object: object, id: place.id)
    }

    private func gone() -> TidegateError {
        TidegateError(
            .notFound, "request.gone",
            "The request with the key \(key) was done before; its record is gone since.")
    }
}
