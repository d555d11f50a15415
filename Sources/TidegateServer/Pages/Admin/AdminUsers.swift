import HTTPTypes
import Hummingbird
import TidegateEngine
import TidegateModel
import TidegateRules

/// Users: who they are, what they may, how they get in.
extension AdminRoutes {
    func addUsers(to router: Router<WebContext>) {
        router.get("/admin/users") { try await users($0, $1) }
        router.get("/admin/users/new") { request, context in
            _ = try actor(.users, context)
            return try await userForm(UserForm(), nil, request, context)
        }
        router.post("/admin/users/new") { try await addUser($0, $1) }
        router.get("/admin/users/:id") { request, context in
            let user = try await user(context)
            return try await page(of: user, UserForm(user, roles(of: user)), request, context)
        }
        router.post("/admin/users/:id") { try await changeUser($0, $1) }
        router.post("/admin/users/:id/link") { try await makeLink($0, $1) }
        router.post("/admin/users/:id/end-sessions") { try await endSessions($0, $1) }
    }

    // MARK: The list

    private func users(_ request: Request, _ context: WebContext) async throws -> Response {
        let actor = try actor(.users, context)
        var wanted = ListRequest("User")
        wanted.order = [.init("name")]
        wanted.limit = ServerLimits.adminRows
        let search = try request.query()["q"]
        if !search.isEmpty { wanted.search = search }
        let users = try await records(wanted, actor)
        let grants = try await records(ListRequest("UserRole"), actor)
        let roles = Dictionary(grouping: grants, by: { $0["user"].reference })
        let names = try await names(of: users.flatMap { [$0["manager"], $0["team"]] }, actor)
        let rows = users.map { user -> [String: Any] in
            let name = user["name"].text ?? ""
            return [
                "address": "/admin/users/\(user.id)", "name": name,
                "login": user["login"].text ?? "", "initials": name.initials,
                "hue": Hue.of(name).cssClass, "email": user["email"].text ?? "",
                "manager": user["manager"].reference.flatMap { names[$0] } ?? "",
                "team": user["team"].reference.flatMap { names[$0] } ?? "",
                "is_active": user["active"] != .bool(false),
                "roles": (roles[user.id] ?? []).compactMap { $0["role"].text }.sorted()
                    .map { ["label": label(.role($0), context)] },
            ]
        }
        return try await page(
            "admin-users", .users, ["users": rows, "q": search, "count": "\(rows.count)"],
            request: request, context)
    }

    func records(_ request: ListRequest, _ actor: Actor) async throws -> [Record] {
        guard case .records(let found) = try await engine.list(request, as: actor) else {
            return []
        }
        return found
    }

    /// What the records that these values refer to are called.
    func names(of values: [Value], _ actor: Actor) async throws -> [RecordID: String] {
        let wanted = Set(values.compactMap(\.reference))
        var names: [RecordID: String] = [:]
        for object in ["User", "Team"] where engine.bundle.schema[object] != nil {
            let found = try await records(ListRequest(object), actor).filter {
                wanted.contains($0.id)
            }
            let titles = try await engine.titles(of: found, as: actor)
            for (record, title) in zip(found, titles) { names[record.id] = title }
        }
        return names
    }

    // MARK: A new user

    private func addUser(_ request: Request, _ context: WebContext) async throws -> Response {
        let actor = try actor(.users, context)
        var request = request
        let form = UserForm(try await request.form())
        do {
            let user = try await engine.addUser(
                login: form.login, name: form.name, email: form.email, manager: nil,
                roles: form.roles.sorted(), with: form.creation(engine.bundle.schema), as: actor,
                through: .page
            ).get()
            return .seeOther("/admin/users/\(user.id)?new=yes")
        } catch let error as TidegateError {
            return try await userForm(form, error, request, context)
        }
    }

    private func userForm(
        _ form: UserForm, _ error: TidegateError?, _ request: Request, _ context: WebContext
    ) async throws -> Response {
        var model = try await model(of: form, context)
        model["is_fresh"] = request.method == .get
        if let error {
            model["error"] = userBanner(error, context)
            model["error_of"] = errors(error, context)
        }
        let title = text("admin.new_user", context)
        return try await page(
            "admin-user-new", .users, title: title, crumbs: [Crumb(title)], model,
            status: error?.kind.status ?? .ok, request: request, context)
    }

    // MARK: One user

    private func user(_ context: WebContext) async throws -> Record {
        let actor = try actor(.users, context)
        let text = try context.parameters.require("id")
        guard let id = RecordID(text) else { throw AdminSentences.noUser() }
        return try await engine.record("User", id, as: actor)
    }

    private func grants(of user: Record) async throws -> [Record] {
        var request = ListRequest("UserRole", where: "user == ?")
        request.parameters = [.reference(user.id)]
        return try await records(request, .system)
    }

    private func roles(of user: Record) async throws -> Set<String> {
        Set(try await grants(of: user).compactMap { $0["role"].text })
    }

    private func page(
        of user: Record, _ form: UserForm, error: TidegateError? = nil, link: String? = nil,
        _ request: Request, _ context: WebContext
    ) async throws -> Response {
        var model = try await model(of: form, context)
        let name = user["name"].text ?? ""
        let query = try request.query()
        model["id"] = user.id.description
        model["user_name"] = name
        model["initials"] = name.initials
        model["hue"] = Hue.of(name).cssClass
        model["known_login"] = user["login"].text ?? ""
        model["version"] = "\(user.version)"
        model["is_inactive"] = user["active"] == .bool(false)
        model["record"] = "/o/User/\(user.id)"
        model["is_new"] = !query["new"].isEmpty
        model["is_saved"] = !query["saved"].isEmpty
        model["is_ended"] = !query["ended"].isEmpty
        model["is_fresh"] = request.method == .get && query["saved"].isEmpty
        if let link { model["link"] = link }
        if let error {
            model["error"] = userBanner(error, context)
            model["error_of"] = errors(error, context)
        }
        return try await page(
            "admin-user", .users, title: name, crumbs: [Crumb(name)], model,
            status: error?.kind.status ?? .ok, request: request, context)
    }

    private func changeUser(_ request: Request, _ context: WebContext) async throws -> Response {
        let actor = try actor(.users, context)
        let user = try await user(context)
        var request = request
        let sent = try await request.form()
        let form = UserForm(sent)
        do {
            let values = try form.values(engine.bundle.schema)
            let held = try await grants(of: user)
            let known = Set(held.compactMap { $0["role"].text })
            var steps = [
                Step(
                    .update(object: "User", id: user.id, values: values),
                    version: Int64(sent["version"]))
            ]
            for role in form.roles.subtracting(known).sorted() {
                let values: [String: Value] = ["user": .reference(user.id), "role": .text(role)]
                steps.append(Step(.create(object: "UserRole", values: values)))
            }
            for grant in held where !form.roles.contains(grant["role"].text ?? "") {
                steps.append(Step(.delete(object: "UserRole", id: grant.id)))
            }
            _ = try await engine.together(steps, as: actor, through: .page).get()
            return .seeOther("/admin/users/\(user.id)?saved=yes")
        } catch let error as TidegateError {
            return try await page(of: user, form, error: error, request, context)
        }
    }

    private func makeLink(_ request: Request, _ context: WebContext) async throws -> Response {
        let actor = try actor(.users, context)
        let user = try await user(context)
        let form = UserForm(user, try await roles(of: user))
        do {
            let link = try await desk.makeLink(for: user["login"].text ?? "", by: actor)
            return try await page(of: user, form, link: link.path, request, context)
        } catch let error as TidegateError {
            return try await page(of: user, form, error: error, request, context)
        }
    }

    private func endSessions(_ request: Request, _ context: WebContext) async throws -> Response {
        let actor = try actor(.users, context)
        let user = try await user(context)
        try await desk.endSessions(of: user.id, by: actor)
        return .seeOther("/admin/users/\(user.id)?ended=yes")
    }

    // MARK: The form

    /// A login that is taken is another person's, whose record nobody is to change for it.
    private func userBanner(_ error: TidegateError, _ context: WebContext) -> [String: Any] {
        var banner = banner(error, context)
        if error.code == "record.not_unique", error.reasons.contains(where: { $0.field == "login" })
        {
            banner["hint"] = text("admin.other_login", context)
            banner["has_hint"] = true
        }
        return banner
    }

    private func model(of form: UserForm, _ context: WebContext) async throws -> [String: Any] {
        let actor = try actor(.users, context)
        var users = ListRequest("User", where: "active")
        users.order = [.init("name")]
        users.limit = ServerLimits.adminRows
        let managers = try await records(users, actor).map { ($0.id, $0["name"].text ?? "") }
        var teams: [(RecordID, String)] = []
        if let object = engine.bundle.schema["Team"] {
            let found = try await records(ListRequest(object.name), actor)
            teams = Array(zip(found.map(\.id), try await engine.titles(of: found, as: actor)))
        }
        return form.model(
            managers: managers, teams: teams.sorted { $0.1 < $1.1 },
            roles: engine.bundle.roles.values.filter { $0.name != Actor.everyone }
                .map { role in
                    let may = role.permissions.sorted().map { text("permission.\($0)", context) }
                    return (role, label(.role(role.name), context), list(may, context))
                }.sorted { $0.1 < $1.1 })
    }
}
