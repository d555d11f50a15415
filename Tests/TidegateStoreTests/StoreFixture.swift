import TidegateModel
import TidegateStore

let note = Object(
    name: "Note",
    fields: [
        Field(name: "text", type: .text(maximumLength: 100)),
        Field(name: "owner", type: .reference(to: "User", onDelete: .clear)),
    ], uniques: [["text"]], indexes: [["owner", "text"]])

func noteRecord(_ number: Int) -> Record {
    var record = Record(object: note, id: RecordID(number: Int64(number)), version: 1)
    record["text"] = .text("Note \(number)")
    return record
}

extension Store {
    func save(_ number: Int) async throws {
        try await write { writer in
            try writer.insert(noteRecord(number))
            try writer.append(
                Change(
                    object: "Note", record: RecordID(number: Int64(number)), version: 1,
                    at: Instant(milliseconds: 5), entry: Array("{\"note\":\(number)}".utf8)))
        }
    }

    func noteNumbers() async throws -> [Int] {
        try await read { reader in
            let query = Query(note, actor: .system, now: Instant(milliseconds: 0))
            return try reader.records(query).map { Int($0.id.number) }
        }
    }

    func verdict() async throws -> ChangeChain.Verdict {
        try await read { try ChangeChain.verify($0) }
    }
}

/// A file with ten saves, closed again.
func fileWithTenNotes(_ folder: String) async throws -> String {
    let path = "\(folder)/notes.tidegate"
    let store = try SQLiteStore.open(path: path)
    try await store.prepare(Schema([note]))
    for number in 1...10 { try await store.save(number) }
    await store.close()
    return path
}
