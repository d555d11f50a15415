import Testing
import TidegateModel

@testable import TidegateRules

@Suite("What a condition says before all is known")
struct ForegoneTests {
    static let parcel = Object(
        name: "Parcel",
        fields: [
            Field(name: "status", type: .choice(["draft", "sent"])),
            Field(name: "weight", type: .integer),
            Field(name: "note", type: .text(maximumLength: 9)),
        ])

    /// Whether a parcel that was sent says no to every new weight.
    static func isNo(_ source: String) throws -> Bool {
        let scope = ConditionScope(schema: Schema([parcel]), object: parcel)
        var record = Record(object: parcel, id: RecordID(number: 1), version: 1)
        record["status"] = .text("sent")
        record["weight"] = .integer(7)
        let context = ConditionContext(
            record: record, old: record, actor: .system, now: Instant(milliseconds: 0),
            source: Memory())
        return try Condition.compile(source, in: scope)
            .isNo(whatever: [.init([1], changed: 1)], in: context) == [true]
    }

    @Test(arguments: [
        "status == 'draft'", "old.status != 'sent' or not changed(weight)",
        "status == 'draft' and weight > 5", "old.weight > 10",
    ])
    func `is no where the rest decides`(source: String) throws {
        #expect(try Self.isNo(source))
    }

    @Test(arguments: [
        "weight < 5", "weight is empty", "status == 'draft' or weight < 5",
        "not changed(note)", "status == 'sent'", "old.status != 'sent' or not changed(note)",
    ])
    func `is open where the field itself decides, or nothing stands against it`(
        source: String
    ) throws {
        #expect(try !Self.isNo(source))
    }
}
