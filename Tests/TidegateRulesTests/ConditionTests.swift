import Testing
import TidegateModel
import TidegateRules

@Suite("A condition")
struct ConditionTests {
    /// Of the deal in ``Sales``: 40,000 at 20 %, negotiate, due 2026-12-24, today 2026-11-22.
    static let truths: [(String, Truth)] = [
        ("amount > 50000 and stage in {\"propose\", \"negotiate\"}", .no),
        ("amount == 40000", .yes), ("amount == 40000.000", .yes), ("amount ~= 40000.001", .yes),
        ("40000 <= amount", .yes), ("amount > 39999.995", .yes), ("amount < 40000.0001", .yes),
        ("discount <= 15 or approved('discount')", .no),
        ("discount <= 15 or approved('contract')", .yes),
        ("close_date is empty or close_date >= today() or stage in {'won', 'lost'}", .yes),
        ("requirement_confirmed", .yes), ("not requirement_confirmed", .no),
        ("requirement_confirmed == true", .yes),
        ("count(account.contacts where role == 'decider') >= 1", .yes),
        ("count(lines) == 3", .yes), ("count(lines where quantity * price > 15) == 2", .yes),
        ("sum(lines.quantity * lines.price) == 215.015", .yes),
        ("sum(lines.quantity) == 3.5 and max(lines.price) == 100", .yes),
        ("min(lines.price) == 10.01 and avg(lines.price) == 55.005", .yes),
        ("avg(lines.quantity where price > 1000) is empty", .yes),
        ("sum(lines.quantity where price > 1000) == 0", .yes),
        ("any(account.contacts where wants_notice)", .yes),
        ("any(account.contacts where role == 'boss')", .unknown),
        ("any(lines where price > 1000)", .unknown),
        ("all(lines where price > 0)", .unknown), ("all(lines where price > 50)", .no),
        ("all(lines where opportunity is not empty)", .yes),
        ("lines is not empty", .yes), ("lines is empty", .no),
        ("stage == 'negotiate'", .yes), ("stage != 'won'", .yes),
        ("stage not in {'won', 'lost'}", .yes), ("not stage == 'won'", .yes),
        ("lost_reason == 'x'", .unknown), ("not lost_reason == 'x'", .unknown),
        ("lost_reason == 'x' and amount < 0", .no), ("lost_reason == 'x' or amount > 0", .yes),
        ("lost_reason == 'x' and amount > 0", .unknown), ("lost_reason is empty", .yes),
        ("lost_reason in {'x', 'y'}", .unknown), ("lost_reason not in {'x'}", .unknown),
        ("account.owner.manager.name == 'Cleo'", .yes), ("account.name == 'Acme'", .yes),
        ("account.tier in {'A', 'B'}", .yes), ("owner.manager == account.owner", .yes),
        ("owner == me()", .no), ("owner.manager == me()", .yes),
        ("me().manager.name == 'Cleo'", .yes),
        ("owner in my_reports()", .yes), ("account.owner not in my_reports()", .yes),
        ("owner in {me(), me().manager}", .no), ("owner.manager.id == me()", .yes),
        ("has_role('seller') and not has_role('finance')", .yes),
        ("name contains 'üm'", .yes), ("name contains 'um'", .no), ("name contains ''", .yes),
        ("name matches 'P?mp'", .yes), ("name matches 'P*p'", .yes), ("name matches 'P?p'", .no),
        ("name matches '*'", .yes), ("code matches 'OPP-*1' and length(name) == 4", .yes),
        ("name > 'Pump' and name >= 'Pümp' and name < 'Pümpe'", .yes),
        ("today() + days(32) == close_date", .yes), ("close_date - today() == days(32)", .yes),
        ("close_date - weeks(1) == date('2026-12-17')", .yes),
        ("date('2026-01-01') + hours(5) == date('2026-01-01')", .yes),
        ("date('2026-01-01') - hours(5) == date('2025-12-31')", .yes),
        ("touched_at == now() and date(touched_at) == today()", .yes),
        ("touched_at + minutes(30) > now()", .yes), ("effort == hours(5)", .yes),
        ("effort * 2 + hours(2) == hours(12)", .yes), ("days(probability) == weeks(10)", .yes),
        ("touched_at - datetime('2026-11-22T00:00:00Z') == hours(8)", .yes),
        ("year(close_date) == 2026 and month(close_date) == 12 and day(touched_at) == 22", .yes),
        ("abs(-5) == 5 and abs(-2.5) == 2.5", .yes), ("round(amount / 3, 2) == 13333.33", .yes),
        ("round(2.5) == 3 and round(-2.5) == -3", .yes), ("round(probability, 2) == 70", .yes),
        ("coalesce(lost_reason, name) == 'Pümp'", .yes), ("coalesce(lost_reason, '') == ''", .yes),
        ("7 / 2 == 3.5", .yes), ("1 / 3 == 0.333333", .yes), ("probability / 0 > 1", .unknown),
        ("amount / (amount - amount) is empty", .yes),
        ("9223372036854775807 + probability > 0", .unknown),
        ("amount * 100000000000000 > 0", .unknown), ("-amount < 0 and - -3 == 3", .yes),
        ("amount * (100 - discount) / 100 == 32000", .yes), ("2 + 3 * 4 == 14", .yes),
        ("(2 + 3) * 4 == 20", .yes), ("10 - 2 - 3 == 5", .yes),
        ("amount > 1 and amount > 2 or amount < 0", .yes), ("true or false and false", .yes),
    ]

    @Test("says yes, no or unknown", arguments: truths)
    func truth(source: String, want: Truth) throws {
        let condition = try Condition.compile(source, in: Sales.scope(), expecting: .bool)
        #expect(try condition.holds(Sales.context()) == want)
        #expect(try condition.explain(Sales.context()).truth == want)
    }

    @Test("sees what a save changes")
    func changes() throws {
        var new = Sales.deal
        new["discount"] = Sales.decimal("10.00")
        new["lost_reason"] = .text("price")
        func holds(_ source: String, old: Record?) throws -> Truth {
            try Condition.compile(source, in: Sales.scope())
                .holds(Sales.context(new, old: old))
        }
        #expect(try holds("changed(discount) and old.discount == 20", old: Sales.deal) == .yes)
        #expect(try holds("changed(lost_reason)", old: Sales.deal) == .yes)
        #expect(try holds("changed(amount) or changed(name)", old: Sales.deal) == .no)
        #expect(try holds("old.stage == 'negotiate'", old: Sales.deal) == .yes)
        #expect(try holds("old.account.owner.name == 'Bob'", old: Sales.deal) == .yes)
        #expect(try holds("changed(amount)", old: nil) == .yes)
        #expect(try holds("changed(effort)", old: nil) == .yes)
        #expect(try holds("old.amount > 1", old: nil) == .unknown)
    }

    static let values: [(String, Value)] = [
        ("amount * (100 - discount) / 100", Sales.decimal("32000.000000")),
        ("owner.manager", Sales.id(2)), ("account.name", .text("Acme")),
        ("today() - date('2026-11-20')", .duration(.days(2))), ("probability + 1", .integer(71)),
        ("lost_reason", .none), ("account.owner.manager.manager.name", .none),
    ]

    @Test("yields values too", arguments: values)
    func value(source: String, want: Value) throws {
        let condition = try Condition.compile(source, in: Sales.scope())
        #expect(try condition.value(Sales.context()) == want)
        #expect(try condition.explain(Sales.context()).value == want)
    }

    @Test("knows what it depends on")
    func dependencies() throws {
        let condition = try Condition.compile(
            "amount > 1 and account.owner.name == 'x' and count(lines where price > 1) > 0"
                + " and close_date > today() and old.stage == 'won'", in: Sales.scope())
        let names = condition.fields.map { Sales.opportunity.fields[$0].name }.sorted()
        #expect(names == ["account", "amount", "close_date", "stage"])
        #expect(
            Set(condition.dependencies.map { "\($0.object).\($0.field)" }) == [
                "Opportunity.account", "Opportunity.amount", "Opportunity.close_date",
                "Opportunity.stage", "Account.owner", "User.name", "OpportunityLine.opportunity",
                "OpportunityLine.price",
            ])
        #expect(condition.usesTime && condition.usesOld && !condition.canRunInSQL)
        #expect(condition.collections.map(\.name) == ["lines"])
    }

    @Test("reads a decimal kept at another scale, and refuses a value of another kind")
    func robust() throws {
        var deal = Sales.deal
        deal["amount"] = .decimal(Decimal(40_000))
        deal["probability"] = .text("70")
        let condition = try Condition.compile("amount == 40000", in: Sales.scope())
        #expect(try condition.holds(Sales.context(deal)) == .yes)
        let wrong = try Condition.compile("probability > 1", in: Sales.scope())
        #expect(try wrong.holds(Sales.context(deal)) == .unknown)
    }

    @Test("takes values for ?")
    func parameters() throws {
        let scope = Sales.scope(parameters: [Sales.id(1), .integer(40_000), .text("gone"), .none])
        func holds(_ source: String) throws -> Truth {
            try Condition.compile(source, in: scope).holds(Sales.context())
        }
        #expect(try holds("owner == ? and amount <= ?") == .yes)
        #expect(try holds("owner == ? and amount <= ? and stage != ?") == .yes)
        #expect(try holds("owner == ? and amount <= ? and stage != ? and name == ?") == .unknown)
    }
}
