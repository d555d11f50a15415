import TidegateModel
import TidegateRules
import TidegateStore

/// What was before a change, read from its entry alone, because a look back goes through many.
struct Undoing {
    let object: Object

    private static let start = Array("{\"kind\":\"".utf8)
    private static let changes = Array("\"changes\":{".utf8)

    func callAsFunction(_ stored: StoredChange) throws -> Undo? {
        let entry = stored.change.entry
        guard let kind = Self.kind(of: entry) else { return nil }
        switch kind {
        case .create, .undelete: return .nothing
        case .update: return .fields(try values(in: entry, of: stored))
        case .delete: return .record(try values(in: entry, of: stored))
        }
    }

    private static func kind(of entry: [UInt8]) -> Saves.Kind? {
        guard entry.starts(with: start) else { return nil }
        let word = entry[start.count...].prefix { $0 != UInt8(ascii: "\"") }
        return Saves.Kind(rawValue: String(decoding: word, as: UTF8.self))
    }

    private func values(
        in entry: [UInt8], of stored: StoredChange
    ) throws -> [(slot: Int, value: Value)] {
        guard let members = try? Self.members(entry) else {
            throw HistoryEntry.unreadable(stored.sequence)
        }
        return members.compactMap { member in
            guard let slot = object.slot(of: member.name), case .array(let pair) = member.value,
                let old = pair.first
            else { return nil }
            return (slot, object.fields[slot].kept(old))
        }
    }

    /// The fields that changed. Inside a text a quotation mark has a backslash before it, so the word that
    /// begins them is found without reading what stands before.
    private static func members(_ entry: [UInt8]) throws -> [JSON.Member]? {
        guard let range = entry.withUnsafeBufferPointer(objectOfChanges) else { return nil }
        return try JSONReader.read(written: Array(entry[range])).members
    }

    private static func objectOfChanges(_ bytes: UnsafeBufferPointer<UInt8>) -> Range<Int>? {
        let (quote, backslash) = (UInt8(ascii: "\""), UInt8(ascii: "\\"))
        guard
            let word = bytes.indices.first(where: { index in
                bytes[index] == quote && bytes.count - index >= changes.count
                    && changes.indices.allSatisfy { bytes[index + $0] == changes[$0] }
            })
        else { return nil }
        let first = word + changes.count - 1
        var (depth, index, isText) = (0, first, false)
        while index < bytes.count {
            let byte = bytes[index]
            if isText {
                if byte == backslash { index += 1 }
                if byte == quote { isText = false }
            } else if byte == quote {
                isText = true
            } else if byte == UInt8(ascii: "{") {
                depth += 1
            } else if byte == UInt8(ascii: "}") {
                depth -= 1
                if depth == 0 { return first..<index + 1 }
            }
            index += 1
        }
        return nil
    }
}

extension Saves {
    /// When and by whom the record was changed last, as the next save read says.
    func lastChange() throws -> (at: Instant, by: Value)? {
        try next().map { ($0.at, $0.entry.who.id.map(Value.reference) ?? .none) }
    }
}
