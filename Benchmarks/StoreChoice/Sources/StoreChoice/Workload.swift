import Foundation
import TidegateModel
import TidegateStore

/// The rows that every candidate writes and reads.
enum Workload {
    static let opportunity = Object(
        name: "Opportunity",
        fields: [
            Field(name: "name", type: .text(maximumLength: 100)),
            Field(name: "account", type: .integer), Field(name: "amount", type: .money(scale: 2)),
            Field(name: "currency", type: .text(maximumLength: 3)),
            Field(name: "stage", type: .text(maximumLength: 20)),
            Field(name: "probability", type: .integer), Field(name: "close_date", type: .date),
            Field(name: "owner", type: .integer),
            Field(name: "source", type: .text(maximumLength: 20)),
            Field(name: "confirmed", type: .boolean),
            Field(name: "notes", type: .text(maximumLength: 200)),
            Field(name: "weighted", type: .money(scale: 2)),
        ])

    /// Eight fields and the four of the system: twelve columns.
    static let row = Object(
        name: "Row",
        fields: [
            "name", "account", "amount", "stage", "probability", "close_date", "owner", "notes",
        ]
        .compactMap { opportunity.field($0) })

    static let entry = [UInt8](repeating: UInt8(ascii: "e"), count: 500)
    static let notes = String(repeating: "n", count: 100)
    static let time = Instant(milliseconds: 1_790_000_000_000)

    static func record(_ object: Object, _ number: Int) -> Record {
        var record = Record(
            object: object, id: RecordID(number: Int64(number + 1) << 13), version: 1)
        let digits = String(number)
        record["name"] = .text(
            "Opportunity " + String(repeating: "0", count: 8 - digits.count) + digits)
        record["account"] = .integer(Int64(1 + number % 1000))
        record["amount"] = .decimal(Decimal(coefficient: Int64(number * 100), scale: 2))
        record["currency"] = .text("EUR")
        record["stage"] = .text("Lead")
        record["probability"] = .integer(Int64(number % 101))
        record["close_date"] = .date(Day(number: Int64(20454 + number % 300)))
        record["owner"] = .integer(Int64(1 + number % 200))
        record["source"] = .text("Web")
        record["confirmed"] = .bool(true)
        record["notes"] = .text(notes)
        record["weighted"] = .decimal(Decimal(coefficient: Int64(number), scale: 2))
        record["created_at"] = .datetime(time)
        record["created_by"] = .reference(RecordID(number: 7))
        record["updated_at"] = .datetime(time)
        record["updated_by"] = .reference(RecordID(number: 7))
        return record
    }

    static func change(_ record: Record) -> Change {
        Change(
            object: record.object.name, record: record.id, version: 1, at: time, entry: entry)
    }

    /// A fresh file with the tables in place.
    static func file(_ name: String, in folder: String) async throws -> String {
        let path = folder + "/" + name
        for end in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + end) }
        let store = try SQLiteStore.open(path: path)
        try await store.prepare(Schema([opportunity, row]))
        // The number of the object, which the bare loops take for granted.
        await store.close()
        return path
    }
}

/// One line a result: who, work, p50 µs, CPU µs an operation.
func report(
    _ who: String, _ work: String, p50 latencies: [Double], cpu: Double, _ note: String = ""
) {
    let sorted = latencies.sorted()
    let p50 = sorted.isEmpty ? 0 : sorted[sorted.count / 2] * 1e6
    let p99 = sorted.isEmpty ? 0 : sorted[sorted.count * 99 / 100] * 1e6
    print(
        String(
            format: "%-10@ %-28@ p50 %8.1f  p99 %8.1f  cpu %8.2f us  %@",
            who as NSString, work as NSString, p50, p99, cpu, note as NSString))
}
