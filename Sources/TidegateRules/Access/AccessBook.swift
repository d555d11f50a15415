import TidegateModel

/// The effective rights of a set of roles, object by object. Immutable; a bundle makes one for each
/// set of roles and keeps it.
///
///     let book = bundle.access(of: actor)
///     if book[opportunity].create.isNever { … }
public final class AccessBook: Sendable {
    /// Everything is allowed and nothing is hidden, so nobody has to look.
    public let isUnlimited: Bool
    /// Names what is hidden: conditions compiled for one set of hidden fields fit no other.
    public let hiddenKey: String
    private let byObject: [String: ObjectAccess]
    /// Objects whose records others may be about, with what may be read of them.
    package let subjects: [(object: Object, read: Right)]

    public static let unlimited = AccessBook()

    private init() {
        isUnlimited = true
        hiddenKey = ""
        byObject = [:]
        subjects = []
    }

    /// - Parameter rules: of the roles in question alone.
    public init(_ rules: [AccessRule], of schema: Schema) {
        isUnlimited = false
        let grouped = Dictionary(grouping: rules, by: \.object)
        var byObject: [String: ObjectAccess] = [:]
        for object in schema.objects {
            byObject[object.name] =
                object.isEngineOwned
                ? Self.ofEngine(object) : ObjectAccess(grouped[object.name] ?? [])
        }
        self.byObject = byObject
        subjects = schema.objects.compactMap { object in
            guard !object.isEngineOwned, let read = byObject[object.name]?.read, !read.isNever
            else { return nil }
            return (object, read)
        }
        hiddenKey = schema.objects.compactMap { object in
            guard let hidden = byObject[object.name]?.hidden, !hidden.isEmpty else { return nil }
            let slots = hidden.sorted().map(String.init).joined(separator: ",")
            return "\(object.name):\(slots)"
        }.joined(separator: ";")
    }

    public subscript(object: Object) -> ObjectAccess {
        isUnlimited ? .unlimited : byObject[object.name] ?? .none
    }

    public func hides(_ object: Object, _ slot: Int) -> Bool {
        !isUnlimited && (byObject[object.name]?.hidden.contains(slot) ?? false)
    }

    public func hiddenNames(of object: Object) -> Set<String> {
        Set(self[object].hidden.map { object.fields[$0].name })
    }

    /// Whether a collection cannot be asked for, because the field that makes it is hidden.
    func hides(_ collection: ChildrenField, in schema: Schema) -> Bool {
        guard !isUnlimited, let object = schema[collection.object],
            let slot = object.slot(of: collection.field)
        else { return false }
        return hides(object, slot)
    }

    /// The engine's records: a task is its user's; what is about a record is for whoever may read
    /// that one; the rest is for those with all rights.
    private static func ofEngine(_ object: Object) -> ObjectAccess {
        var access = ObjectAccess.none
        guard let name = object.slot(of: "object"), let record = object.slot(of: "record") else {
            return access
        }
        let assignee = object.slot(of: "assignee").map { [Right.Test.isActor(slot: $0)] } ?? []
        access.read = .when(assignee + [.readsSubject(object: name, record: record)])
        return access
    }
}
