import TidegateModel
import TidegateRules

/// Paging by the place of the last record: what comes after it, whatever was inserted meanwhile.
/// An offset would skip or repeat records then, and cost more with every page.
extension Query {
    /// A place in the order of a query.
    public struct Position: Sendable, Hashable {
        /// The values the record has in the fields of ``Query/keys``, in their order.
        public var values: [Value]
        public var id: RecordID

        public init(values: [Value], id: RecordID) {
            self.values = values
            self.id = id
        }
    }

    /// The terms of the order that decide before the id does. Whatever follows `id` decides nothing.
    public var keys: [Order] { Array(order.prefix { $0.field != "id" }) }

    /// Where the record stands in this order.
    public func position(of record: Record) -> Position {
        Position(values: keys.map { record[$0.field] }, id: record.id)
    }
}

extension QueryCompiler {
    /// The condition that a record comes after the position.
    ///
    /// Missing values are last in both directions, so after a value come the larger (or smaller)
    /// ones and the missing; after a missing one comes nothing but a larger id.
    func after(
        _ position: Query.Position, of query: Query, _ writer: inout ConditionSQL
    ) throws -> String {
        let keys = query.keys
        guard keys.count == position.values.count else {
            throw QueryProblem.otherOrder
        }
        var ways: [String] = []
        var same = ""
        for (key, value) in zip(keys, position.values) {
            guard let field = query.object.field(key.field) else {
                throw QueryProblem.unknownField(
                    key.field, object: query.object.name, suggestion: nil)
            }
            let column = writer.column("t0", field.name)
            let bound = writer.bind(value, scale: field.type.scale)
            if !value.isMissing {
                let sign = key.isDescending ? "<" : ">"
                ways.append("\(same)(\(column) \(sign) \(bound) OR \(column) IS NULL)")
            }
            same += value.isMissing ? "\(column) IS NULL AND " : "\(column) = \(bound) AND "
        }
        let isDescending = query.order.first { $0.field == "id" }?.isDescending ?? false
        let id = writer.bind(.reference(position.id))
        ways.append("\(same)\(writer.column("t0", "id")) \(isDescending ? "<" : ">") \(id)")
        return ways.map { "(\($0))" }.joined(separator: " OR ")
    }
}
