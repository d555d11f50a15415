import TidegateModel

/// What a condition may look at beside the fields of its record.
public struct ConditionAllowance: OptionSet, Sendable {
    public let rawValue: Int

    public init(rawValue: Int) {
        self.rawValue = rawValue
    }

    /// `old.field` and `changed(field)`.
    public static let oldValues = ConditionAllowance(rawValue: 1)
    /// `me()` and `has_role('…')`.
    public static let actor = ConditionAllowance(rawValue: 2)
    /// `approved('…')`.
    public static let approvals = ConditionAllowance(rawValue: 4)
    /// `today()` and `now()`.
    public static let time = ConditionAllowance(rawValue: 8)

    /// In a save: hooks, validations, gates.
    public static let save: ConditionAllowance = [.oldValues, .actor, .approvals, .time]
    /// In a list, a filter or an access rule: there is no old record.
    public static let query: ConditionAllowance = [.actor, .approvals, .time]
    /// In a stored formula, whose value may depend on records alone.
    public static let formula: ConditionAllowance = []
}

/// Where the names of a condition are looked up.
public struct ConditionScope: Sendable {
    public var schema: Schema
    public var object: Object
    public var allows: ConditionAllowance
    /// The names `approved('…')` may ask for; `nil`: any.
    public var approvals: Set<String>?
    /// The names `has_role('…')` may ask for; `nil`: any.
    public var roles: Set<String>?
    /// What stands for `?`, in order: a script passes values, never text to be pasted.
    public var parameters: [Value]
    /// Whose condition it is: fields hidden from them are not there. `nil`: a rule's own.
    public var reader: AccessBook?
    /// What fields and choices are called: who writes a label is led to its name.
    public var translations: Translations

    public init(
        schema: Schema, object: Object, allows: ConditionAllowance = .save,
        approvals: Set<String>? = nil, roles: Set<String>? = nil, parameters: [Value] = [],
        reader: AccessBook? = nil, translations: Translations = Translations()
    ) {
        self.schema = schema
        self.object = object
        self.allows = allows
        self.approvals = approvals
        self.roles = roles
        self.parameters = parameters
        self.reader = reader
        self.translations = translations
    }

    func hides(_ object: Object, _ slot: Int) -> Bool { reader?.hides(object, slot) ?? false }

    /// The fields and collections that the reader may know of, and what people call each.
    func names(in object: Object) -> [(name: String, labels: [String])] {
        let fields = object.fields.indices.filter { !hides(object, $0) }
            .map { (name: object.fields[$0].name, label: object.fields[$0].label) }
        let collections = object.children.filter { !hides($0) }
            .map { (name: $0.name, label: $0.label) }
        return (fields + collections).map { known in
            let terms: [Term] = [
                .field(object.name, known.name), .field(Bundle.everyObject, known.name),
            ]
            let translated = terms.flatMap { term in
                Language.allCases.compactMap { translations.label(term, $0) }
            }
            return (known.name, [known.label] + translated)
        }
    }

    func hides(_ collection: ChildrenField) -> Bool {
        reader?.hides(collection, in: schema) ?? false
    }
}
