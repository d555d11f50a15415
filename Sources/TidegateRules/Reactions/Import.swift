import TidegateModel

/// How a file of records is read: `import "crm-sales/opportunities" { … }`.
public struct Import: Sendable {
    public var name: String
    public var object: String
    public var columns: [Column]
    /// Cells with one of these texts count as empty.
    public var null: Set<String>
    public var dates: DateForm
    /// The fields that tell whether a record is there already; it is updated then.
    public var key: MatchKey
    /// Values for fields that have no column.
    public var constants: [FieldExpression]
    public var location: RuleLocation

    public struct Column: Sendable {
        /// As it stands in the file's first row.
        public var header: String
        public var slot: Int
        /// The field of the referred object that the cell names: `account = "Account.name"`.
        public var lookup: Lookup?
        /// Texts to read as others: `GTXPro` → `GTX Pro`.
        public var replace: [String: String]
        /// Of a field that was added in the workspace, which the import itself does not know of: files
        /// with and without it are read.
        public var isAddition: Bool

        public init(
            header: String, slot: Int, lookup: Lookup?, replace: [String: String],
            isAddition: Bool = false
        ) {
            self.header = header
            self.slot = slot
            self.lookup = lookup
            self.replace = replace
            self.isAddition = isAddition
        }
    }

    public struct Lookup: Sendable, Hashable {
        public var object: String
        public var slot: Int

        public init(object: String, slot: Int) {
            self.object = object
            self.slot = slot
        }
    }

    public init(
        name: String, object: String, columns: [Column], null: Set<String>, dates: DateForm,
        key: MatchKey, constants: [FieldExpression], location: RuleLocation
    ) {
        self.name = name
        self.object = object
        self.columns = columns
        self.null = null
        self.dates = dates
        self.key = key
        self.constants = constants
        self.location = location
    }

    /// A header as it is compared: case and blanks aside.
    public static func folded(_ header: String) -> String {
        header.lowercased().filter { !$0.isWhitespace && $0 != "_" }
    }

    /// Whether a file cannot do without the column: it belongs to the key, or a record could not be
    /// made without it. The fields of all others are left as they are.
    public func isNeeded(_ column: Column, in object: Object) -> Bool {
        guard !column.isAddition else { return false }
        let field = object.fields[column.slot]
        return key.fields.contains(field.name) || (field.isRequired && field.defaultSource == nil)
    }
}

extension Bundle {
    /// The imports into objects that are there for the actor, with the columns that are.
    public func imports(as actor: Actor) -> [Import] {
        let book = access(of: actor)
        return imports.values.compactMap { rule in
            guard let object = schema[rule.object], book[object].isKnown else { return nil }
            var shown = rule
            shown.columns = rule.columns.filter { !book.hides(object, $0.slot) }
            return shown
        }
    }
}
