import TidegateModel

/// Records of one object that a search found, the best first.
public struct FoundPage: Sendable {
    public var object: Object
    public var records: [FoundRecord]
    /// Where the next page begins; `nil` on the last.
    public var next: Int?
    /// Whether all records were looked through. An index that has appeared over many records is filled by and
    /// by; what it has is found meanwhile.
    public var isComplete: Bool
}

public struct FoundRecord: Sendable {
    public var record: Record
    /// How the record is called, and what of it was searched for.
    public var title: SearchExcerpt
    /// The fields in which something stands, in the order of the index.
    public var texts: [(field: Field, excerpt: SearchExcerpt)]

    /// What tells why it was found, where the title does not.
    public var reason: (field: Field, excerpt: SearchExcerpt)? {
        texts.first { !record.object.isInTitle($0.field.name) }
            ?? (title.ranges.isEmpty ? texts.first : nil)
    }
}
