import HTTPTypes
import Hummingbird
import TidegateEngine
import TidegateModel

/// `/admin`: objects and fields, users, roles, teams, imports, the outbox. Each part needs its
/// permission; the tabs of the others are not there.
struct AdminRoutes {
    let screens: Screens
    let desk: FrontDesk
    /// Whether mails are put into a folder; otherwise they wait.
    let hasMailFolder: Bool
    /// `nil`: the server makes none.
    let backups: BackupRecord?

    var engine: Engine { screens.engine }

    func add(to router: Router<WebContext>) {
        router.get("/admin") { _, context -> Response in
            let actor = try context.requireActor()
            guard let first = AdminTab.open(to: actor).first else {
                throw AdminSentences.nothing(actor)
            }
            return .seeOther(first.address)
        }
        addObjects(to: router)
        addFields(to: router)
        addUsers(to: router)
        router.get("/admin/roles") { try await roles($0, $1) }
        router.get("/admin/teams") { try await teams($0, $1) }
        router.get("/admin/imports") { try await imports($0, $1) }
        router.get("/admin/imports/template") { try await importTemplate($0, $1) }
        router.get("/admin/imports/:id") { try await importRun($0, $1) }
        router.post("/admin/imports/:id/undo") { try await undoImport($0, $1) }
        router.get("/admin/outbox") { try await outbox($0, $1) }
        router.post("/admin/outbox/:id/retry") { try await retryMail($0, $1) }
    }

    // MARK: Frame

    func text(_ key: String, _ context: WebContext, _ values: [String: String] = [:]) -> String {
        screens.pages.texts(key, context.language, values)
    }

    func list(_ parts: [String], _ context: WebContext) -> String {
        screens.pages.texts.list(parts, context.language)
    }

    /// What something of a pack is called in the reader's language.
    func label(_ term: Term, _ context: WebContext) -> String {
        engine.bundle.label(term, context.language)
    }

    /// The actor, who must be allowed to be here.
    func actor(_ tab: AdminTab, _ context: WebContext) throws -> Actor {
        let actor = try context.requireActor()
        guard tab.isOpen(to: actor) else { throw AdminSentences.mayNot(actor, tab) }
        return actor
    }

    func page(
        _ template: String, _ tab: AdminTab, title: String? = nil, crumbs: [Crumb] = [],
        _ model: [String: Any], status: HTTPResponse.Status = .ok, request: Request,
        _ context: WebContext
    ) async throws -> Response {
        let actor = try context.requireActor()
        var all = model
        all["tabs"] = AdminTab.open(to: actor).map { other in
            [
                "address": other.address, "label": text("admin.\(other.rawValue)", context),
                "icon": screens.pages.icons[other.icon], "current": other == tab,
            ] as [String: Any]
        }
        let label = text("admin.\(tab.rawValue)", context)
        let way = [Crumb(text("shell.admin", context), "/admin")]
        return try await screens.page(
            template, title: title ?? label,
            crumbs: way + (crumbs.isEmpty ? [Crumb(label)] : [Crumb(label, tab.address)] + crumbs),
            all, status: status, request: request, context)
    }

    private func spoken(_ error: TidegateError, _ context: WebContext) -> TidegateError {
        SpokenErrors(screens.pages.texts, engine.bundle, context)(error)
    }

    /// The reasons by the field of the form they are about.
    func errors(_ error: TidegateError, _ context: WebContext) -> [String: String] {
        Dictionary(
            spoken(error, context).reasons.compactMap { reason in
                reason.field.map { ($0, reason.message) }
            }, uniquingKeysWith: { "\($0); \($1)" })
    }

    /// What is wrong with an option of a field, after the option's label: `Largest: “x” is not a number`.
    private func named(_ error: TidegateError, _ context: WebContext) -> TidegateError {
        guard error.code == "draft.refused" else { return error }
        var named = error
        named.reasons = error.reasons.map { reason in
            guard let field = reason.field else { return reason }
            var path = field.split(separator: ".").map(String.init)
            guard let option = path.popLast().flatMap({ Self.options[$0] }) else { return reason }
            var place = text("admin.\(option)", context)
            // A row of a new object's fields: people count from one.
            if path.count == 2, let row = Int(path[1]) {
                place = text("admin.field_row", context, ["n": "\(row + 1)", "option": place])
            }
            var named = reason
            named.message = screens.pages.texts.pair(place, reason.message, context.language)
            return named
        }
        if named.reasons.count == 1 { named.message = named.reasons[0].message }
        return named
    }

    /// What the forms call the options of a field, by the option.
    private static let options = [
        "name": "rule_name", "kind": "kind", "values": "values", "to": "refers_to",
        "on_delete": "on_delete", "min": "min", "max": "max", "scale": "scale",
        "currency": "currency",
        "format": "format", "gap_free": "gap_free", "of": "children_of", "default": "default",
        "help": "help",
        "formula": "formula", "rollup": "rollup", "required": "required", "unique": "unique",
        "index": "index", "label": "label",
    ]

    /// - Parameter told: the options of the form with a place for what is wrong with them.
    func view(
        _ plan: MetadataPlan, told: Set<String> = [], _ context: WebContext
    ) -> PlanView {
        PlanView(plan: plan, told: told, screens.pages, bundle: engine.bundle, context)
    }

    /// What went wrong, for the banner over a form.
    func banner(_ error: TidegateError, _ context: WebContext) -> [String: Any] {
        let error = named(spoken(error, context), context)
        let reasons = error.reasons.count > 1 ? error.reasons : []
        return [
            "message": error.message, "hint": error.hint ?? "", "has_hint": error.hint != nil,
            "reasons": reasons.map { ["message": $0.message] }, "has_reasons": !reasons.isEmpty,
        ]
    }
}

/// A part of the administration.
enum AdminTab: String, CaseIterable {
    case objects, users, roles, teams, imports, outbox

    var address: String { "/admin/\(rawValue)" }

    var icon: String {
        switch self {
        case .objects: "layers"
        case .users: "user"
        case .roles: "key"
        case .teams: "users"
        case .imports: "upload"
        case .outbox: "mail"
        }
    }

    var permission: Permission {
        switch self {
        case .objects: .customize
        case .users, .roles, .teams, .outbox: .administer
        case .imports: .importRecords
        }
    }

    func isOpen(to actor: Actor) -> Bool {
        actor.kind != .user || actor.may(permission) || actor.may(.administer)
    }

    static func open(to actor: Actor) -> [AdminTab] { allCases.filter { $0.isOpen(to: actor) } }

}

enum AdminSentences {
    static func nothing(_ actor: Actor) -> TidegateError {
        TidegateError(
            .forbidden, "admin.forbidden", "\(actor.name) administers nothing here.",
            hint: "A role with the permission administer may.",
            speech: needs(.administer))
    }

    static func mayNot(_ actor: Actor, _ tab: AdminTab) -> TidegateError {
        TidegateError(
            .forbidden, "admin.forbidden", "\(actor.name) may not look at this.",
            hint: "A role with the permission \(tab.permission.rawValue) may.",
            speech: needs(tab.permission))
    }

    private static func needs(_ permission: Permission) -> Speech {
        .sentence(
            "admin.forbidden",
            ["permission": .sentence("permission.\(permission.rawValue)", [:])])
    }

    static func noMail() -> TidegateError {
        TidegateError(.notFound, "record.not_found", "There is no such mail.")
    }

    static func noUser() -> TidegateError {
        TidegateError(.notFound, "user.unknown", "There is no such user.")
    }
}
