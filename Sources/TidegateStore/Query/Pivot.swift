import TidegateModel
import TidegateRules

/// A summary by a choice as one row: the figures of every value of the choice beside each other.
///
/// For GROUP BY a database goes along an index, which costs a look into the table for every record, or
/// sorts all of them. Which values a choice has is known, so that one pass in the table's own order is enough.
package struct Pivot: Sendable {
    /// For each value how many records have it and their figures; then how many records there are.
    package let sql: CompiledSQL
    /// In the order of the groups: missing last.
    private let values: [Value]

    fileprivate init(sql: CompiledSQL, values: [Value]) {
        self.sql = sql
        self.values = values
    }

    /// The rows that GROUP BY would give; `nil` when records have values that are none of the choice's.
    package func rows(_ row: [Value]) -> [[Value]]? {
        let width = (row.count - 1) / values.count
        var (rows, met): ([[Value]], Int64) = ([], 0)
        for (index, value) in values.enumerated() {
            let count = row[index * width].integer ?? 0
            guard count > 0 else { continue }
            met += count
            rows.append([value] + row[(index * width + 1)..<((index + 1) * width)])
        }
        return row.last == .integer(met) ? rows : nil
    }
}

extension QueryCompiler {
    /// `nil` for a summary that is no question of one choice, or of one with many values.
    package func pivot(_ query: Query) throws -> Pivot? {
        guard let summary = query.summary, query.limit == nil, query.order.isEmpty,
            query.groups.count == 1, query.groups[0].bucket == nil, !query.groups[0].byName,
            !query.repeated,
            let field = query.object.field(query.groups[0].field), let options = field.type.choices,
            options.count <= StoreLimits.pivotedValues
        else { return nil }
        let sorted = options.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        let values = sorted.map(Value.text) + [.none]
        var writer = ConditionSQL(dialect, query)
        let group = writer.column("t0", field.name)
        var columns: [String] = []
        for value in values {
            let mine = value.isMissing ? "\(group) IS NULL" : "\(group) = \(writer.bind(value))"
            columns.append("count(*) FILTER (WHERE \(mine))")
            for item in summary.items { columns.append(try writer.item(item, where: mine)) }
        }
        columns.append("count(*)")
        let count = CompiledSQL.Column(kind: .integer, scale: 0)
        let figures = [count] + summary.items.map { .init(kind: $0.kind, scale: $0.scale) }
        let text =
            "SELECT \(columns.joined(separator: ", ")) FROM \(dialect.quoted(query.object.table)) AS t0"
            + (try writer.filter(query))
        return Pivot(
            sql: writer.compiled(text, values.flatMap { _ in figures } + [count]), values: values)
    }
}
