/// How people write what a condition writes otherwise: `at least`, `大于`, `明天`. Nobody's words are
/// accepted; each leads to what is.
enum EverydayWords {
    /// What stands between two values, in small letters.
    static let comparisons = table([
        (
            ">",
            "above over exceeds after gt 大于 大於 高于 高於 超过 超過 多于 多於 晚于 晚於",
            "more than,greater than,larger than,bigger than,higher than,later than"
        ),
        (
            "<",
            "below under before lt 小于 小於 低于 低於 少于 少於 不足 早于 早於",
            "less than,smaller than,lower than,fewer than,earlier than"
        ),
        (
            ">=",
            "gte 至少 不小于 不小於 不少于 不少於 不低于 不低於 不早于 不早於 大于等于 大於等於 大于或等于 大於或等於",
            "at least,not less than,no less than,not below,not under,on or after,"
                + "greater than or equal to,more than or equal to"
        ),
        (
            "<=",
            "lte 至多 最多 不大于 不大於 不超过 不超過 不多于 不多於 不高于 不高於 不晚于 不晚於 "
                + "小于等于 小於等於 小于或等于 小於或等於",
            "at most,up to,not more than,no more than,not greater than,not above,not over,"
                + "on or before,less than or equal to"
        ),
        ("==", "is equals equal eq 等于 等於 是 为 為", "equal to,is equal to,equals to"),
        (
            "!=", "ne 不等于 不等於 不是 不为 不為",
            "is not,not equal,not equal to,not equals,differs from,is not equal to"
        ),
        ("contains", "contains includes has 包含 包括 含有 含", ""),
        ("matches", "matches", ""),
        ("in", "in 属于 屬於", "one of,any of"),
        ("not in", "不属于 不屬於", "not in,none of,not one of"),
        (
            "is empty", "为空 為空 是空", "is empty,is null,is nil,is none,is blank"
        ),
        (
            "is not empty", "不为空 不為空 非空",
            "is not empty,is not null,is not nil,is not none,is not blank"
        ),
    ])

    /// What stands between a text and what is looked for in it, where more than a word changes.
    static let textTests: [String: TextTest] = table([
        (
            TextTest(.contains, isNegated: true),
            "excludes 不包含 不包括 不含 不含有 未包含",
            "not contains,not contain,not containing,does not contain,do not contain,not includes,"
                + "not include,does not include,not has,does not have"
        ),
        (
            TextTest(.matches, isNegated: true), "不匹配 不符合",
            "not matches,not match,does not match"
        ),
        (
            TextTest(.starts), "开头是 開頭是 开头为 開頭為 开始于 開始於",
            "starts with,start with,starting with,begins with,begin with,beginning with"
        ),
        (
            TextTest(.starts, isNegated: true), "开头不是 開頭不是",
            "not starts with,not start with,does not start with,not begins with,not begin with,"
                + "does not begin with"
        ),
        (
            TextTest(.ends), "结尾是 結尾是 结尾为 結尾為",
            "ends with,end with,ending with"
        ),
        (
            TextTest(.ends, isNegated: true), "结尾不是 結尾不是",
            "not ends with,not end with,does not end with"
        ),
    ])

    /// What stands behind a text that `以` stands before.
    static let closings: [String: TextTest.Sign] = [
        "开头": .starts, "開頭": .starts, "开始": .starts, "開始": .starts,
        "结尾": .ends, "結尾": .ends, "结束": .ends, "結束": .ends,
    ]

    /// What stands between two conditions.
    static let joins = table([
        ("and", "and 且 并且 並且 而且 和 与 與 及 以及 同时 同時", ""),
        ("or", "or 或 或者 或是", ""),
    ])

    /// What stands before a condition.
    static let negations: Set<String> = ["not", "非", "不", "不是", "没有", "沒有"]

    /// What stands alone, as a value.
    private static let values = table([
        ("me()", "me i myself 我 自己 本人", ""),
        ("now()", "now 现在 現在", ""),
        ("true", "true yes 是 真", ""),
        ("false", "false no 否 假", ""),
    ]).merging(days) { known, _ in known }

    private static let days = table([
        ("today()", "today 今天 今日", ""),
        ("today() + days(1)", "tomorrow 明天 明日", ""),
        ("today() + days(2)", "后天 後天", ""),
        ("today() - days(1)", "yesterday 昨天 昨日", ""),
        ("today() - days(2)", "前天", ""),
    ])

    /// What to write for a word that is no name: `me()` for `我`, `10000` for `一万`.
    static func value(_ word: String) -> String? {
        values[word.lowercased()] ?? EverydayNumber.digits(word)
    }

    /// What to write for a day: `today() + days(1)` for `明天`, `date('2027-01-31')` for `2027/1/31`.
    static func day(_ text: String) -> String? {
        days[text.lowercased()] ?? EverydayDate.whole(text).map { "date('\($0)')" }
    }

    /// Whether a word has a meaning of its own.
    static func isKnown(_ word: String) -> Bool {
        let word = word.lowercased()
        return comparisons[word] != nil || joins[word] != nil || textTests[word] != nil
            || negations.contains(word) || value(word) != nil
    }

    /// The longest word of a table that `text` begins with, and ends before its end.
    static func beginning<Use>(
        _ text: String, in table: [String: Use]
    ) -> (word: String, use: Use)? {
        longest(table) { text.hasPrefix($0) && text != $0 }
    }

    /// The longest word of a table that `text` ends with, and begins after its beginning.
    static func ending<Use>(
        _ text: String, in table: [String: Use]
    ) -> (word: String, use: Use)? {
        longest(table) { text.hasSuffix($0) && text != $0 }
    }

    /// Chinese is written without spaces, so only its words are found in the middle of others.
    private static func longest<Use>(
        _ table: [String: Use], where fits: (String) -> Bool
    ) -> (word: String, use: Use)? {
        table.filter { !$0.key.utf8.allSatisfy { $0 < 0x80 } && fits($0.key) }
            .max { ($0.key.count, $0.key) < ($1.key.count, $1.key) }
            .map { ($0.key, $0.value) }
    }

    private static func table<Use>(
        _ rows: [(use: Use, words: String, phrases: String)]
    ) -> [String: Use] {
        var table: [String: Use] = [:]
        for row in rows {
            for word in row.words.split(separator: " ") { table[String(word)] = row.use }
            for phrase in row.phrases.split(separator: ",") { table[String(phrase)] = row.use }
        }
        return table
    }
}
