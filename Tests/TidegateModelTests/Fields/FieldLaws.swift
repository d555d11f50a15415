import Testing
import TidegateModel

/// What holds of every type of field, asked of one.
struct FieldLaws {
    let type: FieldType

    private var field: Field { Field(name: "it", type: type) }

    /// What a person gets to see in an input comes back from it as the same value; so does what an answer
    /// shows; a record keeps it; two reads are equal.
    func keeps(_ texts: [String]) throws {
        let object = Object(name: "Thing", fields: [field])
        for text in texts {
            let value = try field.parse(text, numbers: .grouped).get()
            #expect(!value.isMissing, "\(text)")
            #expect(value.kind == type.kind, "\(text)")
            #expect(try field.convert(value).get() == value, "fitted once is fitted: \(text)")
            let typed = type.behavior.typed(value)
            #expect(try field.parse(typed, numbers: .grouped).get() == value, "typed: \(typed)")

            var record = Record(object: object, id: RecordID(number: 1))
            record[0] = value
            #expect(record[0] == value)
            var copy = Record(object: object, id: RecordID(number: 2))
            copy.copy(0, from: record)
            #expect(copy.equals(record, at: 0))
            #expect(record.hiding([0])[0] == .none)

            var (slot, plain) = (JSONWriter(), JSONWriter())
            slot.slot(0, of: record)
            plain.value(value)
            #expect(slot.bytes == plain.bytes, "a record writes it as a value does")
            let json = try JSONReader.read(slot.bytes)
            #expect(try field.parse(json).get() == value, "answered: \(slot.text)")
        }
    }

    /// Refused, and told in a sentence of its own.
    func refuses(_ pairs: [(String, FieldProblem.Why)]) {
        for (text, why) in pairs {
            guard case .failure(let problem) = field.parse(text) else {
                Issue.record("\(text) is taken")
                continue
            }
            #expect(problem.why == why, "\(text)")
            #expect(problem.message.hasPrefix("it: \""))
            #expect(!problem.complaint.isEmpty)
        }
        #expect(field.parse("") == .success(.none), "an empty text is a missing value")
        #expect(field.parse(.null) == .success(.none))
    }

    /// The options it writes make it again, and none it does not know.
    func isDeclaredByWhatItWrites() {
        let written = type.behavior.written
        var options = WrittenOptions(written)
        #expect(FieldType.declared(type.word, &options) == type)
        #expect(options.problems.isEmpty)
        #expect(Set(written.map(\.name)).isSubset(of: FieldType.options(of: type.word)))
        #expect(FieldType.words.contains(type.word))
    }

    /// The example of the documents is taken, and is as their schema says.
    func takesItsExample() throws {
        guard type.word != "autonumber" else { return }
        #expect(try !field.parse(type.behavior.example).get().isMissing)
    }
}

/// Options as a type wrote them.
struct WrittenOptions: FieldOptionReader {
    private var contents: [String: FieldOption.Content] = [:]
    private(set) var problems: [FieldOptionProblem] = []

    init(_ written: [FieldOption]) {
        for option in written { contents[option.name] = option.content }
    }

    func text(_ option: String) -> String? {
        if case .text(let text) = contents[option] { text } else { nil }
    }

    func texts(_ option: String) -> [String]? {
        if case .texts(let texts) = contents[option] { texts } else { nil }
    }

    func whole(_ option: String, in range: ClosedRange<Int>) -> Int? {
        guard case .whole(let number) = contents[option], range.contains(number) else { return nil }
        return number
    }

    func flag(_ option: String) -> Bool? {
        if case .flag(let flag) = contents[option] { flag } else { nil }
    }

    mutating func report(_ problem: FieldOptionProblem) { problems.append(problem) }
}

@Suite("Every type of field")
struct FieldTypeTests {
    static let types: [FieldType] = [
        .text(maximumLength: 10_000), .text(maximumLength: 20), .choice(["a", "b b"]),
        .multichoice(MultichoiceType(["a", "b b", "中"])), .integer, .decimal(scale: 4),
        .decimal(scale: 0), .money(scale: 2), .money(scale: 4), .percent(scale: 2), .boolean, .date,
        .datetime, .duration, .reference(to: "Account", onDelete: .restrict),
        .reference(to: "Account", onDelete: .cascade),
        .reference(to: FieldType.anyObject, onDelete: .clear), .email, .emails, .phone, .phones,
        .url, .geopoint, .currency, .money(MoneyType(scale: 0, currency: MoneyCurrency("JPY"))),
        .money(MoneyType(scale: 4, currency: MoneyCurrency("order.currency"))),
        .autonumber(format: "A-{yyyy}-{000}"),
        .autonumber(AutonumberType(format: "A-{000}", isGapFree: true)), .json,
    ]

    @Test(arguments: types)
    func `is declared by the options it writes`(type: FieldType) {
        FieldLaws(type: type).isDeclaredByWhatItWrites()
    }

    @Test(arguments: types)
    func `takes the example of its documents`(type: FieldType) throws {
        try FieldLaws(type: type).takesItsExample()
    }

    @Test func `is in this list`() {
        #expect(Set(Self.types.map(\.word)) == Set(FieldType.words))
    }
}
