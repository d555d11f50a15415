/// Who acts. Every change carries one.
public struct Actor: Hashable, Sendable {
    public enum Kind: String, Sendable {
        case user, service, agent, system
    }

    public var kind: Kind
    /// The User record, if the actor is one.
    public var user: RecordID?
    public var name: String
    public var roles: Set<String>
    public var permissions: Set<String>
    /// Whom the actor stands in for.
    public var onBehalfOf: RecordID?

    public init(
        kind: Kind, user: RecordID? = nil, name: String, roles: Set<String> = [],
        permissions: Set<String> = [], onBehalfOf: RecordID? = nil
    ) {
        self.kind = kind
        self.user = user
        self.name = name
        self.roles = roles
        self.permissions = permissions
        self.onBehalfOf = onBehalfOf
    }

    /// The engine itself: installs packs, raises alerts, sends what the outbox holds.
    public static let system = Actor(kind: .system, name: "system")

    /// Whoever may open the workspace's file: sees and changes everything, but passes no gate.
    public static let `operator` = Actor(
        kind: .service, name: "operator", permissions: [Permission.administer.rawValue])

    /// The role that every user holds.
    public static let everyone = "everyone"

    public func may(_ permission: Permission) -> Bool {
        kind == .system || permissions.contains(permission.rawValue)
    }
}

/// What a role may be given beside the rights on objects.
public enum Permission: String, Sendable, CaseIterable {
    /// Pass a closed gate with a reason that stays in the trace.
    case waiveGates = "waive_gates"
    /// Load files of records.
    case importRecords = "import_records"
    /// See and change everything, whatever the roles say of objects.
    case administer
    /// Add objects and fields.
    case customize
}

/// Through which door a change came.
public enum Door: String, Sendable, CaseIterable {
    case command, api, page, script, `import`, job, test, library
}
