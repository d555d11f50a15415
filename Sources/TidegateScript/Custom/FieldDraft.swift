import TidegateModel

/// A field as someone wants it, before it is written into a pack. What it holds fits together: it is
/// made of a ``FieldRequest`` alone, which says what is wrong.
public struct FieldDraft: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        case value(FieldType)
        /// The records of the object whose field refers to this one.
        case children(object: ObjectName, field: FieldName)
    }

    /// What an empty field gets at creation.
    public enum Default: Hashable, Sendable {
        /// Of text, choice, e-mail, phone and URL.
        case text(String)
        case number(Decimal)
        case flag(Bool)
        case condition(String)
    }

    /// Where the value comes from.
    public enum Origin: Hashable, Sendable {
        case input(Default?)
        /// A condition over the record itself.
        case formula(String)
        /// A condition over the record's children.
        case rollup(String)
    }

    public let name: FieldName
    public let kind: Kind
    public internal(set) var label: String?
    /// What it is called in other languages.
    public internal(set) var words: [Language: FieldWords]
    public let help: String?
    public let origin: Origin
    public let isRequired: Bool
    public let isUnique: Bool
    public let isIndexed: Bool
    public let minimum: Decimal?
    public let maximum: Decimal?
    /// Whether lists add it up; `nil`: as is usual for its kind.
    public let total: Bool?

    /// Of a field that holds a value.
    public var type: FieldType? {
        switch kind {
        case .value(let type): type
        case .children: nil
        }
    }

    /// The word a pack declares it with.
    public var word: String { type?.word ?? "children" }
}

/// An object as someone wants it.
public struct ObjectDraft: Hashable, Sendable {
    public let name: ObjectName
    public internal(set) var label: String?
    public internal(set) var plural: String?
    /// What it is called in other languages.
    public internal(set) var words: [Language: String]
    /// `"{code} {name}"`
    public let title: String?
    public internal(set) var fields: [FieldDraft]
    /// Who may do what with its records; by role, each once.
    public internal(set) var access: [AccessDraft]
}

/// What one role may do with the records of one object.
public struct AccessDraft: Hashable, Sendable {
    public enum Right: Hashable, Sendable {
        case never, always
        case when(String)
    }

    public let role: String
    public let create: Right
    public let read: Right
    public let update: Right
    public let delete: Right
}

/// What is added to an object of another pack, and how it is called here.
public struct ExtensionDraft: Hashable, Sendable {
    public let object: ObjectName
    public internal(set) var label: String?
    public internal(set) var plural: String?
    /// What it is called here in other languages.
    public internal(set) var words: [Language: String]
    /// Other labels of fields that are not its own.
    public internal(set) var labels: [FieldName: String]
    /// The same in other languages.
    public internal(set) var fieldWords: [FieldName: [Language: String]]
    public internal(set) var fields: [FieldDraft]

    init(_ object: ObjectName) {
        self.object = object
        words = [:]
        labels = [:]
        fieldWords = [:]
        fields = []
    }

    var isEmpty: Bool {
        label == nil && plural == nil && words.isEmpty && labels.isEmpty && fieldWords.isEmpty
            && fields.isEmpty
    }
}
