import TidegateModel

extension Query {
    /// Finds records by what they are called: every word must occur in one of the texts, or in the
    /// name of a record referred to.
    public struct Search: Sendable, Hashable {
        /// One word of the search, and the records of other objects whose own name has it.
        public struct Word: Sendable, Hashable {
            public var text: String
            /// By the field that refers to them.
            public var references: [String: [RecordID]]

            public init(_ text: String, references: [String: [RecordID]] = [:]) {
                self.text = text
                self.references = references
            }
        }

        public var words: [Word]
        /// Text fields of the object.
        public var fields: [String]

        public init(_ words: [Word], in fields: [String]) {
            self.words = words
            self.fields = fields
        }
    }
}

extension ConditionSQL {
    /// A condition a word. Without a place to look nothing is found.
    mutating func found(by search: Query.Search) throws -> [String] {
        try search.words.map { word in
            var ways: [String] = []
            for name in search.fields {
                let part = bind(.text(dialect.part(word.text)))
                ways.append(dialect.finds(try searched(name), part))
            }
            for (name, ids) in word.references.sorted(by: { $0.key < $1.key }) where !ids.isEmpty {
                let bound = ids.map { bind(.reference($0)) }
                ways.append("\(try searched(name)) IN (\(bound.joined(separator: ", ")))")
            }
            return ways.isEmpty ? "FALSE" : "(" + ways.joined(separator: " OR ") + ")"
        }
    }

    private func searched(_ name: String) throws -> String {
        guard object.field(name) != nil else {
            throw QueryProblem.unknownField(name, object: object.name, suggestion: nil)
        }
        return column("t0", name)
    }
}
