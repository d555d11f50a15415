import Testing
import TidegateModel

@Suite("A choice")
struct ChoiceTypeTests {
    let laws = FieldLaws(type: .choice(["won", "Closed lost", "成交"]))

    @Test func `is one of its values, letter by letter`() throws {
        try laws.keeps(["won", "Closed lost", "成交"])
        let values = ["won", "Closed lost", "成交"]
        laws.refuses([("Won", .notAChoice(values)), (" won", .notAChoice(values))])
    }

    @Test func `needs different values`() {
        for values in [[], ["a", "a"]] {
            var options = WrittenOptions(ChoiceType(values).written)
            #expect(FieldType.declared("choice", &options) == nil)
            #expect(options.problems == [.values])
        }
        var none = WrittenOptions([])
        #expect(FieldType.declared("choice", &none) == nil)
        #expect(none.problems == [.missing("values")])
    }
}
