import TidegateLua
import TidegateModel
import TidegateRules

/// Hands records to scripts and takes them back: which handle stands for which record.
final class RecordDesk {
    private let machine: LuaMachine
    private var types: [ObjectIdentifier: LuaRecordType] = [:]
    private var bound: [LuaRecordHandle: Record] = [:]

    init(machine: LuaMachine, schema: Schema) throws {
        self.machine = machine
        for object in schema.objects {
            let fields = object.fields.map { field in
                LuaMachine.FieldDefinition(
                    name: field.name, kind: field.type.kind, scale: field.type.scale,
                    isWritable: field.isWritable)
            }
            types[ObjectIdentifier(object)] = try machine.defineRecordType(
                object.name, fields: fields, extras: ["id", "title"] + object.children.map(\.name))
        }
    }

    func bind(_ record: Record, isWritable: Bool) -> LuaRecordHandle {
        guard let type = types[ObjectIdentifier(record.object)] else {
            preconditionFailure("a record of another bundle")
        }
        let handle = machine.bind(record, as: type, isWritable: isWritable)
        bound[handle] = record
        return handle
    }

    func record(_ handle: LuaRecordHandle) -> Record? { bound[handle] }

    func changes(of handle: LuaRecordHandle) -> [(slot: Int, value: Value)] {
        machine.changes(of: handle).map { ($0.field, $0.value) }
    }

    /// Shows a handle the record as it was saved.
    func refresh(_ handle: LuaRecordHandle, _ record: Record) {
        machine.rebind(handle, to: record, isWritable: true)
        bound[handle] = record
    }

    /// Shows every handle its record as it is now.
    func refreshAll(_ newest: (Record) throws -> Record?) throws {
        for (handle, record) in bound {
            if let now = try newest(record), now.version != record.version { refresh(handle, now) }
        }
    }

    func forget() { bound.removeAll(keepingCapacity: true) }

    // MARK: Values

    func luaValue(_ value: ScriptValue) -> LuaValue {
        switch value {
        case .none: .none
        case .value(.reference(let id)): .text(id.description)
        case .value(let value): LuaValue(value) ?? .none
        case .record(let record, _): .record(bind(record, isWritable: true))
        case .list(let list): .table(LuaTable(list: list.map(luaValue)))
        case .table(let pairs):
            .table(LuaTable(fields: pairs.map { ($0.name, luaValue($0.value)) }))
        }
    }

    func scriptValue(_ value: LuaValue) -> ScriptValue {
        switch value {
        case .none, .function: .none
        case .record(let handle):
            bound[handle].map { .record($0, changes: changes(of: handle)) } ?? .none
        case .number(let number):
            Decimal(number.description).map { .value(.decimal($0)) } ?? .text(number.description)
        case .table(let table): scriptTable(table)
        case .bool, .integer, .text, .decimal, .date, .datetime, .duration:
            value.fieldValue.map(ScriptValue.value) ?? .none
        }
    }

    private func scriptTable(_ table: LuaTable) -> ScriptValue {
        let list = table.list
        guard list.count < table.entries.count else { return .list(list.map(scriptValue)) }
        return .table(
            table.entries.compactMap { entry in
                entry.key.text.map { ($0, scriptValue(entry.value)) }
            })
    }
}
