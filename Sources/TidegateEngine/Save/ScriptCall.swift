import TidegateModel
import TidegateRules
import TidegateScript

/// One call from a script with its arguments, taken apart with errors a script author understands.
struct ScriptCall {
    let operation: ScriptOperation
    let arguments: [ScriptValue]
    let transaction: Transaction

    func wrong(_ wanted: String) -> TidegateError {
        TidegateError(.ruleFailed, "script.argument", "\(operation.name) takes \(wanted).")
    }

    func text(_ index: Int) throws -> String {
        guard case .value(.text(let text)) = argument(index) else { throw wrong("a text") }
        return text
    }

    func record(_ index: Int) throws -> (record: Record, changes: [(slot: Int, value: Value)]) {
        guard case .record(let record, let changes) = argument(index) else {
            throw wrong("a record")
        }
        return (record, changes)
    }

    func table(_ index: Int) throws -> [String: ScriptValue] {
        switch argument(index) {
        case .table(let pairs):
            return Dictionary(pairs.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
        case .list(let list) where list.isEmpty: return [:]
        case .none: return [:]
        case .value, .record, .list: throw wrong("a table in braces")
        }
    }

    func id(_ index: Int) throws -> RecordID? {
        switch argument(index) {
        case .value(.text(let text)):
            guard let id = RecordID(text) else { throw wrong("a record id of 13 characters") }
            return id
        case .value(.reference(let id)): return id
        case .record(let record, _): return record.id
        case .none: return nil
        case .value, .list, .table: throw wrong("a record id")
        }
    }

    func object(_ index: Int) throws -> Object {
        let name = try text(index)
        let schema = transaction.bundle.schema
        if let object = schema[name] { return object }
        let hint = suggestion(for: name, among: schema.objects.map(\.name))
        throw TidegateError(
            .ruleFailed, "object.unknown",
            "unknown object \(name)" + (hint.map { "; did you mean \($0)?" } ?? ""))
    }

    /// `{ product = line.product, quantity = 2 }` as slots and values of the object.
    func values(_ index: Int, of object: Object) throws -> [(slot: Int, value: Value)] {
        try table(index).sorted { $0.key < $1.key }.map { name, value in
            guard let slot = object.slot(of: name), !transaction.access.hides(object, slot) else {
                let known = object.fields.indices.filter { !transaction.access.hides(object, $0) }
                let hint = suggestion(for: name, among: known.map { object.fields[$0].name })
                throw TidegateError(
                    .ruleFailed, "field.unknown",
                    "unknown field \(name) of \(object.name)"
                        + (hint.map { "; did you mean \($0)?" } ?? ""))
            }
            switch value {
            case .list, .table: return (slot, .json(try json(value).canonical))
            case .none, .value, .record: return (slot, try plain(value))
            }
        }
    }

    /// The condition at the index; the arguments after it stand for its question marks.
    func condition(_ index: Int, on object: Object) throws -> Condition? {
        guard index < arguments.count else { return nil }
        let source = try text(index)
        if source.isEmpty { return nil }
        var scope = transaction.scope(object)
        scope.parameters = try arguments.dropFirst(index + 1).map(plain)
        return try transaction.workspace.conditions.condition(source, scope)
    }

    /// `"No price for {product}"` with the values of a table.
    func filled(_ index: Int, values: Int) throws -> String {
        let values = try table(values)
        var text = try text(index)
        for (name, value) in values { text = text.replacing("{\(name)}", with: shown(value)) }
        return text
    }

    /// The same text for a person's own language.
    func said(_ index: Int, values: Int) throws -> Speech {
        .said(try text(index), try table(values).mapValues { .text(shown($0)) })
    }

    func shown(_ value: ScriptValue) -> String {
        switch value {
        case .none: "nil"
        case .value(let value): value.description
        case .record(let record, _): "\(record.object.name) \(record.id)"
        case .list(let list): "{" + list.map(shown).joined(separator: ", ") + "}"
        case .table(let pairs):
            "{" + pairs.map { "\($0.name) = \(shown($0.value))" }.joined(separator: ", ") + "}"
        }
    }

    /// A list or another table, for a field that keeps one.
    private func json(_ value: ScriptValue) throws -> JSON {
        switch value {
        case .none: .null
        case .value(.bool(let flag)): .bool(flag)
        case .value(.integer(let number)): .number(String(number))
        case .value(.decimal(let number)): .number(number.description)
        case .value(let value): .string(value.description)
        case .record(let record, _): .string(record.id.description)
        case .list(let list): .array(try list.map(json))
        case .table(let pairs): .object(try pairs.map { .init($0.name, try json($0.value)) })
        }
    }

    func plain(_ value: ScriptValue) throws -> Value {
        switch value {
        case .none: .none
        case .value(let value): value
        case .record(let record, _): .reference(record.id)
        case .list, .table: throw wrong("a value or a record, not a table")
        }
    }

    /// The rule that is running, as the cause of what it does.
    var cause: Transaction.Cause {
        let rule = transaction.runningRules.last
        return Transaction.Cause(
            what: rule?.name ?? operation.name, location: rule?.location,
            object: rule?.object ?? "", record: rule?.record ?? RecordID(number: 0))
    }

    private func argument(_ index: Int) -> ScriptValue {
        index < arguments.count ? arguments[index] : .none
    }
}
