import TidegateModel
import TidegateRules

/// Whose rights to what: the key of what a connection keeps about them.
///
/// It holds the rights and the object, so that what is kept for them is never taken for what is kept for others that
/// were made in their place.
struct RightsKey: Hashable {
    private let object: Object
    private let access: AccessBook
    private let user: RecordID?

    init(_ query: Query) {
        object = query.object
        access = query.access
        user = query.actor.user
    }

    static func == (one: RightsKey, other: RightsKey) -> Bool {
        one.object === other.object && one.access === other.access && one.user == other.user
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(ObjectIdentifier(object))
        hasher.combine(ObjectIdentifier(access))
        hasher.combine(user)
    }
}

/// The lists that rights come down to, kept as long as nothing at all was committed since they were worked out:
/// whoever loses a team loses its records with the next reading.
final class RightsLists {
    private var known: [RightsKey: IDSets?] = [:]
    /// Ids kept altogether.
    private var count = 0
    private var version: Int64 = 0

    /// - Parameter version: differs when anything in the file does.
    func sets(
        _ query: Query, version: Int64, make: () throws -> IDSets?
    ) throws -> IDSets? {
        if version != self.version || known.count >= StoreLimits.keptRights
            || count > StoreLimits.keptIDs
        {
            known.removeAll()
            count = 0
            self.version = version
        }
        let key = RightsKey(query)
        if let found = known[key] { return found }
        let made = try make()
        known[key] = .some(made)
        count += made?.count ?? 0
        return made
    }
}
