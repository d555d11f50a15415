import TidegateModel
import TidegateRules

/// How one database says what the query compiler means. Operands are finished SQL.
///
/// Whatever overflows 64 bits, leaves the calendar or is divided by zero has to be NULL, because
/// the evaluator in memory says *missing* there.
package protocol SQLDialect: Sendable {
    /// The n-th binding, from 1; one may be referred to several times.
    func placeholder(_ number: Int) -> String
    /// How a value travels; `scale`: the digits of the column or expression it meets.
    func binding(_ value: Value, scale: Int) -> Value

    func arithmetic(
        _ operation: Arithmetic, _ left: String, _ leftScale: Int, _ right: String,
        _ rightScale: Int, scale: Int
    ) -> String
    /// A comparison of numbers whose scales differ.
    func compare(
        _ comparison: Comparison, _ left: String, _ leftScale: Int, _ right: String,
        _ rightScale: Int
    ) -> String
    func rescale(_ value: String, from: Int, to: Int) -> String
    func negate(_ value: String) -> String
    func absolute(_ value: String) -> String

    func shiftDate(_ date: String, by milliseconds: String) -> String
    func shiftDatetime(_ datetime: String, by milliseconds: String) -> String
    func dateDifference(_ later: String, _ earlier: String) -> String
    func day(ofDatetime datetime: String) -> String
    func part(_ part: CalendarPart, ofDate date: String) -> String
    /// The normal form of a name; NULL for what names nothing.
    func normalName(_ text: String) -> String
    /// The first day of the bucket that holds the date.
    func bucket(_ bucket: DateBucket, ofDate date: String) -> String

    func contains(_ text: String, _ part: String) -> String
    /// Whether the list, kept as JSON, has the item.
    func holds(_ list: String, _ item: String) -> String
    /// Metres between two places.
    func distance(_ one: String, _ other: String) -> String
    /// Whether the part occurs, whatever the case of its letters; for a search, never for a rule.
    func finds(_ text: String, _ part: String) -> String
    /// What to bind for a part that ``finds(_:_:)`` looks for.
    func part(_ source: String) -> String
    /// The operand for a pattern, and the value to bind for it.
    func matches(_ text: String, _ pattern: String) -> String
    func pattern(_ source: String) -> String
    func length(_ text: String) -> String

    /// Whether any of the values is in the set at its place, asked of each row and by no index. No is FALSE
    /// or NULL.
    func isMember(_ values: [String], of sets: String) -> String
    /// A table as it is, where another of its name stands before it.
    func present(_ table: String) -> String
    /// The same condition, for which the database looks up no index.
    func unindexed(_ condition: String) -> String
    /// The sum of the values that are not NULL; of none, 0.
    ///
    /// - Parameter filter: what stands behind the function, or nothing.
    func sum(_ value: String, _ filter: String) -> String
    func average(_ value: String, scale: Int, target: Int) -> String
    /// One term of ORDER BY with missing values last.
    func order(_ value: String, descending: Bool) -> String
}

extension SQLDialect {
    /// A name that may be a word of SQL.
    func quoted(_ name: String) -> String {
        guard name.utf8.contains(UInt8(ascii: "\"")) else { return "\"\(name)\"" }
        let parts = name.split(separator: "\"", omittingEmptySubsequences: false)
        return "\"\(parts.joined(separator: "\"\""))\""
    }
}
