import TidegateModel
import TidegateRules
import TidegateStore

/// Asks the records what an action would do to them. The database counts; no record is loaded but a few
/// to be named.
struct SchemaCensus {
    let reader: any StoreReader
    /// The schema the records are kept in.
    let schema: Schema
    let now: Instant

    func look(at action: SchemaAction) throws -> PlannedAction {
        guard let object = schema[action.object], let concerned = try concerned(action, object)
        else { return PlannedAction(action: action, verdict: .safe, records: 0, samples: []) }
        let count = try count(object, concerned)
        let verdict: PlannedAction.Verdict =
            switch action.risk {
            case .safe: .safe
            case .check: count > 0 || action.isNeverPossible ? .violates : .safe
            case .loss: count > 0 ? .loses : .safe
            }
        return PlannedAction(
            action: action, verdict: verdict, records: count,
            samples: verdict == .safe ? [] : try samples(object, concerned))
    }

    // MARK: Who is concerned

    private enum Concerned {
        case all
        case these(String, [Value] = [])
        case thoseThatShare([String])
    }

    /// `nil`: nobody, whatever they hold.
    private func concerned(_ action: SchemaAction, _ object: Object) throws -> Concerned? {
        let name = action.field ?? ""
        switch action.change {
        case .dropObject: return .all
        case .addField(_, let isRequired): return isRequired ? .all : nil
        case .dropField(let isComputed, _):
            return isComputed ? nil : .these("\(name) is not empty")
        case .changeForm, .startComputing, .changeCurrency: return .these("\(name) is not empty")
        case .retarget(_, let target):
            return target == FieldType.anyObject ? nil : .these("\(name) is not empty")
        case .changeType(let old, let new): return misfits(name, old, new)
        case .shorten(_, let most):
            return .these("length(\(name)) > ?", [.integer(Int64(most))])
        case .setMinimum(let bound):
            return bound.map { .these("\(name) < ?", [.decimal($0)]) }
        case .setMaximum(let bound):
            return bound.map { .these("\(name) > ?", [.decimal($0)]) }
        case .removeValues(let values):
            let isList = object.field(name)?.type.isList ?? false
            let test = isList ? "\(name) contains ?" : "\(name) == ?"
            return .these(
                values.map { _ in test }.joined(separator: " or "), values.map(Value.text))
        case .makeRequired: return .these("\(name) is empty")
        case .makeUnique(let fields):
            // A field that comes with it is empty everywhere, and what is empty is not compared.
            return fields.allSatisfy { object.field($0) != nil } ? .thoseThatShare(fields) : nil
        case .addObject, .widenScale, .lengthen, .addValues, .makeOptional, .stopComputing,
            .recompute, .dropUnique, .addIndex, .dropIndex, .search:
            return nil
        }
    }

    /// Which values a type that is kept in the same way does not take.
    private func misfits(_ name: String, _ old: FieldType, _ new: FieldType) -> Concerned? {
        if old.kind == .decimal { return nil }
        if case .text(let type) = new, !old.isList {
            return .these("length(\(name)) > ?", [.integer(Int64(type.maximumLength))])
        }
        if let values = new.choices, !new.isList, !old.isList {
            let others = values.map { _ in "\(name) != ?" }.joined(separator: " and ")
            return .these("\(name) is not empty and \(others)", values.map(Value.text))
        }
        return .these("\(name) is not empty")
    }

    // MARK: Counting

    private func count(_ object: Object, _ concerned: Concerned) throws -> Int {
        var query: Query
        switch concerned {
        case .all: query = Query(object, actor: .system, now: now)
        case .these(let condition, let values):
            query = try self.query(object, condition, values)
        case .thoseThatShare(let fields): return try sharing(object, fields)
        }
        query.summary = try Summary.compile("count()", in: scope(object))
        guard case .integer(let count)? = try reader.summary(query).first?.first else { return 0 }
        return Int(count)
    }

    private func sharing(_ object: Object, _ fields: [String]) throws -> Int {
        var query = Query(object, actor: .system, now: now)
        query.groups = fields.map { Query.Group($0) }
        query.summary = try Summary.compile("count()", in: scope(object))
        return try reader.summary(query).reduce(0) { sum, row in
            guard row.count == fields.count + 1, !row.dropLast().contains(where: \.isMissing),
                case .integer(let count)? = row.last, count > 1
            else { return sum }
            return sum + Int(count)
        }
    }

    /// The first few by their ids.
    private func samples(_ object: Object, _ concerned: Concerned) throws -> [RecordID] {
        guard case .these(let condition, let values) = concerned else { return [] }
        var query = try query(object, condition, values)
        query.limit = EngineLimits.plannedSamples
        return try reader.records(query).map(\.id)
    }

    private func query(_ object: Object, _ condition: String, _ values: [Value]) throws -> Query {
        var scope = scope(object)
        scope.parameters = values
        let compiled = try Condition.compile(condition, in: scope, expecting: .bool)
        return Query(object, where: compiled, actor: .system, now: now)
    }

    private func scope(_ object: Object) -> ConditionScope {
        ConditionScope(schema: schema, object: object, allows: .query)
    }
}

extension SchemaAction {
    /// Whether the store refuses it even where there is no record.
    fileprivate var isNeverPossible: Bool {
        if case .changeForm = change { true } else { false }
    }
}
