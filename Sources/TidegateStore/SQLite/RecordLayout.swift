import CSQLite
import TidegateModel

/// How the records of one object lie in a row: `id`, `version`, then the fields in slot order.
///
/// Both directions are one loop over the slots, with no string and no ``Value`` made on the way.
struct RecordLayout {
    struct Column {
        let kind: ValueKind
        let scale: Int
    }

    let object: Object
    let columns: [Column]

    init(_ object: Object) {
        self.object = object
        columns = object.fields.map { Column(kind: $0.type.kind, scale: $0.type.scale) }
    }

    /// `"id", "version", "name", …`, each after `prefix` (as `t.`). Columns are always named,
    /// because a column added later stands last in the table but not in the object.
    static func list(_ object: Object, prefix: String = "") -> String {
        (["id", "version"] + object.fields.map(\.name))
            .map { prefix + SQLiteConnection.quoted($0) }
            .joined(separator: ", ")
    }

    // MARK: A record into a statement

    /// Binds the slots, in their order, to the parameters from `first` on, then runs the
    /// statement. Texts are lent to SQLite, not copied, so the running stands inside.
    func bind(
        _ record: Record, where isWanted: (Int) -> Bool = { _ in true },
        to statement: SQLiteStatement, from first: Int32, run: () throws -> Void
    ) throws {
        precondition(record.slots.count == columns.count, "a record of another object")
        try record.bytes.withUnsafeBytes { texts in
            var index = first
            for slot in 0..<columns.count where isWanted(slot) {
                try bind(record.slots[slot], slot, texts, to: statement.handle, index)
                index += 1
            }
            try run()
        }
    }

    @inline(__always)
    private func bind(
        _ slot: Slot, _ position: Int, _ texts: UnsafeRawBufferPointer,
        to statement: OpaquePointer, _ index: Int32
    ) throws {
        if slot.isMissing {
            sqlite3_bind_null(statement, index)
            return
        }
        let column = columns[position]
        guard slot.tag == column.kind.rawValue else { throw mismatch(slot, position) }
        if column.kind.hasBytes {
            let text = texts.baseAddress.map { $0 + Int(slot.word) }
            // A null pointer would bind NULL, and an empty text is not a missing one.
            sqlite3_bind_text(
                statement, index,
                slot.length == 0
                    ? SQLiteStatement.emptyText
                    : text?.assumingMemoryBound(to: CChar.self),
                Int32(slot.length), nil)
        } else if column.kind == .decimal, Int(slot.scale) != column.scale {
            let number = Decimal(coefficient: slot.word, scale: Int(slot.scale))
            guard let exact = number.exactly(scale: column.scale)
            else { throw mismatch(slot, position) }
            sqlite3_bind_int64(statement, index, exact.coefficient)
        } else {
            sqlite3_bind_int64(statement, index, slot.word)
        }
    }

    private func mismatch(_ slot: Slot, _ position: Int) -> StoreError {
        let field = object.fields[position]
        let found = slot.kind?.word ?? "nothing"
        return .failed(
            detail: "\(object.name).\(field.name) is \(field.type.word) of scale "
                + "\(field.type.scale) and cannot hold \(found) of scale \(slot.scale)")
    }

    // MARK: A row into a record

    /// Reads the row the statement stands on: `id`, `version` and every field, as
    /// ``list(_:prefix:)`` names them. The texts gather in `scratch` until their length is known.
    @inline(__always)
    func record(_ row: OpaquePointer, _ scratch: ScratchBytes) -> Record {
        scratch.count = 0
        let slots = columns.withUnsafeBufferPointer { columns in
            [Slot](unsafeUninitializedCapacity: columns.count) { slots, count in
                for position in 0..<columns.count {
                    slots.initializeElement(
                        at: position,
                        to: Self.slot(row, Int32(position + 2), columns[position], scratch))
                }
                count = columns.count
            }
        }
        return Record(
            object: object, id: RecordID(number: sqlite3_column_int64(row, 0)),
            version: sqlite3_column_int64(row, 1), slots: slots, bytes: [UInt8](scratch.bytes))
    }

    /// `sqlite3_column_value` finds the column once instead of at every question about it. It asks
    /// for no lock, which is right on a connection that one thread uses.
    @inline(__always)
    private static func slot(
        _ row: OpaquePointer, _ index: Int32, _ column: Column, _ scratch: ScratchBytes
    ) -> Slot {
        let value = sqlite3_column_value(row, index)
        if sqlite3_value_type(value) == SQLITE_NULL { return .missing }
        guard column.kind.hasBytes else {
            return Slot(kind: column.kind, word: sqlite3_value_int64(value), scale: column.scale)
        }
        // The same bytes as value_text, without a copy for a zero at their end.
        let text = sqlite3_value_blob(value)
        let length = Int(sqlite3_value_bytes(value))
        let offset = scratch.append(text, length)
        return Slot(
            kind: column.kind, word: Int64(offset), length: UInt32(truncatingIfNeeded: length))
    }
}

/// Bytes that grow once and are used again for every row.
final class ScratchBytes {
    private var memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 4_096, alignment: 8)
    var count = 0

    deinit { memory.deallocate() }

    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: memory[..<count]) }

    /// Returns where the bytes stand.
    @inline(__always)
    func append(_ source: UnsafeRawPointer?, _ length: Int) -> Int {
        let offset = count
        guard let source, length > 0 else { return offset }
        if offset + length > memory.count { grow(to: offset + length) }
        guard let start = memory.baseAddress else { return offset }
        (start + offset).copyMemory(from: source, byteCount: length)
        count = offset + length
        return offset
    }

    private func grow(to needed: Int) {
        let larger = UnsafeMutableRawBufferPointer.allocate(
            byteCount: max(needed, 2 * memory.count), alignment: 8)
        larger.copyMemory(from: bytes)
        memory.deallocate()
        memory = larger
    }
}
