/// What SQLite means to do for a statement, as `EXPLAIN QUERY PLAN` tells it. Source: sqlite.org/eqp.html.
struct QueryPlan {
    /// By what the query's own table is gone into, in the statement itself and in the parts it is made of:
    /// `stage=? AND closes>?`; empty: from one end to the other.
    private var outer: [String] = []
    private var inner: [String] = []
    private var usesIndex = false
    private var sorts = false
    private var sortsInside = false

    /// - Parameter text: of a query whose own table is `t0`.
    init(_ text: String, _ connection: SQLiteConnection) throws {
        let statement = try connection.prepare("EXPLAIN QUERY PLAN " + text)
        while try statement.step() {
            note(statement.text(3), isInside: statement.integer(1) != 0)
        }
    }

    private mutating func note(_ step: String, isInside: Bool) {
        if step.hasPrefix("USE TEMP B-TREE FOR GROUP BY") { isAlongCoveringIndex = false }
        if step.hasPrefix("USE TEMP B-TREE FOR ORDER BY") {
            if isInside { sortsInside = true } else { sorts = true }
        }
        let words = step.split(separator: " ", maxSplits: 2)
        guard words.count > 1, ["SCAN", "SEARCH"].contains(words[0]), words[1] == "t0" else {
            return
        }
        let bracket = step.lastIndex(of: "(").map { step[step.index(after: $0)...].dropLast() }
        let constraint = bracket.map(String.init) ?? ""
        if isInside { inner.append(constraint) } else { outer.append(constraint) }
        if step.contains(" INDEX ") { usesIndex = true }
        if !isInside, step.contains(" COVERING INDEX ") { isAlongCoveringIndex = true }
    }

    /// Whether one index is gone along that holds all that is asked for, in the order of the groups.
    private(set) var isAlongCoveringIndex = false

    /// A way through the records in the order of a page.
    struct Walk {
        /// Through the table itself, not by way of an index.
        var isAlongTable: Bool
    }

    /// The walk, if each part of this plan is that one with an id in one of the columns before it, or one record
    /// by its key.
    func walk(_ other: QueryPlan, by columns: [String]) -> Walk? {
        guard other.outer.count == 1, other.inner.isEmpty, !sortsInside || other.sorts else {
            return nil
        }
        let rest = other.outer[0].isEmpty ? "" : " AND " + other.outer[0]
        let ways = Set(columns.map { "\($0)=?\(rest)" } + ["rowid=?"])
        return inner.allSatisfy(ways.contains) ? Walk(isAlongTable: !other.usesIndex) : nil
    }
}
