import TidegateModel
import TidegateRules
import TidegateScript
import TidegateStore

/// Looks at the records that are there: whether they allow what a change asks, and how many it
/// concerns. It counts the truth, whoever asks.
struct RecordCensus {
    let reader: any StoreReader
    let bundle: Bundle
    let now: Instant
    /// Whether the values themselves may be told: who asks sees everything.
    let tellsValues: Bool

    struct Result {
        var records = 0
        var obstacles: [Reason] = []
        var steps: [MetadataPlan.Step] = []
    }

    func look(at outcome: MetadataPlanner.Outcome) throws -> Result {
        var result = Result()
        guard let object = outcome.object.flatMap({ bundle.schema[$0] }) else { return result }
        result.records = try count(object, nil)
        if outcome.removed != nil, result.records > 0 {
            result.obstacles.append(MetadataSentences.hasRecords(result.records, object))
        }
        for (_, old, new) in outcome.fields {
            switch (old, new) {
            case (nil, let new?): try add(new, object, &result)
            case (let old?, let new?): try change(old, new, object, &result)
            case (let old?, nil): try remove(old, object, &result)
            case (nil, nil): break
            }
        }
        return result
    }

    // MARK: A new field

    private func add(_ field: FieldDraft, _ object: Object, _ result: inout Result) throws {
        let name = field.name.description
        guard result.records > 0 else { return }
        let isEmpty = MetadataPlan.Step.leaveEmpty(
            object: object.name, field: name, records: result.records,
            isDefaulted: field.origin != .input(nil))
        guard field.fillsRecords else {
            if field.isRequired {
                result.obstacles.append(MetadataSentences.lacking(result.records, name, object))
            } else if field.isInput {
                result.steps.append(isEmpty)
            }
            return
        }
        guard result.records <= EngineLimits.filledRecords else {
            if field.isRequired {
                result.obstacles.append(
                    MetadataSentences.tooManyToFill(result.records, name, object))
            } else if field.isComputed {
                result.steps.append(
                    .fillLater(object: object.name, field: name, records: result.records))
            } else {
                result.steps.append(isEmpty)
            }
            return
        }
        if field.isUnique, result.records > 1, let constant = field.constant {
            result.obstacles.append(
                MetadataSentences.duplicates(result.records, constant.value, name, object))
        }
        result.steps.append(
            .fill(
                object: object.name, field: name, records: result.records, value: field.constant))
    }

    // MARK: A changed field

    private func change(
        _ old: FieldDraft, _ new: FieldDraft, _ object: Object, _ result: inout Result
    ) throws {
        let name = new.name.description
        func refuse(_ what: String, where condition: String, _ values: [Value]) throws {
            let count = try count(object, condition, values)
            if count > 0 {
                result.obstacles.append(MetadataSentences.outside(count, name, object, what))
            }
        }
        if new.isRequired, !old.isRequired {
            let count = try count(object, "\(name) is empty")
            if count > 0 { result.obstacles.append(MetadataSentences.lacking(count, name, object)) }
        }
        if let minimum = new.minimum {
            try refuse("is below \(minimum)", where: "\(name) < ?", [.decimal(minimum)])
        }
        if let maximum = new.maximum {
            try refuse("is above \(maximum)", where: "\(name) > ?", [.decimal(maximum)])
        }
        if case .text(let before) = old.type, case .text(let after) = new.type,
            after.maximumLength < before.maximumLength
        {
            let most = after.maximumLength
            try refuse(
                "is longer than \(most)", where: "length(\(name)) > ?", [.integer(Int64(most))])
        }
        if let before = old.type?.choices, let values = new.type?.choices {
            let holds = new.type?.isList == true ? "\(name) contains ?" : "\(name) == ?"
            for gone in before where !values.contains(gone) {
                try refuse("is \(gone)", where: holds, [.text(gone)])
            }
        }
        if new.isUnique, !old.isUnique { try checkUnique(name, object, &result) }
        if new.origin != old.origin, new.isComputed, result.records > 0 {
            result.steps.append(
                result.records <= EngineLimits.filledRecords
                    ? .fill(object: object.name, field: name, records: result.records)
                    : .fillLater(object: object.name, field: name, records: result.records))
        }
    }

    private func checkUnique(_ name: String, _ object: Object, _ result: inout Result) throws {
        var query = Query(object, actor: .system, now: now)
        query.groups = [Query.Group(name)]
        query.summary = try Summary.compile("count()", in: scope(object))
        var shared = 0
        var example = Value.none
        for row in try reader.summary(query) where row.count == 2 && !row[0].isMissing {
            guard case .integer(let count) = row[1], count > 1 else { continue }
            shared += Int(count)
            if example.isMissing, tellsValues { example = row[0] }
        }
        if shared > 0 {
            result.obstacles.append(
                MetadataSentences.duplicates(shared, example, name, object))
        }
    }

    // MARK: A removed field

    private func remove(_ field: FieldDraft, _ object: Object, _ result: inout Result) throws {
        guard let type = field.type, !field.isComputed else { return }
        if type.isAutonumber { return }
        let name = field.name.description
        let count = try count(object, "\(name) is not empty")
        if count > 0 { result.obstacles.append(MetadataSentences.inUse(count, name, object)) }
    }

    // MARK: Counting

    private func count(
        _ object: Object, _ condition: String?, _ values: [Value] = []
    ) throws -> Int {
        var scope = scope(object)
        scope.parameters = values
        let compiled = try condition.map {
            try Condition.compile($0, in: scope, expecting: .bool)
        }
        var query = Query(object, where: compiled, actor: .system, now: now)
        query.summary = try Summary.compile("count()", in: self.scope(object))
        guard case .integer(let count)? = try reader.summary(query).first?.first else { return 0 }
        return Int(count)
    }

    private func scope(_ object: Object) -> ConditionScope {
        ConditionScope(schema: bundle.schema, object: object, allows: .query)
    }
}

extension FieldDraft {
    var isComputed: Bool {
        switch origin {
        case .formula, .rollup: true
        case .input: false
        }
    }

    /// Whether people fill it in: neither the engine's numbers nor the children of a record.
    var isInput: Bool {
        type.map { !$0.isAutonumber } ?? false
    }

    /// The default, when it is the same for every record.
    var constant: Default? {
        switch origin {
        case .input(.condition), .input(nil), .formula, .rollup: nil
        case .input(let value): value
        }
    }

    /// Whether records that are there already get a value. A default such as `me()` is about who
    /// creates a record, so it is not for them.
    var fillsRecords: Bool { isComputed || constant != nil }
}

extension FieldDraft.Default {
    fileprivate var value: Value {
        switch self {
        case .text(let text), .condition(let text): .text(text)
        case .number(let number): .decimal(number)
        case .flag(let flag): .bool(flag)
        }
    }
}
