import TidegateModel

/// The set of active packs with every rule compiled. Immutable and addressed by content.
public final class Bundle: Sendable {
    /// SHA-256 of the packs' files, in hexadecimal; short forms are for people.
    public let hash: String
    public let packs: [Pack]
    public let schema: Schema
    public let roles: [String: Role]
    public let approvals: [String: Approval]
    public let actions: [Action]
    public let imports: [String: Import]
    public let translations: Translations
    private let rules: [ObjectIdentifier: ObjectRules]
    /// What each role may do with the records of each object.
    public let accessRules: [AccessRule]
    /// Rights worked out before, by the roles they follow from.
    private let books = Lock<[Set<String>: AccessBook]>([:])

    public init(
        hash: String, packs: [Pack], schema: Schema, rules: [ObjectRules], roles: [Role],
        approvals: [Approval], actions: [Action], imports: [Import], access: [AccessRule] = [],
        translations: Translations = Translations()
    ) {
        self.hash = hash
        self.packs = packs
        self.schema = schema
        accessRules = access
        self.roles = Dictionary(
            roles.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        self.approvals = Dictionary(
            approvals.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        self.actions = actions
        self.translations = translations
        self.imports = Dictionary(
            imports.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        self.rules = Dictionary(
            rules.map { (ObjectIdentifier($0.object), $0) }, uniquingKeysWith: { first, _ in first }
        )
    }

    public func rules(of object: Object) -> ObjectRules? { rules[ObjectIdentifier(object)] }

    /// Without a single right to an object, everyone may do everything.
    public var isOpen: Bool { accessRules.isEmpty }

    /// What the actor may do, by all roles together.
    ///
    /// A workspace that declares no right is open; with the first one it is closed, and what no role
    /// of the actor names is not there for them.
    public func access(of actor: Actor) -> AccessBook {
        if isOpen || actor.may(.administer) { return .unlimited }
        var held = actor.roles
        if actor.user != nil { held.insert(Actor.everyone) }
        return books.withLock { books in
            if let known = books[held] { return known }
            let made = AccessBook(accessRules.filter { held.contains($0.role) }, of: schema)
            if books.count >= Self.keptBooks { books.removeAll() }
            books[held] = made
            return made
        }
    }

    private static let keptBooks = 1000

    public func actions(on object: Object) -> [Action] {
        actions.filter { $0.object == object.name }
    }
}

/// A versioned folder of Lua.
public struct Pack: Sendable, Hashable {
    public var name: String
    public var version: String
    public var label: String
    public var requires: [String: String]
    /// Files of `data/` with sample records, in the order in which they can be loaded.
    public var samples: [String]

    public init(
        name: String, version: String, label: String, requires: [String: String],
        samples: [String] = []
    ) {
        self.name = name
        self.version = version
        self.label = label
        self.requires = requires
        self.samples = samples
    }
}

/// Every rule about one object, in the order in which a save asks them.
public final class ObjectRules: Sendable {
    public let object: Object
    /// `"{code} {name}"`: how people call a record.
    public let title: Template?
    public let defaults: [FieldExpression]
    /// What its own fields gather from children; a new record has none, which is known at once.
    public let rollups: [FieldExpression]
    public let formulas: [FieldExpression]
    public let beforeHooks: [Hook]
    /// Asked at a save.
    public let validations: [Validation]
    /// Asked before a deletion; some of them at a save as well.
    public let deletionValidations: [Validation]
    public let pipeline: Pipeline?
    public let afterHooks: [Hook]
    public let approvals: [Approval]
    public let notices: [Notice]
    public let alerts: [Alert]
    public let effects: Effects
    /// Slots that must hold a value.
    public let requiredSlots: [Int]
    /// Slots the engine numbers.
    public let autonumbers: [(slot: Int, format: AutonumberFormat)]
    /// Where references lead, by slot.
    private let targets: [Object?]
    private let guarded: Set<Int>

    /// What a change of this object's records means for records of others.
    public struct Effects: Sendable {
        /// Roll-ups of parents, by the slot that refers to the parent.
        public var rollups: [ParentRollups]
        /// Alerts on other objects that look at this one.
        public var alerts: [WatchedAlert]
        /// Approvals of parents that a change of this child supersedes.
        public var freezes: [ParentFreeze]

        public init(
            rollups: [ParentRollups] = [], alerts: [WatchedAlert] = [], freezes: [ParentFreeze] = []
        ) {
            self.rollups = rollups
            self.alerts = alerts
            self.freezes = freezes
        }
    }

    /// The parent's roll-ups that have to be computed again when a child changes.
    public struct ParentRollups: Sendable {
        public var parent: Object
        /// The child's slot that refers to the parent.
        public var slot: Int
        public var fields: [FieldExpression]

        public init(parent: Object, slot: Int, fields: [FieldExpression]) {
            self.parent = parent
            self.slot = slot
            self.fields = fields
        }
    }

    /// How to find the watched records from a changed one.
    public struct WatchedAlert: Sendable {
        public enum Way: Sendable {
            /// The watched records refer to the changed one with this slot.
            case referringTo(slot: Int)
            /// The changed record refers to the watched one with this slot.
            case parent(slot: Int)
        }

        public var alert: Alert
        public var object: Object
        public var way: Way

        public init(alert: Alert, object: Object, way: Way) {
            self.alert = alert
            self.object = object
            self.way = way
        }
    }

    public struct ParentFreeze: Sendable {
        public var approval: Approval
        public var parent: Object
        public var slot: Int

        public init(approval: Approval, parent: Object, slot: Int) {
            self.approval = approval
            self.parent = parent
            self.slot = slot
        }
    }

    public init(
        object: Object, schema: Schema, title: Template?, defaults: [FieldExpression],
        rollups: [FieldExpression], formulas: [FieldExpression], beforeHooks: [Hook],
        validations: [Validation],
        pipeline: Pipeline?, afterHooks: [Hook],
        approvals: [Approval], notices: [Notice], alerts: [Alert], effects: Effects
    ) {
        self.object = object
        self.title = title
        self.defaults = defaults
        self.rollups = rollups
        self.formulas = formulas
        self.beforeHooks = beforeHooks
        self.validations = validations.filter { $0.moments.contains(.save) }
        deletionValidations = validations.filter { $0.moments.contains(.delete) }
        self.pipeline = pipeline
        self.afterHooks = afterHooks
        self.approvals = approvals
        self.notices = notices
        self.alerts = alerts
        self.effects = effects
        requiredSlots = object.fields.indices.filter { object.fields[$0].isRequired }
        autonumbers = object.fields.indices.compactMap { slot in
            guard case .autonumber(let type) = object.fields[slot].type else { return nil }
            return AutonumberFormat(type.format).map { (slot, $0) }
        }
        targets = object.fields.map { field in
            field.type.target.flatMap { schema[$0] }
        }
        guarded = approvals.reduce(into: []) { $0.formUnion($1.setSlots) }
    }

    /// Whether only an approval may set the field.
    public func isGuarded(_ slot: Int) -> Bool { !guarded.isEmpty && guarded.contains(slot) }

    /// The object a reference in this slot leads to.
    public func target(of slot: Int) -> Object? { targets[slot] }
}
