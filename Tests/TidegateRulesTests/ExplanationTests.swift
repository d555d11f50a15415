import Testing
import TidegateModel
import TidegateRules

@Suite("An explanation")
struct ExplanationTests {
    static let findings: [(String, [String])] = [
        (
            "amount > 50000 and discount <= 15 and requirement_confirmed",
            ["Amount is 40000.00, must be > 50000", "Discount is 20.00, must be <= 15"]
        ),
        ("lost_reason == 'x' and amount > 1", ["Lost reason is empty, must be == 'x'"]),
        (
            "close_date < today() or stage in {'won', 'lost'}",
            [
                "Close date is 2026-12-24, Stage is negotiate; must hold: "
                    + "close_date < today() or stage in {'won', 'lost'}"
            ]
        ),
        (
            "not (amount > 1 and stage == 'negotiate')",
            [
                "Amount is 40000.00, Stage is negotiate; must not hold: "
                    + "(amount > 1 and stage == 'negotiate')"
            ]
        ),
        (
            "stage not in {'won', 'negotiate'}",
            ["Stage is negotiate, must not be in {'won', 'negotiate'}"]
        ),
        (
            "owner.manager.manager in my_reports()",
            [
                "Owner › Manager › Manager is 0000000000003; must hold: owner.manager.manager in my_reports()"
            ]
        ),
        ("lost_reason is not empty", ["Lost reason is empty, must be not empty"]),
        (
            "count(account.contacts where role == 'decider') >= 2",
            ["count(account.contacts where role == 'decider') is 1, must be >= 2"]
        ),
        ("account.owner.name == 'Ann'", ["Account › Owner › Name is Bob, must be == 'Ann'"]),
        (
            "amount * 2 < discount",
            ["Amount is 40000.00, Discount is 20.00; must hold: amount * 2 < discount"]
        ),
        ("approved('discount')", ["must hold: approved('discount')"]),
        (
            "not requirement_confirmed",
            ["Requirement confirmed is yes; must not hold: requirement_confirmed"]
        ),
        ("amount > 1", []),
    ]

    @Test("names what kept a condition from being met", arguments: findings)
    func failures(source: String, want: [String]) throws {
        let condition = try Condition.compile(source, in: Sales.scope(), expecting: .bool)
        let explanation = try condition.explain(Sales.context())
        #expect(explanation.failures.map(\.description) == want)
    }

    /// Which sentence a person reads: said the wrong way round it would send them the wrong way.
    @Test(
        "says it the right way round",
        arguments: [
            ("stage not in {'won', 'negotiate'}", "must.not_be_in"),
            ("not (stage in {'won', 'negotiate'})", "must.not_be_in"),
            ("stage in {'won'}", "must.be_in"), ("not (stage not in {'won'})", "must.be_in"),
            ("amount > 1 and stage not in {'negotiate'}", "must.not_be_in"),
            ("not (amount > 1)", "must.less_or_equal"), ("amount < 1", "must.less"),
            ("not requirement_confirmed", "must.be_no"),
            ("lost_reason is not empty", "saw.empty"), ("owner is empty", "saw.filled"),
        ])
    func sentences(source: String, want: String) throws {
        let condition = try Condition.compile(source, in: Sales.scope(), expecting: .bool)
        let keys = try condition.explain(Sales.context()).failures.map { finding in
            if case .sentence(let key, _) = finding.speech { key } else { "\(finding.speech)" }
        }
        #expect(keys == [want])
    }

    @Test("says which values were missing")
    func missing() throws {
        let condition = try Condition.compile(
            "account.tier == 'B' and old.amount < amount", in: Sales.scope())
        let findings = try condition.explain(Sales.context()).failures
        #expect(findings.map { $0.missing.map(\.path) } == [[], ["old.amount"]])
        #expect(findings.map(\.truth) == [.no, .unknown])
    }

    @Test("shows every part, also those that could not matter any more")
    func tree() throws {
        let source = "amount < 1 and sum(lines.price) == 110.01"
        let explanation = try Condition.compile(source, in: Sales.scope())
            .explain(Sales.context())
        #expect(explanation.kind == .and)
        #expect(explanation.text == source)
        #expect(explanation.value == .bool(false))
        #expect(explanation.children.map(\.text) == ["amount < 1", "sum(lines.price) == 110.01"])
        #expect(explanation.children.map(\.value) == [.bool(false), .bool(true)])
        let sides = explanation.children.flatMap(\.children)
        #expect(sides.map(\.kind) == [.field, .literal, .aggregate, .literal])
        #expect(
            sides.map(\.value) == [
                Sales.decimal("40000.00"), .integer(1), Sales.decimal("110.01"),
                Sales.decimal("110.01"),
            ])
        #expect(sides[0].label == "Amount")
    }
}
