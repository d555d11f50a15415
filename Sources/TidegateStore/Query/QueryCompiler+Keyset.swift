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

/// Part of what comes after a place: one range of an index, in the list's order.
package struct Stretch: Sendable {
    /// Which keys have the values of the place.
    let keys: ArraySlice<(order: Query.Order, value: Value)>
    let rest: Rest

    enum Rest: Sendable {
        /// The other keys have them too, and the id comes after that of the place.
        case laterID(RecordID)
        /// The next key comes after the value of the place.
        case beyond(Query.Order, Value)
        /// The next key is missing, which is last in both directions.
        case missing(Query.Order)
    }
}

extension Query {
    /// The list behind ``after``, stretch by stretch until it is full: what has all keys of the place; then, from the
    /// last key to the first, what is alike before that key and comes after it in that one, then where it is missing.
    ///
    /// As one condition, joined by `or`, it would be no range of any index: every page would begin at the
    /// beginning of the list.
    package func stretched<Found>(_ run: (Query) throws -> [Found]) throws -> [Found] {
        guard let after else { return try run(self) }
        var found: [Found] = []
        for stretch in try stretches(after) {
            var part = self
            part.after = nil
            part.stretch = stretch
            part.limit = limit.map { $0 - found.count }
            found += try run(part)
            if let limit, found.count >= limit { break }
        }
        return found
    }

    private func stretches(_ place: Position) throws -> [Stretch] {
        guard keys.count == place.values.count else { throw QueryProblem.otherOrder }
        let known = Array(zip(keys, place.values).map { (order: $0, value: $1) })
        var stretches = [Stretch(keys: known[...], rest: .laterID(place.id))]
        for (count, key) in known.enumerated().reversed() where !key.value.isMissing {
            stretches.append(Stretch(keys: known[..<count], rest: .beyond(key.order, key.value)))
            stretches.append(Stretch(keys: known[..<count], rest: .missing(key.order)))
        }
        return stretches
    }
}

extension QueryCompiler {
    /// What holds of the records of the stretch.
    func conditions(
        _ stretch: Stretch, of query: Query, _ writer: inout ConditionSQL
    ) throws -> [String] {
        var conditions: [String] = []
        for (order, value) in stretch.keys {
            let column = writer.column("t0", order.field)
            conditions.append(
                value.isMissing
                    ? "\(column) IS NULL" : "\(column) = \(try bind(value, order, query, &writer))")
        }
        switch stretch.rest {
        case .laterID(let id):
            let sign = try order(query).last?.isDescending == true ? "<" : ">"
            conditions.append("\(writer.column("t0", "id")) \(sign) \(writer.bind(.reference(id)))")
        case .beyond(let order, let value):
            let bound = try bind(value, order, query, &writer)
            let column = writer.column("t0", order.field)
            conditions.append("\(column) \(order.isDescending ? "<" : ">") \(bound)")
        case .missing(let order):
            conditions.append("\(writer.column("t0", order.field)) IS NULL")
        }
        return conditions
    }

    private func bind(
        _ value: Value, _ order: Query.Order, _ query: Query, _ writer: inout ConditionSQL
    ) throws -> String {
        writer.bind(value, scale: try field(order.field, query.object).type.scale)
    }
}
