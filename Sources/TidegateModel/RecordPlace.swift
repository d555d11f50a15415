/// Which record, as addresses, answers and the history write it: `Opportunity/0D3K7Z…`.
public struct RecordPlace: Hashable, Sendable, CustomStringConvertible {
    public let object: String
    public let id: RecordID

    public init(_ object: String, _ id: RecordID) {
        self.object = object
        self.id = id
    }

    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, let id = RecordID(parts[1]) else { return nil }
        self.init(String(parts[0]), id)
    }

    public var description: String { "\(object)/\(id)" }
}

extension Record {
    public var place: RecordPlace { RecordPlace(object.name, id) }

    /// The records that fields of this one refer to, whatever object they are of is named by the field.
    public func references(in slots: some Sequence<Int>) -> [RecordPlace] {
        slots.compactMap { slot in
            guard let target = object.fields[slot].type.target, let id = self[slot].reference
            else { return nil }
            return RecordPlace(target, id)
        }
    }

    public var references: [RecordPlace] { references(in: object.fields.indices) }
}
