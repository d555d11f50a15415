import TidegateModel

/// What a role may do with the records of one object: `access "seller" { Opportunity = { … } }`.
public struct AccessRule: Sendable {
    public var role: String
    public var object: String
    public var create = Right.never
    public var read = Right.never
    public var update = Right.never
    public var delete = Right.never
    /// Slots this role does not see.
    public var hidden: Set<Int> = []
    /// Slots this role sees and does not set.
    public var readonly: Set<Int> = []
    /// Actions it may press beside those that name the role themselves.
    public var actions: Set<String> = []
    public var location: RuleLocation

    public init(role: String, object: String, location: RuleLocation) {
        self.role = role
        self.object = object
        self.location = location
    }

    /// Puts together what several packs say of one role and one object.
    public mutating func add(_ other: AccessRule) {
        create = create.or(other.create)
        read = read.or(other.read)
        update = update.or(other.update)
        delete = delete.or(other.delete)
        hidden.formUnion(other.hidden)
        readonly.formUnion(other.readonly)
        actions.formUnion(other.actions)
    }
}
