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
        if column.kind == .text {
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

    /// Reads the row the statement stands on: `id`, `version` and every field, as ``list(_:prefix:)``
    /// names them.
    func record(_ row: OpaquePointer) -> Record {
        var textBytes = 0
        let slots = columns.withUnsafeBufferPointer { columns in
            [Slot](unsafeUninitializedCapacity: columns.count) { slots, count in
                for position in 0..<columns.count {
                    let slot = Self.slot(row, Int32(position + 2), columns[position], textBytes)
                    textBytes += Int(slot.length)
                    slots.initializeElement(at: position, to: slot)
                }
                count = columns.count
            }
        }
        let bytes = textBytes == 0 ? [] : texts(row, slots, textBytes)
        return Record(
            object: object, id: RecordID(number: sqlite3_column_int64(row, 0)),
            version: sqlite3_column_int64(row, 1), slots: slots, bytes: bytes)
    }

    @inline(__always)
    private static func slot(
        _ row: OpaquePointer, _ index: Int32, _ column: Column, _ offset: Int
    ) -> Slot {
        if sqlite3_column_type(row, index) == SQLITE_NULL { return .missing }
        if column.kind == .text {
            return Slot(
                kind: .text, word: Int64(offset),
                length: UInt32(truncatingIfNeeded: sqlite3_column_bytes(row, index)))
        }
        return Slot(
            kind: column.kind, word: sqlite3_column_int64(row, index), scale: column.scale)
    }

    private func texts(_ row: OpaquePointer, _ slots: [Slot], _ total: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: total) { bytes, count in
            guard let start = bytes.baseAddress else { return }
            for position in 0..<slots.count where slots[position].length > 0 {
                // The same bytes as column_text, without a copy for a zero at their end.
                guard let text = sqlite3_column_blob(row, Int32(position + 2)) else { continue }
                let target = UnsafeMutableRawPointer(start + Int(slots[position].word))
                target.copyMemory(from: text, byteCount: Int(slots[position].length))
            }
            count = total
        }
    }
}
