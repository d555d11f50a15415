import Testing
import TidegateModel
import TidegateRules

@Suite("What is wrong with a condition is said")
struct ConditionProblemTests {
    /// Source, the bytes the problem is about, what is said.
    static let problems: [(String, Range<Int>, String)] = [
        (
            "amount > 1 and closing_date > today()", 15..<27,
            "unknown field closing_date of Opportunity; did you mean close_date?"
        ),
        ("account.ownr == me()", 8..<12, "unknown field ownr of Account; did you mean owner?"),
        ("totally_else > 1", 0..<12, "unknown field totally_else of Opportunity"),
        ("lenght(name) > 1", 0..<6, "unknown function lenght(); did you mean length()?"),
        (
            "stage == 'propos'", 9..<17,
            "'propos' is not a value of stage; it has qualify, propose, negotiate, won, lost;"
                + " did you mean 'propose'?"
        ),
        (
            "stage in {'won', 'list'}", 17..<23,
            "'list' is not a value of stage; it has qualify, propose, negotiate, won, lost;"
                + " did you mean 'lost'?"
        ),
        ("approved('discont')", 9..<18, "unknown approval 'discont'; did you mean 'discount'?"),
        ("has_role('selle')", 9..<16, "unknown role 'selle'; did you mean 'seller'?"),
        ("amount = 1", 7..<8, "= is not an operator here; write =="),
        ("amount > 1 && true", 11..<13, "&& is not an operator here; write and"),
        ("amount > 1 || true", 11..<13, "|| is not an operator here; write or"),
        ("amount <> 1", 7..<9, "<> is not an operator here; write !="),
        ("!requirement_confirmed", 0..<1, "! is not an operator here; write not"),
        (
            "1 < amount < 2", 11..<12,
            "comparisons cannot be chained; join two of them with `and`"
        ),
        ("amount == nil", 7..<13, "nil is not a value; ask with `is empty` or `is not empty`"),
        ("amount > ", 9..<9, "the condition ends where a value is expected"),
        ("amount > )", 9..<10, "expected a value, found )"),
        ("amount > 1 amount", 11..<17, "expected `and`, `or` or the end, found amount"),
        ("(amount > 1", 11..<11, "the condition ends where ) is expected"),
        ("amount is 5", 7..<9, "is is not an operator here; write =="),
        ("stage in 'won'", 9..<14, "expected a list like {'a', 'b'}, found 'won'"),
        ("stage in {}", 9..<11, "expected a value in the list, found }"),
        ("name == 'abc", 8..<12, "the text has no closing quote"),
        (
            "name == 'a\\q'", 10..<12,
            "unknown escape \\q in a text; known are \\n, \\t, \\\\, \\' and \\\""
        ),
        ("amount > 1 ; true", 11..<12, "; has no meaning here"),
        ("amount ＞ 1", 7..<10, "＞ is full-width; write it half-width: >"),
        ("name == “a b”", 8..<17, "“a b” is full-width; write it half-width: 'a b'"),
        (
            "close_date > 2027/01/01", 13..<23,
            "a date stands in quotes; write date('2027-01-01')"
        ),
        ("名 > 1", 0..<3, "unknown field 名 of Opportunity"),
        ("amount > 12a", 9..<12, "12a is not a number; write 1234 or 1234.56"),
        (
            "amount > 12,500 and name is empty", 9..<15,
            "numbers stand without commas in a condition; write 12500, not 12,500"
        ),
        (
            "(amount > 1,234,567.50)", 10..<22,
            "numbers stand without commas in a condition; write 1234567.50, not 1,234,567.50"
        ),
        ("amount > 12,50", 11..<12, "expected `and`, `or` or the end, found ,"),
        ("amount > 12, 500", 11..<12, "expected `and`, `or` or the end, found ,"),
        (
            "amount > 99999999999999999999", 9..<29,
            "99999999999999999999 has too many digits; numbers have up to 18 digits, 12 after the"
                + " point"
        ),
        ("", 0..<0, "the condition is empty; write what must be true"),
        ("amount", 0..<6, "a condition (yes or no) is wanted here, this is a decimal"),
        ("not amount", 4..<10, "a condition (yes or no) is wanted here, this is a decimal"),
        ("amount == 'x'", 0..<13, "a decimal cannot be compared with a text"),
        (
            "close_date == touched_at", 14..<24,
            "a date cannot be compared with a datetime; take its day first: date(…)"
        ),
        (
            "close_date > '2026-01-01'", 13..<25,
            "a date cannot be compared with a text; write date('2026-01-01')"
        ),
        (
            "owner == 'Ann'", 0..<14,
            "a reference to User cannot be compared with a text; compare one of its fields, or"
                + " another reference"
        ),
        ("owner == account", 0..<16, "a reference to User never equals a reference to Account"),
        ("stage > 'won'", 0..<13, "a choice has no order; compare with == or !="),
        ("amount + name == 1", 0..<13, "a decimal + a text has no meaning"),
        ("name contains 5", 14..<15, "contains wants a text, this is an integer"),
        ("abs(name) == 1", 4..<8, "abs() wants a number, this is a text"),
        ("today(1) == today()", 0..<8, "today() takes no argument, not 1"),
        ("coalesce(1) == 1", 0..<11, "coalesce() takes two or more values, not 1"),
        ("name matches lost_reason", 13..<24, "matches wants a pattern like 'A*' written out"),
        (
            "changed(account.name)", 8..<20,
            "changed() wants one field of the record itself: changed(amount)"
        ),
        (
            "close_date == date('2026-02-30')", 19..<31,
            "'2026-02-30' is no such day or time; write date('2026-11-22') or"
                + " datetime('2026-11-22T08:30:00Z')"
        ),
        (
            "lines > 1", 0..<5,
            "lines is a collection, not a value; use count(lines), any(lines where …) or"
                + " sum(lines.field)"
        ),
        ("count(account) > 1", 6..<13, "account is not a collection of records"),
        (
            "sum(lines) > 1", 4..<9,
            "lines is a collection of records; name a field of them: lines.field"
        ),
        ("sum(amount) > 1", 4..<10, "sum() wants a collection: sum(lines.total)"),
        (
            "sum(lines.price * amount) > 1", 18..<24,
            "amount is not a field of lines; inside the aggregate every field starts with lines"
        ),
        ("all(lines)", 0..<10, "all() wants a condition: all(collection where …)"),
        ("abs(amount where amount > 1) > 1", 17..<27, "abs() takes no `where`"),
        (
            "sum(account.opportunities.lines.price) > 1", 4..<37,
            "lines is a collection inside a collection; use a nested aggregate in `where`"
        ),
        (
            "name.first == 'x'", 5..<10,
            "name of Opportunity is a text, so no further field can follow it"
        ),
        (
            "count(lines where changed(price)) > 1", 18..<32,
            "changed() cannot be used here: the records of a collection have no old values"
        ),
        ("today().year == 1", 8..<12, "expected an operator, found .year"),
        (
            "owner in my_report()", 9..<18,
            "unknown function my_report(); did you mean my_reports()?"
        ),
        (
            "sum(lines.price * count(lines)) > 1", 18..<30,
            "count() cannot be used here: it stands inside the argument of another aggregate;"
                + " use it in `where`"
        ),
        ("name == ?", 8..<9, "no value was passed for ? number 1; 0 were passed"),
        (
            "account.owner.manager.manager.manager.manager.manager.manager.name == 'x'", 0..<66,
            "the path follows 8 references; the limit is 6"
        ),
        ("name matches '*********'", 13..<24, "the pattern has 9 wildcards; the limit is 8"),
    ]

    @Test("with its place, word for word", arguments: problems)
    func sentence(source: String, range: Range<Int>, message: String) throws {
        let result = Condition.check(source, in: Sales.scope(), expecting: .bool)
        guard case .failure(let found) = result, let first = found.problems.first else {
            Issue.record("\(source) compiled")
            return
        }
        #expect(first.message == message)
        #expect(first.range == range)
        #expect(found.problems.count == 1)
    }

    @Test("all together, in the order of the text, with columns")
    func several() {
        let source = "amuont > 1 and 'ü' == nmae and stage == 'x'"
        guard case .failure(let found) = Condition.check(source, in: Sales.scope()) else {
            Issue.record("compiled")
            return
        }
        #expect(
            found.description == """
                1: unknown field amuont of Opportunity; did you mean amount?
                23: unknown field nmae of Opportunity; did you mean name?
                41: 'x' is not a value of stage; it has qualify, propose, negotiate, won, lost
                """)
        #expect(found.problems.map(\.suggestion) == ["amount", "name", nil])
        #expect(
            found.problems.map(\.code)
                == ["condition.unknown_field", "condition.unknown_field", "condition.not_a_choice"])
    }

    @Test("where the scope does not allow what is asked")
    func allowances() {
        let cases: [(String, ConditionAllowance, String)] = [
            (
                "changed(amount)", .query,
                "changed() cannot be used here: only a save has old values"
            ),
            ("old.amount > 1", .query, "old. cannot be used here: only a save has old values"),
            (
                "owner == me()", .formula,
                "me() cannot be used here: its value may not depend on who looks"
            ),
            (
                "close_date > today()", .formula,
                "today() cannot be used here: its value would change by itself"
            ),
            (
                "approved('discount')", .formula,
                "approved() cannot be used here: approvals are not known here"
            ),
        ]
        for (source, allows, message) in cases {
            guard
                case .failure(let found) = Condition.check(source, in: Sales.scope(allows: allows))
            else {
                Issue.record("\(source) compiled")
                continue
            }
            #expect(found.problems.map(\.message) == [message])
        }
    }

    @Test("past every limit")
    func limits() {
        func problem(_ source: String) -> String? {
            guard case .failure(let found) = Condition.check(source, in: Sales.scope()) else {
                return nil
            }
            return found.problems.first?.message
        }
        let long = [String](repeating: "true", count: 1_000).joined(separator: " and ")
        #expect(problem(long) == "the condition has 8995 bytes; the limit is 4000: split it")
        let deep = String(repeating: "(", count: 64) + "1" + String(repeating: ")", count: 64)
        #expect(
            problem(deep) == "parentheses and operators are nested deeper than 64; simplify it")
        let many = [String](repeating: "1", count: 300).joined(separator: " + ")
        #expect(problem(many) == "more than 500 operations; split the condition")
        let list = [String](repeating: "1", count: 201).joined(separator: ", ")
        #expect(problem("1 in {\(list)}") == "a list of 201 entries; the limit is 200")
        let nested = "count(account.opportunities where any(lines where any(opportunity.lines)))"
        #expect(
            problem("\(nested) > 1")
                == "an aggregate inside the `where` of an aggregate may hold no further aggregate")
    }

    @Test("and nothing crashes on a soup of words")
    func soup() {
        let words = [
            "amount", "account", ".", "owner", "lines", "contacts", "(", ")", "{", "}", ",", "and",
            "or", "not", "in", "is", "empty", "contains", "matches", "==", "!=", "<", "+", "-", "*",
            "/", "1", "2.50", "'x'", "?", "count", "sum", "any", "all", "where", "me", "today",
            "old", "changed", "days", "coalesce", "round", "id", "stage", "'won'", "close_date",
            "true", "9223372036854775807", "=", "é", "'", "my_reports",
        ]
        var state: UInt64 = 20_261_122
        func below(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        var compiled = 0
        for _ in 0..<20_000 {
            let source = (0..<below(14) + 1).map { _ in words[below(words.count)] }
                .joined(separator: below(3) == 0 ? "" : " ")
            switch Condition.check(source, in: Sales.scope(parameters: [.integer(1), .none])) {
            case .success(let condition):
                compiled += 1
                #expect(throws: Never.self) {
                    let explanation = try condition.explain(Sales.context())
                    let value = try condition.value(Sales.context())
                    #expect(explanation.value == value, "\(source)")
                }
            case .failure(let found):
                let bytes = source.utf8.count
                for problem in found.problems {
                    #expect(problem.range.upperBound <= bytes && !problem.message.isEmpty)
                }
            }
        }
        #expect(compiled > 200)
    }

    @Test(
        "leads a label to the name behind it, in every language",
        arguments: [
            ("金額 > 1", "金額 is the label of a field; its name is amount", "amount"),
            ("stage == '成交'", "'成交' is a label; write 'won'", "'won'"),
            ("stage in {'Won'}", "'Won' is a label; write 'won'", "'won'"),
            ("account.行業 is empty", "unknown field 行業 of Account", nil),
        ] as [(String, String, String?)])
    func labels(source: String, message: String, suggestion: String?) throws {
        var scope = Sales.scope()
        let traditional = Language.traditionalChinese
        scope.translations.add(label: "金額", of: .field("Opportunity", "amount"), traditional)
        scope.translations.add(
            label: "成交", of: .choice("Opportunity", "stage", "won"), traditional)
        guard case .failure(let problems) = Condition.check(source, in: scope) else {
            Issue.record("nothing was found wrong")
            return
        }
        #expect(problems.problems.map(\.message) == [message])
        #expect(problems.problems.map(\.suggestion) == [suggestion])
    }
}
