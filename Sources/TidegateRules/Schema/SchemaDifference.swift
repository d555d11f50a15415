import TidegateModel

/// What leads from one schema to another: no records, no store, nothing guessed. Objects of the engine are
/// not compared.
///
///     let actions = SchemaDifference(from: bundle.schema, to: next.schema).actions
///     for action in actions { print(action) }   // Account.tier may not be C any more
public struct SchemaDifference: Sendable {
    /// By object as the old schema has them, then those that are new.
    public private(set) var actions: [SchemaAction] = []

    public init(from old: Schema, to new: Schema) {
        for before in old.objects where !before.isEngineOwned {
            if let after = new[before.name] {
                compare(before, after)
            } else {
                actions.append(SchemaAction(before.name, .dropObject))
            }
        }
        for object in new.objects where !object.isEngineOwned && old[object.name] == nil {
            actions.append(SchemaAction(object.name, .addObject))
        }
    }

    // MARK: Objects

    private mutating func compare(_ old: Object, _ new: Object) {
        let added = new.fields.filter { old.field($0.name) == nil }
        for field in old.fields {
            if let after = new.field(field.name) {
                compare(field, after, old.name)
            } else {
                let successor = added.first { $0.type == field.type }?.name
                let isComputed = field.isComputed
                add(old, field, .dropField(isComputed: isComputed, successor: successor))
            }
        }
        for field in added {
            let isRequired = field.isRequired && field.isWritable
            add(old, field, .addField(type: field.type.word, isRequired: isRequired))
        }
        lists(old, old.uniques, new.uniques, SchemaAction.Change.makeUnique, { .dropUnique($0) })
        lists(old, old.indexes, new.indexes, SchemaAction.Change.addIndex, { .dropIndex($0) })
        if old.search != new.search { add(old, nil, .search(new.search)) }
    }

    /// Lists of fields that are there once, whatever their order among each other.
    private mutating func lists(
        _ object: Object, _ old: [[String]], _ new: [[String]],
        _ added: ([String]) -> SchemaAction.Change, _ removed: ([String]) -> SchemaAction.Change
    ) {
        for fields in old where !new.contains(fields) { add(object, nil, removed(fields)) }
        for fields in new where !old.contains(fields) { add(object, nil, added(fields)) }
    }

    private mutating func add(_ object: Object, _ field: Field?, _ change: SchemaAction.Change) {
        actions.append(SchemaAction(object.name, field?.name, change))
    }

    // MARK: Fields

    private mutating func compare(_ old: Field, _ new: Field, _ object: String) {
        func add(_ change: SchemaAction.Change) {
            actions.append(SchemaAction(object, new.name, change))
        }
        if let change = Self.change(old.type, new.type) {
            add(change)
        } else {
            Self.options(old.type, new.type).forEach(add)
        }
        if old.minimum != new.minimum { add(.setMinimum(new.minimum)) }
        if old.maximum != new.maximum { add(.setMaximum(new.maximum)) }
        if old.isRequired != new.isRequired { add(new.isRequired ? .makeRequired : .makeOptional) }
        switch (old.isComputed, new.isComputed) {
        case (false, true): add(.startComputing)
        case (true, false): add(.stopComputing)
        case (true, true):
            let (before, after) = (old.formulaSource, new.formulaSource)
            if before != after || old.rollupSource != new.rollupSource { add(.recompute) }
        case (false, false): break
        }
    }

    /// Another type, or another way of keeping it.
    private static func change(_ old: FieldType, _ new: FieldType) -> SchemaAction.Change? {
        if old.kind != new.kind || old.scale > new.scale {
            return .changeForm(from: form(old), to: form(new))
        }
        return old.word == new.word ? nil : .changeType(from: old, to: new)
    }

    private static func form(_ type: FieldType) -> String {
        type.scale == 0 ? type.word : "\(type.word) of scale \(type.scale)"
    }

    /// What two fields of one type say otherwise.
    private static func options(_ old: FieldType, _ new: FieldType) -> [SchemaAction.Change] {
        var changes: [SchemaAction.Change] = []
        if old.scale < new.scale { changes.append(.widenScale(from: old.scale, to: new.scale)) }
        if case .money(let before) = old, case .money(let after) = new,
            before.currency != after.currency
        {
            changes.append(.changeCurrency(from: before.currency, to: after.currency))
        }
        if case .text(let before) = old, case .text(let after) = new {
            let (from, to) = (before.maximumLength, after.maximumLength)
            if from < to { changes.append(.lengthen(from: from, to: to)) }
            if from > to { changes.append(.shorten(from: from, to: to)) }
        }
        if let before = old.choices, let after = new.choices {
            let added = after.filter { !before.contains($0) }
            let removed = before.filter { !after.contains($0) }
            if !added.isEmpty { changes.append(.addValues(added)) }
            if !removed.isEmpty { changes.append(.removeValues(removed)) }
        }
        if case .reference(let before) = old, case .reference(let after) = new,
            before.target != after.target
        {
            changes.append(.retarget(from: before.target, to: after.target))
        }
        return changes
    }
}

extension Field {
    fileprivate var isComputed: Bool { formulaSource != nil || rollupSource != nil }
}
