import Testing

@testable import TidegateServer

@Suite struct ConditionPartsTests {
    private let mine = "owner == me()"

    @Test(arguments: [
        ("", "owner == me()"),
        ("amount > 5", "amount > 5 and owner == me()"),
        ("a > 1 or b > 1", "(a > 1 or b > 1) and owner == me()"),
        ("name == 'x or y'", "name == 'x or y' and owner == me()"),
        ("any(lines where a or b)", "any(lines where a or b) and owner == me()"),
    ])
    func `a chip is put beside what was typed, and taken out again`(typed: String, both: String) {
        #expect(ConditionParts(typed).toggled(mine) == both)
        #expect(ConditionParts(both).contains(mine))
        #expect(ConditionParts(both).toggled(mine) == typed)
    }

    @Test func `chips stand beside each other`() {
        let both = ConditionParts(mine).toggled("stage not in {'won', 'lost'}")
        #expect(both == "owner == me() and stage not in {'won', 'lost'}")
        #expect(ConditionParts(both).toggled(mine) == "stage not in {'won', 'lost'}")
    }

    @Test func `what is only a part of another condition is no chip`() {
        #expect(!ConditionParts("owner == me() or amount > 5").contains(mine))
        #expect(ConditionParts("(a) or (b)").toggled("c") == "((a) or (b)) and c")
    }
}
