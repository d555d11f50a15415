import Testing
import TidegateModel
import TidegateRules

@Suite("What leads from one schema to another")
struct SchemaDifferenceTests {
    private func told(_ old: [Field], _ new: [Field]) -> [String] {
        actions(Object(name: "Foo", fields: old), Object(name: "Foo", fields: new))
            .map(\.description)
    }

    private func actions(_ old: Object?, _ new: Object?) -> [SchemaAction] {
        SchemaDifference(
            from: Schema([old].compactMap(\.self)), to: Schema([new].compactMap(\.self))
        ).actions
    }

    private func field(
        _ type: FieldType, name: String = "a", _ change: (inout Field) -> Void = { _ in }
    ) -> Field {
        var field = Field(name: name, type: type)
        change(&field)
        return field
    }

    @Test("nothing differs from itself, and what people read does not count")
    func same() {
        let before = [field(.choice(["x"])), field(.money(scale: 2), name: "b")]
        let after = before.map { old in
            var new = old
            new.label = "Another"
            new.help = "help"
            return new
        }
        #expect(told(before, after) == [])
    }

    @Test("objects come and go")
    func objects() {
        let foo = Object(name: "Foo", fields: [])
        #expect(actions(nil, foo) == [SchemaAction("Foo", .addObject)])
        #expect(actions(foo, nil) == [SchemaAction("Foo", .dropObject)])
        #expect(SchemaAction("Foo", .dropObject).risk == .loss)
        let ours = Object(name: "Ours", fields: [], table: "tg_ours")
        #expect(actions(ours, nil) == [])
    }

    @Test("amounts in another currency are lost as what they were")
    func currency() {
        let home = field(.money(scale: 2))
        let dollars = field(.money(MoneyType(scale: 2, currency: MoneyCurrency("USD"))))
        #expect(
            told([home], [dollars])
                == ["Foo.a is counted in USD instead of the currency of the workspace"])
        let actions = actions(
            Object(name: "Foo", fields: [dollars]), Object(name: "Foo", fields: [home]))
        #expect(actions.map(\.risk) == [.loss])
    }

    @Test("a field that goes while one of its type comes may be the same; nothing is guessed")
    func rename() {
        let (old, new) = (field(.integer, name: "old"), field(.integer, name: "new"))
        let found = actions(
            Object(name: "Foo", fields: [old]), Object(name: "Foo", fields: [new]))
        #expect(
            found == [
                SchemaAction("Foo", "old", .dropField(isComputed: false, successor: "new")),
                SchemaAction("Foo", "new", .addField(type: "integer", isRequired: false)),
            ])
    }

    @Test("types: kept otherwise, asked otherwise, widened, narrowed")
    func types() {
        #expect(told([field(.integer)], [field(.date)]) == ["Foo.a turns from integer into date"])
        #expect(
            told([field(.text(maximumLength: 9))], [field(.email)])
                == ["Foo.a turns from text into email", "Foo is searched by a"])
        #expect(
            told([field(.money(scale: 2))], [field(.money(scale: 4))])
                == ["Foo.a gets 4 digits after the point instead of 2"])
        #expect(
            told([field(.money(scale: 4))], [field(.money(scale: 2))])
                == ["Foo.a turns from money of scale 4 into money of scale 2"])
        #expect(
            told([field(.text(maximumLength: 9))], [field(.text(maximumLength: 8))])
                == ["Foo.a may only be 8 long instead of 9"])
        #expect(
            told([field(.choice(["x", "y"]))], [field(.choice(["y", "z"]))])
                == ["Foo.a may be z", "Foo.a may not be x any more"])
        #expect(
            told(
                [field(.reference(to: "A", onDelete: .clear))],
                [field(.reference(to: "B", onDelete: .clear))])
                == ["Foo.a leads to B instead of A"])
    }

    @Test("what every field may say")
    func options() {
        #expect(
            told([field(.integer)], [field(.integer) { $0.minimum = Decimal(1) }])
                == ["Foo.a is at least 1"])
        #expect(
            told([field(.integer)], [field(.integer) { $0.isRequired = true }])
                == ["Foo.a becomes required"])
        #expect(
            told([field(.integer)], [field(.integer) { $0.formulaSource = "1" }])
                == ["Foo.a is computed instead of typed"])
        #expect(
            told(
                [field(.integer) { $0.formulaSource = "1" }],
                [field(.integer) { $0.formulaSource = "2" }])
                == ["Foo.a is computed in another way"])
    }

    @Test("uniques, indexes and search")
    func lists() {
        let fields = [field(.text(maximumLength: 9)), field(.integer, name: "b")]
        let before = Object(name: "Foo", fields: fields, uniques: [["a"]], search: [])
        let after = Object(
            name: "Foo", fields: fields, uniques: [["a", "b"]], indexes: [["b"]], search: ["a"])
        #expect(
            actions(before, after).map(\.description) == [
                "Foo need not be unique by a any more", "Foo is unique by a, b",
                "Foo gets an index by b", "Foo is searched by a",
            ])
    }
}
