/// A kind of thing: its name and its fields. Immutable; a changed object is a new one.
///
/// A field's index in ``fields`` is the index of its slot in every ``Record`` of the object.
public final class Object: Sendable {
    public let name: String
    public let label: String
    public let plural: String
    /// `"{code} {name}"`: how a record is called in lists and messages.
    public let title: String
    public let fields: [Field]
    public let children: [ChildrenField]
    public let uniques: [[String]]
    public let indexes: [[String]]
    /// Fields by whose words records are found.
    public let search: [String]
    public let origin: RuleLocation?
    /// The table that holds the records.
    public let table: String
    /// The fields' names as they stand in answers, slot by slot.
    public let keys: JSONKeys
    private let slots: [String: Int]
    private let collections: [String: ChildrenField]

    /// Fields every object has, after its own.
    public static let systemFields: [Field] = [
        system("created_at", .datetime),
        system("created_by", .reference(to: "User", onDelete: .clear)),
        system("updated_at", .datetime),
        system("updated_by", .reference(to: "User", onDelete: .clear)),
    ]

    public init(
        name: String, label: String? = nil, plural: String? = nil, title: String? = nil,
        fields: [Field], children: [ChildrenField] = [], uniques: [[String]] = [],
        indexes: [[String]] = [], search: [String]? = nil,
        alsoSearched: [String] = [], table: String? = nil, origin: RuleLocation? = nil
    ) {
        self.name = name
        self.label = label ?? name
        self.plural = plural ?? (label ?? name).englishPlural
        self.title = title ?? (fields.contains { $0.name == "name" } ? "{name}" : "{id}")
        self.fields = fields + Self.systemFields
        self.children = children
        self.uniques = uniques
        self.indexes = indexes
        self.table = table ?? name.snakeCased
        self.origin = origin
        let isOwn = !self.table.hasPrefix("tg_")
        let searched = search ?? (isOwn ? Self.usuallySearched(fields, self.title) : [])
        self.search = (searched + alsoSearched).reduce(into: []) { names, name in
            if !names.contains(name) { names.append(name) }
        }
        keys = JSONKeys(self.fields.map(\.name))
        slots = Dictionary(
            self.fields.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
        collections = Dictionary(
            children.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    public func slot(of field: String) -> Int? { slots[field] }

    public func field(_ name: String) -> Field? { slots[name].map { fields[$0] } }

    public func collection(_ name: String) -> ChildrenField? { collections[name] }

    /// The texts of the title, numbers given by the engine, and addresses of mail.
    private static func usuallySearched(_ fields: [Field], _ title: String) -> [String] {
        let texts = fields.filter(\.type.isSearchable)
        let titled = texts.filter { title.contains("{\($0.name)}") }
        let others = texts.filter { field in
            !titled.contains { $0.name == field.name } && field.type.namesItsRecord
        }
        return (titled + others).map(\.name)
    }

    /// Whether the field stands in what records are called.
    public func isInTitle(_ field: String) -> Bool { title.contains("{\(field)}") }

    /// Written by the engine alone: no request, script or import may.
    public var isEngineOwned: Bool { table.hasPrefix("tg_") }

    /// Slots of ``systemFields``, in their order.
    public var firstSystemSlot: Int { fields.count - Self.systemFields.count }

    private static func system(_ name: String, _ type: FieldType) -> Field {
        var field = Field(name: name, type: type)
        field.isSystem = true
        return field
    }
}

/// The records of another object that refer to this one: `children "lines" { of = "Line.order" }`.
public struct ChildrenField: Sendable, Hashable {
    public let name: String
    public let label: String
    public let object: String
    public let field: String
    public let origin: RuleLocation?

    public init(
        name: String, object: String, field: String, label: String? = nil,
        origin: RuleLocation? = nil
    ) {
        self.name = name
        self.label = label ?? name.humanized
        self.object = object
        self.field = field
        self.origin = origin
    }
}

/// All objects of a workspace, by name.
public struct Schema: Sendable {
    public let objects: [Object]
    private let byName: [String: Object]

    public init(_ objects: [Object]) {
        self.objects = objects
        byName = Dictionary(objects.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    public subscript(name: String) -> Object? { byName[name] }
}
