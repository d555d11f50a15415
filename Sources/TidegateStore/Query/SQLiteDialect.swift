import TidegateModel
import TidegateRules

/// SQLite: decimals are scaled integers, and the functions are those of ``SQLiteFunctions``.
package struct SQLiteDialect: SQLDialect {
    /// Whether sums are those of SQLite itself, which are quicker and fail when 64 bits overflow on the way.
    private let sumsMayFail: Bool

    package init(sumsMayFail: Bool = false) { self.sumsMayFail = sumsMayFail }

    package func placeholder(_ number: Int) -> String { "?\(number)" }

    /// Whatever is not a text is an integer.
    package func binding(_ value: Value, scale: Int) -> Value {
        switch value {
        case .none, .text, .json: value
        case .integer(let number) where scale == 0: .integer(number)
        case .integer(let number): word(Decimal(number), scale)
        case .decimal(let number): word(number, scale)
        case .bool(let flag): .integer(flag ? 1 : 0)
        case .date(let day): .integer(day.number)
        case .datetime(let instant): .integer(instant.milliseconds)
        case .duration(let span): .integer(span.milliseconds)
        case .reference(let id): .integer(id.number)
        }
    }

    private func word(_ number: Decimal, _ scale: Int) -> Value {
        number.exactly(scale: scale).map { .integer($0.coefficient) } ?? .none
    }

    package func arithmetic(
        _ operation: Arithmetic, _ left: String, _ leftScale: Int, _ right: String,
        _ rightScale: Int, scale: Int
    ) -> String {
        let operands = "\(left), \(leftScale), \(right), \(rightScale)"
        switch operation {
        case .add: return "tg_add(\(operands))"
        case .subtract: return "tg_sub(\(operands))"
        case .multiply: return "tg_mul(\(operands), \(scale))"
        case .divide: return "tg_div(\(operands), \(scale))"
        }
    }

    package func compare(
        _ comparison: Comparison, _ left: String, _ leftScale: Int, _ right: String,
        _ rightScale: Int
    ) -> String {
        "tg_cmp(\(left), \(leftScale), \(right), \(rightScale)) \(comparison.sql) 0"
    }

    package func rescale(_ value: String, from: Int, to: Int) -> String {
        "tg_rescale(\(value), \(from), \(to))"
    }

    package func negate(_ value: String) -> String { "tg_neg(\(value))" }
    package func absolute(_ value: String) -> String { "tg_abs(\(value))" }

    package func shiftDate(_ date: String, by milliseconds: String) -> String {
        "tg_day_add(\(date), \(milliseconds))"
    }

    package func shiftDatetime(_ datetime: String, by milliseconds: String) -> String {
        "tg_time_add(\(datetime), \(milliseconds))"
    }

    package func dateDifference(_ later: String, _ earlier: String) -> String {
        "tg_day_diff(\(later), \(earlier))"
    }

    package func day(ofDatetime datetime: String) -> String { "tg_day_of(\(datetime))" }

    package func part(_ part: CalendarPart, ofDate date: String) -> String {
        "tg_\(part.rawValue)(\(date))"
    }

    package func normalName(_ text: String) -> String { "\(SQLiteFunctions.normalName)(\(text))" }

    package func bucket(_ bucket: DateBucket, ofDate date: String) -> String {
        if let months = bucket.months {
            return "tg_months(\(date), \(months.count), \(months.start))"
        }
        return bucket == .week ? "tg_monday(\(date))" : date
    }

    package func contains(_ text: String, _ part: String) -> String {
        "instr(\(text), \(part)) > 0"
    }

    package func holds(_ list: String, _ item: String) -> String {
        "tg_holds(\(list), \(item))"
    }

    package func distance(_ one: String, _ other: String) -> String {
        "tg_distance(\(one), \(other))"
    }

    /// LIKE ignores the case of ASCII letters; Chinese has none. Source: sqlite.org/lang_expr.html.
    package func finds(_ text: String, _ part: String) -> String {
        "\(text) LIKE \(part) ESCAPE '\\'"
    }

    package func part(_ source: String) -> String {
        "%"
            + source.reduce(into: "") { text, character in
                if "%_\\".contains(character) { text.append("\\") }
                text.append(character)
            } + "%"
    }

    /// GLOB compares exact characters; LIKE would ignore the case of ASCII letters.
    package func matches(_ text: String, _ pattern: String) -> String { "\(text) GLOB \(pattern)" }

    /// `*` and `?` mean the same to GLOB; only a bracket would open a set.
    package func pattern(_ source: String) -> String {
        source.split(separator: "[", omittingEmptySubsequences: false).joined(separator: "[[]")
    }

    package func length(_ text: String) -> String { "length(\(text))" }

    /// The lists are made into sets once a statement, because their query depends on no row.
    package func isMember(_ values: [String], of sets: String) -> String {
        "tg_among(\(([sets] + values).joined(separator: ", ")))"
    }

    package func present(_ table: String) -> String { "main." + quoted(table) }

    /// The plus changes nothing but what the planner sees.
    package func unindexed(_ condition: String) -> String { "+(\(condition))" }

    package func sum(_ value: String, _ filter: String) -> String {
        sumsMayFail ? "coalesce(sum(\(value))\(filter), 0)" : "tg_sum(\(value))\(filter)"
    }

    package func average(_ value: String, scale: Int, target: Int) -> String {
        "tg_avg(\(value), \(scale), \(target))"
    }

    /// NULL is the smallest to SQLite, so a descending order has it last by itself.
    package func order(_ value: String, descending: Bool) -> String {
        descending ? "\(value) DESC" : "\(value) ASC NULLS LAST"
    }
}

extension Comparison {
    var sql: String {
        switch self {
        case .less: "<"
        case .equal: "="
        case .lessOrEqual: "<="
        case .greater: ">"
        case .notEqual: "<>"
        case .greaterOrEqual: ">="
        }
    }
}
