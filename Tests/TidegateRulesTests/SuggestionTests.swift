import Testing
import TidegateModel
import TidegateRules

@Suite("What is suggested for a wrong condition is accepted")
struct SuggestionTests {
    /// What people write, and what it becomes when every suggestion is taken, one after the other.
    static let everyday: [(String, String)] = [
        ("discount >= 20%", "discount >= 20"),
        ("discount >= ２０％", "discount >= 20"),
        ("discount >= 20% and amount > 1", "discount >= 20 and amount > 1"),
        ("touched_at > '2026-01-01'", "touched_at > datetime('2026-01-01T00:00:00Z')"),
        ("touched_at > 2026-01-01", "date(touched_at) > date('2026-01-01')"),
        ("touched_at > datetime('2026/1/1')", "touched_at > datetime('2026-01-01T00:00:00Z')"),
        ("touched_at > today() - days(3)", "date(touched_at) > today() - days(3)"),
        ("close_date < now()", "close_date < today()"),
        ("close_date < '2026-01-01T10:00:00Z'", "close_date < date('2026-01-01')"),
        ("amount > 10，discount > 5", "amount > 10 and discount > 5"),
        ("amount > 10, discount > 5", "amount > 10 and discount > 5"),
        ("(amount > 10、discount > 5)", "(amount > 10 and discount > 5)"),
        ("stage in {'won'，'lost'}", "stage in {'won','lost'}"),
        (
            "any(lines where price > 1，quantity > 2)",
            "any(lines where price > 1 and quantity > 2)"
        ),
        ("amount ≥ 5", "amount >= 5"), ("amount≤5", "amount<=5"), ("amount ≠ 5", "amount != 5"),
        ("amount ＝ 5", "amount == 5"), ("amount ＝＝ 5", "amount == 5"),
        ("amount ＞ 5", "amount > 5"), ("amount >＝ 5", "amount >= 5"),
        ("amount ！＝ 5", "amount != 5"), ("amount > ５０", "amount > 50"),
        ("amount > 5 或 discount > 3", "amount > 5 or discount > 3"),
        ("amount > 5且discount > 3", "amount > 5 and discount > 3"),
        ("金额大于5万并且折扣>3", "amount>50000 and discount>3"),
        ("amount > 5 並且 discount > 3", "amount > 5 and discount > 3"),
        ("amount > 5 AND NOT requirement_confirmed", "amount > 5 and not requirement_confirmed"),
        ("非 requirement_confirmed", "not requirement_confirmed"),
        ("不(amount > 5)", "not(amount > 5)"),
        ("owner == me", "owner == me()"), ("owner 是 我", "owner == me()"),
        ("close_date < 2027年1月1日", "close_date < date('2027-01-01')"),
        ("close_date < 2027/1/1", "close_date < date('2027-01-01')"),
        ("close_date < 2027-01-01", "close_date < date('2027-01-01')"),
        ("close_date < '2027年1月1日'", "close_date < date('2027-01-01')"),
        ("close_date < date('2027/1/1')", "close_date < date('2027-01-01')"),
        ("amount > 一万", "amount > 10000"), ("amount > 一萬", "amount > 10000"),
        ("amount > 5万", "amount > 50000"), ("amount > 1.5萬", "amount > 15000"),
        ("amount > 50k", "amount > 50000"), ("amount > 一百二十万", "amount > 1200000"),
        ("amount > 10,000", "amount > 10000"),
        ("amount above 5", "amount > 5"), ("amount over 5", "amount > 5"),
        ("amount more than 5", "amount > 5"), ("amount is greater than 5", "amount > 5"),
        ("amount greater than or equal to 5", "amount >= 5"),
        ("amount below 5", "amount < 5"), ("amount under 5", "amount < 5"),
        ("amount less than 5", "amount < 5"), ("amount at least 5", "amount >= 5"),
        ("amount at most 5", "amount <= 5"), ("amount equals 5", "amount == 5"),
        ("amount is 5", "amount == 5"), ("amount is not 5", "amount != 5"),
        ("amount is > 5", "amount > 5"), ("name includes 'a'", "name contains 'a'"),
        ("金额 大于 5", "amount > 5"), ("金额大于 5", "amount> 5"), ("金额大于5", "amount>5"),
        ("金额 小於 5", "amount < 5"), ("金额 等于 5", "amount == 5"),
        ("金额 不等於 5", "amount != 5"), ("金额 不小于 5", "amount >= 5"),
        ("金额 不少於 5", "amount >= 5"), ("金额 不超过 5", "amount <= 5"),
        ("name 包含 '水'", "name contains '水'"), ("name 为空", "name is empty"),
        ("name == null", "name is empty"), ("name != NULL", "name is not empty"),
        ("name is null", "name is empty"), ("name is not null", "name is not empty"),
        ("阶段 == 赢单", "stage == 'won'"), ("stage in {赢单, lost}", "stage in {'won', 'lost'}"),
        ("阶段==赢单且金额>5", "stage=='won' and amount>5"),
        ("stage == won", "stage == 'won'"), ("stage == Won", "stage == 'won'"),
        ("stage is Won", "stage == 'won'"), ("stage == proposed", "stage == 'propose'"),
        ("stage == ‘won’", "stage == 'won'"), ("stage == “won”", "stage == 'won'"),
        ("stage == 「赢单」", "stage == 'won'"), ("name == 水厂", "name == '水厂'"),
        ("name == “it's”", "name == 'it\\'s'"),
        ("close_date ‹ '明天'", "close_date < today() + days(1)"),
        ("close_date == 今天", "close_date == today()"),
        ("close_date == yesterday", "close_date == today() - days(1)"),
        ("requirement_confirmed == TRUE", "requirement_confirmed == true"),
        ("requirement_confirmed == 是", "requirement_confirmed == true"),
        ("金额 > 10000 and 折扣 > 5", "amount > 10000 and discount > 5"),
        ("Close date > today()", "close_date > today()"),
        ("close date is empty", "close_date is empty"),
        ("not (Close  date > today())", "not (close_date > today())"),
        ("Close date after 2027-01-01", "close_date > date('2027-01-01')"),
        ("Discount over list > 5", "discount > 5"),
        ("old.Close date != Close date", "old.close_date != close_date"),
        (
            "Close date > today() and 金额 > 5 and Amount < 9",
            "close_date > today() and amount > 5 and amount < 9"
        ),
        ("account.Customer tier == 'A'", "account.tier == 'A'"),
        (
            "any(lines where Unit price > 5 and quantity > 1) and Close date is empty",
            "any(lines where price > 5 and quantity > 1) and close_date is empty"
        ),
        ("sum(lines.Unit price) > 5", "sum(lines.price) > 5"),
        ("预计 成交 日期 > today()", "close_date > today()"),
        ("name not contains 'a'", "not name contains 'a'"),
        ("name does not contain 'a' or amount > 1", "not name contains 'a' or amount > 1"),
        ("name not includes a", "not name contains 'a'"),
        ("account.name not contains 'a'", "not account.name contains 'a'"),
        ("not (name not contains 'a')", "not (not name contains 'a')"),
        ("name 不包含 '水'", "not name contains '水'"), ("name 不包含'水'", "not name contains '水'"),
        ("名称不包含'水'", "not name contains '水'"), ("名称 不包含水", "not name contains '水'"),
        ("名称不含'水' 且 金额大于5", "not name contains '水' and amount>5"),
        ("account.name不包含'水'", "not account.name contains '水'"),
        ("name starts with 'A'", "name matches 'A*'"), ("name begins with A", "name matches 'A*'"),
        ("name ends with 'A'", "name matches '*A'"),
        ("name starts with 'it\\'s'", "name matches 'it\\'s*'"),
        ("name does not start with 'A'", "not name matches 'A*'"),
        ("amount > 1 and name does not end with 'A'", "amount > 1 and not name matches '*A'"),
        ("name 开头是 'A'", "name matches 'A*'"), ("名称开头是'A'", "name matches 'A*'"),
        ("名称以'A'开头", "name matches 'A*'"), ("name 以 'A' 結尾", "name matches '*A'"),
        ("name 以 A 开头", "name matches 'A*'"),
        ("名称不以'A'开头", "not name matches 'A*'"), ("name 不以 'A' 开头", "not name matches 'A*'"),
        ("name does not match 'A*'", "not name matches 'A*'"),
    ]

    static var scope: ConditionScope {
        var scope = Sales.scope()
        let simplified = Language.simplifiedChinese
        for (field, label) in [
            ("amount", "金额"), ("discount", "折扣"), ("stage", "阶段"), ("name", "名称"),
            ("close_date", "预计 成交 日期"),
        ] {
            scope.translations.add(label: label, of: .field("Opportunity", field), simplified)
        }
        for (object, field, label) in [
            ("Opportunity", "discount", "Discount over list"), ("Account", "tier", "Customer tier"),
            ("OpportunityLine", "price", "Unit price"),
        ] {
            scope.translations.add(label: label, of: .field(object, field), .english)
        }
        scope.translations.add(
            label: "赢单", of: .choice("Opportunity", "stage", "won"), simplified)
        return scope
    }

    /// Takes a suggestion as the page does.
    static func taking(_ problem: ConditionProblem, in source: String) -> String? {
        guard let suggestion = problem.suggestion else { return nil }
        let bytes = Array(source.utf8)
        return String(decoding: bytes[..<problem.range.lowerBound], as: UTF8.self) + suggestion
            + String(decoding: bytes[problem.range.upperBound...], as: UTF8.self)
    }

    private func problems(_ source: String) -> [ConditionProblem] {
        switch Condition.check(source, in: Self.scope, expecting: .bool) {
        case .success: []
        case .failure(let found): found.problems
        }
    }

    @Test("everyday language is led to a condition", arguments: everyday)
    func leads(source: String, want: String) {
        var text = source
        for _ in 0..<8 {
            guard let first = problems(text).first(where: { $0.suggestion != nil }),
                let next = Self.taking(first, in: text)
            else { break }
            text = next
        }
        #expect(text == want, "\(source)")
        #expect(problems(text).isEmpty, "\(text): \(problems(text).map(\.message))")
    }

    @Test("taking any suggestion ends the fault it was made for")
    func accepted() {
        let sources =
            Self.everyday.map(\.0) + ConditionProblemTests.problems.map(\.0) + Self.soup
        var taken = 0
        for source in sources {
            for problem in problems(source) {
                guard let mended = Self.taking(problem, in: source) else { continue }
                taken += 1
                let left = problems(mended)
                let here = problem.range.lowerBound
                let end = mended.utf8.count - (source.utf8.count - problem.range.upperBound)
                #expect(
                    !left.contains { $0.fault == problem.fault && $0.range == problem.range },
                    "\(source) → \(mended)")
                // What is still wrong stands elsewhere, or is about more than the suggestion.
                let inside = left.filter {
                    here <= $0.range.lowerBound && $0.range.upperBound <= end
                }
                #expect(
                    inside.allSatisfy { $0.code != "condition.syntax" || $0.range.isEmpty },
                    "\(source) → \(mended): \(inside.map(\.message))")
            }
        }
        #expect(taken > 300)
    }

    @Test("one press mends every label, and nothing else")
    func labelsTogether() throws {
        let source = "金额 > 10000 and 折扣 > 20 and nmae == 'x'"
        guard case .failure(let found) = Condition.check(source, in: Self.scope) else {
            Issue.record("compiled")
            return
        }
        let mended = try #require(found.mended(found.problems[1]))
        #expect(mended.text == "amount > 10000 and discount > 20 and nmae == 'x'")
        #expect(mended.with == ["amount", "discount"])
        let other = try #require(found.mended(found.problems[2]))
        #expect(other.text == "金额 > 10000 and 折扣 > 20 and name == 'x'")
    }

    @Test("a label of several words is told as one, before all that it makes unreadable")
    func labelOfSeveralWords() {
        let found = problems("account.Customer tier over 'A' and Close date > today()")
        #expect(
            found.map(\.message) == [
                "Customer tier is the label of a field; its name is tier",
                "Close date is the label of a field; its name is close_date",
            ])
        #expect(found.map(\.range) == [8..<21, 35..<45])
        // Words in a row that are no label stay what they were.
        #expect(problems("Closing date > today()").map(\.code) == ["condition.syntax"])
    }

    @Test("no suggestion is prose, and a place is marked, not the line")
    func places() {
        let cases: [(String, Range<Int>, String?)] = [
            ("discount >= 20%", 12..<15, "20"), ("amount % 5 == 1", 7..<8, nil),
            ("close_date ‹ '明天'", 11..<14, "<"),
            ("close_date < '明天'", 13..<21, "today() + days(1)"),
            ("amount ^ 2 > 1", 7..<8, nil), ("amount > 10，discount > 5", 11..<14, " and "),
        ]
        for (source, range, suggestion) in cases {
            #expect(problems(source).first?.range == range, "\(source)")
            #expect(problems(source).first?.suggestion == suggestion, "\(source)")
        }
    }

    /// Pieces people write, next to each other in every order.
    static let soup: [String] = {
        let left = ["amount", "金额", "close_date", "阶段", "stage", "name", "touched_at"]
        let signs = [
            "=", "≥", "＞", "at least", "大于", "is", "is not", "包含", "‹", "==", "AND",
            "not contains", "不包含", "starts with",
        ]
        let right = [
            "5万", "20%", "'明天'", "tomorrow", "'2026-01-01'", "2027/1/1", "won", "赢单",
            "“won”", "null", "me", "{赢单，lost}",
        ]
        return left.flatMap { left in
            signs.flatMap { sign in right.map { "\(left) \(sign) \($0)" } }
        }
    }()
}
