import CLua
import CRecord
import TidegateModel

/// A kind of record as scripts see it, known to one machine.
public struct LuaRecordType: Hashable, Sendable {
    let number: Int32
}

extension LuaMachine {
    public struct FieldDefinition: Hashable, Sendable {
        public let name: String
        public let kind: ValueKind
        /// Digits after the point; a decimal a script assigns is rounded to it, half up.
        public let scale: Int
        public let isWritable: Bool

        public init(name: String, kind: ValueKind, scale: Int = 0, isWritable: Bool = true) {
            self.name = name
            self.kind = kind
            self.scale = scale
            self.isWritable = isWritable
        }
    }

    /// Makes a type known. Fields are in the order of a record's slots.
    ///
    /// - Parameter extras: names that read like fields but are answered by the prelude or the host:
    ///   children, `id`, `title`.
    public func defineRecordType(
        _ name: String, fields: [FieldDefinition], extras: [String] = []
    ) throws(LuaLimit) -> LuaRecordType {
        let names = CStrings(fields.map(\.name))
        let extraNames = CStrings(extras)
        let definitions = zip(fields, names.pointers).map { field, name in
            tg_field(
                name: name, kind: Int32(field.kind.rawValue), scale: Int32(field.scale),
                writable: field.isWritable ? 1 : 0)
        }
        let number = tg_define_record_type(
            state, name, definitions, Int32(definitions.count), extraNames.pointers,
            Int32(extras.count))
        withExtendedLifetime((names, extraNames)) {}
        guard number >= 0 else { throw LuaLimit(kind: .memory) }
        fieldCounts.append(fields.count)
        return LuaRecordType(number: number)
    }

    /// Copies a record into the session, for reading or for writing.
    ///
    /// When the session's memory does not hold it, the session is over its limit: the handle is
    /// worthless and every call answers ``LuaOutcome/limit(_:)``.
    public func bind(
        _ record: borrowing Record, as type: LuaRecordType, isWritable: Bool = false
    ) -> LuaRecordHandle {
        let id = record.id.number
        return record.slots.withUnsafeBufferPointer { slots in
            record.bytes.withUnsafeBufferPointer { bytes in
                bind(type, id: id, slots: slots, bytes: bytes, isWritable: isWritable)
            }
        }
    }

    public func bind(
        _ type: LuaRecordType, id: Int64, slots: UnsafeBufferPointer<Slot>,
        bytes: UnsafeBufferPointer<UInt8>, isWritable: Bool = false
    ) -> LuaRecordHandle {
        precondition(isInSession, "records are bound within a session")
        precondition(slots.count == fieldCounts[Int(type.number)], "a slot a field")
        return LuaRecordHandle(
            number: tg_bind(
                state, type.number, id, slots.baseAddress, Int32(slots.count), bytes.baseAddress,
                bytes.count, isWritable ? 1 : 0))
    }

    /// New contents under the same handle, for example after a save; forgets what was changed.
    public func rebind(
        _ handle: LuaRecordHandle, to record: borrowing Record, isWritable: Bool = false
    ) {
        record.slots.withUnsafeBufferPointer { slots in
            record.bytes.withUnsafeBufferPointer { bytes in
                rebind(handle, slots: slots, bytes: bytes, isWritable: isWritable)
            }
        }
    }

    public func rebind(
        _ handle: LuaRecordHandle, slots: UnsafeBufferPointer<Slot>,
        bytes: UnsafeBufferPointer<UInt8>, isWritable: Bool = false
    ) {
        _ = tg_rebind(
            state, handle.number, slots.baseAddress, Int32(slots.count), bytes.baseAddress,
            bytes.count, isWritable ? 1 : 0)
    }

    /// The record a handle stands for; `nil` after its session.
    public func identity(of handle: LuaRecordHandle) -> (type: LuaRecordType, id: RecordID)? {
        var bound = tg_bound()
        guard tg_bound_record(state, handle.number, &bound) != 0 else { return nil }
        return (LuaRecordType(number: bound.type), RecordID(number: bound.id))
    }

    /// What scripts assigned, in field order. A decimal has its field's scale.
    public func changes(of handle: LuaRecordHandle) -> [(field: Int, value: Value)] {
        var bound = tg_bound()
        guard tg_bound_record(state, handle.number, &bound) != 0, bound.changed > 0
        else { return [] }
        let slots = UnsafeBufferPointer(start: bound.slots, count: Int(bound.count))
        return slots.enumerated().compactMap { index, slot in
            guard Int(slot.spare) & TG_SLOT_CHANGED != 0 else { return nil }
            return (index, value(of: slot, in: handle))
        }
    }

    /// The value of any field as scripts see it now, assigned or not.
    public func value(of field: Int, in handle: LuaRecordHandle) -> Value {
        var bound = tg_bound()
        guard tg_bound_record(state, handle.number, &bound) != 0, field < bound.count
        else { return .none }
        return value(of: bound.slots[field], in: handle)
    }

    /// The next read of a reference asks the host again.
    public func forgetFollowed() {
        tg_forget_followed(state)
    }

    private func value(of slot: Slot, in handle: LuaRecordHandle) -> Value {
        switch slot.kind {
        case nil: .none
        case .bool: .bool(slot.word != 0)
        case .integer: .integer(slot.word)
        case .decimal: .decimal(Decimal(coefficient: slot.word, scale: Int(slot.scale)))
        case .text: .text(text(of: slot, in: handle))
        case .date: .date(Day(number: slot.word))
        case .datetime: .datetime(Instant(milliseconds: slot.word))
        case .duration: .duration(Span(milliseconds: slot.word))
        case .reference: .reference(RecordID(number: slot.word))
        case .json: .json(text(of: slot, in: handle))
        }
    }

    private func text(of slot: Slot, in handle: LuaRecordHandle) -> String {
        var slot = slot
        guard let start = tg_bound_text(state, handle.number, &slot) else { return "" }
        return String(
            decoding: UnsafeBufferPointer(start: start, count: Int(slot.length)), as: UTF8.self)
    }
}

/// Zero-terminated copies of names, alive as long as the object is.
private final class CStrings {
    private var storage: [UnsafeMutablePointer<CChar>] = []
    var pointers: [UnsafePointer<CChar>?] { storage.map { UnsafePointer($0) } }

    init(_ texts: [String]) {
        storage = texts.map { text in
            let bytes = text.utf8CString
            let copy = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count)
            for (index, byte) in bytes.enumerated() { copy[index] = byte }
            return copy
        }
    }

    deinit {
        storage.forEach { $0.deallocate() }
    }
}
