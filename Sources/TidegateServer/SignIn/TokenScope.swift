import TidegateModel

/// What a token may be used for. Never more than its user may do.
public enum TokenScope: String, Sendable, CaseIterable {
    /// Look at things.
    case read
    /// Change records, decide, press actions.
    case write
    /// Load files of records; needs the permission `import_records`, too.
    case `import`
    /// Change objects, fields and users; needs the permissions for it, too.
    case admin

    public static func parse(_ names: [String]) throws -> Set<TokenScope> {
        Set(
            try names.map { name in
                guard let scope = TokenScope(rawValue: name) else {
                    throw SignInSentences.unknownScope(name)
                }
                return scope
            })
    }
}

/// What a token opens, as a set. `read` goes with every other scope: who may write sees answers.
struct TokenScopes: Hashable, Sendable, CustomStringConvertible {
    let scopes: Set<TokenScope>

    init(_ scopes: Set<TokenScope>) throws {
        guard !scopes.isEmpty else { throw SignInSentences.noScope() }
        self.scopes = scopes.union([.read])
    }

    init?(kept text: String) {
        let parts = text.split(separator: " ").map { TokenScope(rawValue: String($0)) }
        guard !parts.isEmpty, !parts.contains(nil) else { return nil }
        scopes = Set(parts.compactMap { $0 })
    }

    var description: String {
        TokenScope.allCases.filter(scopes.contains).map(\.rawValue).joined(separator: " ")
    }

    /// The user as the token may act for them.
    func restrict(_ actor: Actor) -> Actor {
        var actor = actor
        if !scopes.contains(.import) {
            actor.permissions.remove(Permission.importRecords.rawValue)
        }
        if !scopes.contains(.admin) {
            actor.permissions.remove(Permission.administer.rawValue)
            actor.permissions.remove(Permission.customize.rawValue)
        }
        return actor
    }

    /// - Parameter path: of the route the request leads to, as the router read it; of the request
    ///   itself only where it leads nowhere.
    func check(path: String, isSafe: Bool) throws {
        if path.hasPrefix("/account") { throw SignInSentences.needsSession() }
        guard !isSafe else { return }
        let needed: TokenScope =
            if path.hasPrefix("/api/import") {
                .import
            } else if ["/api/metadata", "/api/backups", "/admin"].contains(where: path.hasPrefix) {
                .admin
            } else {
                .write
            }
        guard scopes.contains(needed) else { throw SignInSentences.outOfScope(needed) }
    }
}
