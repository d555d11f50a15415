import TidegateModel

/// A function of a pack, known by the number the loader gave it. Opaque to explanations.
public struct ScriptFunction: Sendable, Hashable {
    public let reference: Int32
    public let location: RuleLocation

    public init(reference: Int32, location: RuleLocation) {
        self.reference = reference
        self.location = location
    }
}

/// What must hold: a condition that can be explained, or a function that only says yes or no.
public enum Check: Sendable {
    case condition(Condition)
    case script(ScriptFunction)
}

/// A condition a record must meet at every save, or to be deleted.
public struct Validation: Sendable {
    /// When it is asked.
    public enum Moment: String, Sendable, CaseIterable {
        case save, delete
    }

    public enum Kind: String, Sendable, CaseIterable {
        /// The save is refused.
        case block
        /// The save needs a confirmation with a reason, which is kept.
        case warn
    }

    public var name: String
    public var must: Check
    public var say: Template?
    /// The field the message belongs to.
    public var field: String?
    public var kind: Kind
    public var moments: Set<Moment>
    public var location: RuleLocation

    public init(
        name: String, must: Check, say: Template?, field: String?, kind: Kind,
        moments: Set<Moment> = [.save], location: RuleLocation
    ) {
        self.name = name
        self.must = must
        self.say = say
        self.field = field
        self.kind = kind
        self.moments = moments
        self.location = location
    }
}

/// With whose rights a function reads and writes. The person stays the actor of what it does.
public enum ScriptRights: String, Sendable, CaseIterable {
    case user, system
}

/// A Lua function at a named point of a save.
public struct Hook: Sendable {
    public enum Point: String, Sendable, CaseIterable {
        case beforeSave = "before_save"
        case afterSave = "after_save"
    }

    public var name: String
    public var point: Point
    public var when: Condition?
    public var run: ScriptFunction
    public var rights: ScriptRights
    public var location: RuleLocation

    public init(
        name: String, point: Point, when: Condition?, run: ScriptFunction,
        rights: ScriptRights = .user, location: RuleLocation
    ) {
        self.name = name
        self.point = point
        self.when = when
        self.run = run
        self.rights = rights
        self.location = location
    }
}

/// A named operation a person can press on a record.
public struct Action: Sendable {
    public var name: String
    public var object: String
    public var when: Condition?
    public var say: Template?
    /// What a person is asked before it is pressed.
    public var confirm: Template?
    /// Empty: everyone.
    public var roles: Set<String>
    public var run: ScriptFunction
    /// Fields of the record that the function may set, as far as its text tells.
    public var sets: Set<Int>
    /// Whether the function is sure to save the record, as far as its text tells.
    public var isSaving: Bool
    public var rights: ScriptRights
    public var location: RuleLocation

    public init(
        name: String, object: String, when: Condition?, say: Template?, confirm: Template? = nil,
        roles: Set<String>, run: ScriptFunction, sets: Set<Int> = [], isSaving: Bool = false,
        rights: ScriptRights = .user, location: RuleLocation
    ) {
        self.name = name
        self.object = object
        self.when = when
        self.say = say
        self.confirm = confirm
        self.roles = roles
        self.run = run
        self.sets = sets
        self.isSaving = isSaving
        self.rights = rights
        self.location = location
    }
}

/// A bundle of permissions.
public struct Role: Sendable {
    public var name: String
    public var label: String
    public var permissions: Set<String>
    public var location: RuleLocation?

    public init(
        name: String, label: String, permissions: Set<String>, location: RuleLocation? = nil
    ) {
        self.name = name
        self.label = label
        self.permissions = permissions
        self.location = location
    }
}

/// A value a field gets when it is empty at creation, or always: a formula.
public struct FieldExpression: Sendable {
    public var slot: Int
    public var expression: Condition
    public var location: RuleLocation?

    public init(slot: Int, expression: Condition, location: RuleLocation?) {
        self.slot = slot
        self.expression = expression
        self.location = location
    }
}
