import Testing
import TidegateModel

@testable import TidegateRules

@Suite("What bounds a field")
struct CeilingTests {
    static let order = Object(
        name: "Line", fields: [Field(name: "open", type: .integer)])
    static let part = Object(
        name: "Part",
        fields: [
            Field(name: "line", type: .reference(to: "Line", onDelete: .restrict)),
            Field(name: "quantity", type: .integer), Field(name: "limit", type: .integer),
        ])

    static func ceiling(_ source: String) throws -> Condition.Ceiling? {
        let scope = ConditionScope(schema: Schema([order, part]), object: part)
        return try Condition.compile(source, in: scope).ceiling(of: 1)
    }

    @Test func `a field over a reference`() throws {
        #expect(try Self.ceiling("quantity <= line.open")?.reference == 0)
        #expect(try Self.ceiling("quantity <= line.open")?.slot == 0)
        #expect(try Self.ceiling("line.open >= quantity")?.reference == 0)
    }

    @Test func `a field of its own`() throws {
        let ceiling = try #require(try Self.ceiling("quantity <= limit"))
        #expect(ceiling.reference == nil && ceiling.slot == 2)
    }

    @Test(arguments: [
        "quantity < line.open", "quantity <= 5", "limit <= line.open", "quantity <= old.limit",
        "quantity <= line.open or limit > 3", "line.open <= quantity",
    ])
    func `anything else says nothing`(source: String) throws {
        #expect(try Self.ceiling(source) == nil)
    }
}
