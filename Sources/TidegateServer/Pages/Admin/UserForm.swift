import TidegateEngine
import TidegateModel
import TidegateRules

/// What was typed into the form for a user.
struct UserForm {
    var login = ""
    var name = ""
    var email: String?
    var manager: RecordID?
    var team: RecordID?
    var language = ""
    var isActive = true
    var roles: Set<String> = []
    /// What was sent for a reference and is no id, by field.
    private var unread: [String: String] = [:]

    init() {}

    init(_ form: Form) {
        login = form["login"]
        name = form["name"]
        email = form.filled("email")
        manager = RecordID(form["manager"])
        team = RecordID(form["team"])
        language = form["language"]
        isActive = !form["active"].isEmpty
        roles = Set(form.all("role"))
        for name in ["manager", "team"] {
            unread[name] = form.filled(name).flatMap { RecordID($0) == nil ? $0 : nil }
        }
    }

    init(_ user: Record, _ roles: Set<String>) {
        login = user["login"].text ?? ""
        name = user["name"].text ?? ""
        email = user["email"].text
        manager = user["manager"].reference
        team = user["team"].reference
        language = user["language"].text ?? ""
        isActive = user["active"] != .bool(false)
        self.roles = roles
    }

    /// What a new user gets beside login, name, e-mail and roles.
    func creation(_ schema: Schema) throws -> [String: Value] {
        var values: [String: Value] = [:]
        values["manager"] = manager.map(Value.reference)
        values["team"] = team.map(Value.reference)
        values["language"] = language.isEmpty ? nil : .text(language)
        return try fitting(values, schema)
    }

    func values(_ schema: Schema) throws -> [String: Value] {
        let values: [String: Value] = [
            "login": .text(login), "name": name.isEmpty ? .none : .text(name),
            "email": email.map(Value.text) ?? .none,
            "manager": manager.map(Value.reference) ?? .none,
            "team": team.map(Value.reference) ?? .none,
            "language": language.isEmpty ? .none : .text(language), "active": .bool(isActive),
        ]
        return try fitting(values, schema)
    }

    /// Without the fields that the packs do not have.
    ///
    /// - Throws: what could not be read, each at its field.
    private func fitting(_ values: [String: Value], _ schema: Schema) throws -> [String: Value] {
        guard let users = schema["User"] else { return [:] }
        let reasons = unread.sorted { $0.key < $1.key }.compactMap { name, text -> Reason? in
            guard case .failure(let problem) = users.field(name)?.parse(text) else { return nil }
            return Reason(code: problem.code, message: problem.message, field: name)
        }
        guard reasons.isEmpty else { throw TidegateError.unsavable(users, reasons) }
        return values.filter { users.field($0.key) != nil }
    }

    func model(
        managers: [(RecordID, String)], teams: [(RecordID, String)],
        roles: [(Role, label: String, permissions: String)]
    ) -> [String: Any] {
        func options(_ all: [(RecordID, String)], _ chosen: RecordID?) -> [[String: Any]] {
            all.map { ["id": $0.description, "name": $1, "current": $0 == chosen] }
        }
        return [
            "login": login, "name": name, "email": email ?? "", "active": isActive,
            "managers": options(managers, manager), "teams": options(teams, team),
            "has_teams": !teams.isEmpty,
            "user_languages": Language.allCases.map {
                ["tag": $0.rawValue, "name": $0.ownName, "current": $0.rawValue == language]
                    as [String: Any]
            },
            "roles": roles.map { role, label, permissions in
                [
                    "name": role.name, "label": label,
                    "checked": self.roles.contains(role.name),
                    "permissions": permissions,
                    "has_permissions": !role.permissions.isEmpty,
                ] as [String: Any]
            },
        ]
    }
}
