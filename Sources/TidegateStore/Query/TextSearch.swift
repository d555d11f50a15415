import TidegateModel

/// Records in whose texts all that was searched for stands, the newest first.
public struct TextSearch: Sendable {
    /// Of which object, as whom, under which conditions, and how many. Its order says nothing.
    public var query: Query
    public var terms: SearchTerms
    /// Only these fields are searched, so that what someone may not see finds nothing.
    public var fields: [String]

    public init(_ query: Query, _ terms: SearchTerms, in fields: [String]) {
        self.query = query
        self.terms = terms
        self.fields = fields
    }
}

/// The index by which an object's texts are searched.
public struct SearchIndex: Sendable, Hashable {
    /// In the order of its columns.
    public var fields: [String]
    /// Whether every record is in it. One that appears over records already there is filled step by step;
    /// see ``StoreWriter/extendSearchIndex(of:)``.
    public var isComplete: Bool
}

/// What a search index and the records say of each other.
public struct SearchIndexCheck: Sendable, Hashable {
    public var records: Int
    /// Records whose words are not those in the index, and what the index has of records that are not there.
    public var wrong: Int
    /// Some of them.
    public var examples: [RecordID]

    public init(records: Int, wrong: Int, examples: [RecordID]) {
        self.records = records
        self.wrong = wrong
        self.examples = examples
    }
}
