import HTTPTypes
import Hummingbird
import TidegateEngine
import TidegateModel
import TidegateRules

/// What each role may: a card each with its objects, read from the access rules in force.
extension AdminRoutes {
    func roles(_ request: Request, _ context: WebContext) async throws -> Response {
        let actor = try actor(.roles, context)
        let bundle = engine.bundle
        let holders = try await holders(actor)
        let names = Set(bundle.accessRules.map(\.role)).union(bundle.roles.keys)
        let roles = names.sorted { label($0, context) < label($1, context) }
        let objects = bundle.schema.objects.filter { !$0.table.hasPrefix("tg_") }
            .map { ($0, label(.object($0.name), context)) }.sorted { $0.1 < $1.1 }
        return try await page(
            "admin-roles", .roles,
            [
                "is_open": bundle.isOpen,
                "roles": roles.map { role($0, holders[$0] ?? 0, objects, context) },
            ], request: request, context)
    }

    private func holders(_ actor: Actor) async throws -> [String: Int] {
        let grants = try await records(ListRequest("UserRole"), actor)
        return Dictionary(grouping: grants, by: { $0["role"].text ?? "" }).mapValues(\.count)
    }

    private func label(_ role: String, _ context: WebContext) -> String {
        role == Actor.everyone ? text("admin.everyone", context) : label(.role(role), context)
    }

    private func role(
        _ name: String, _ count: Int, _ objects: [(Object, String)], _ context: WebContext
    ) -> [String: Any] {
        let permissions = (engine.bundle.roles[name]?.permissions ?? []).sorted()
        let isAll = permissions.contains(Permission.administer.rawValue)
        let rows = isAll ? [] : objects.compactMap { row(name, $0.0, $0.1, context) }
        return [
            "name": name, "label": label(name, context),
            "holders": name == Actor.everyone
                ? "" : text("admin.holders", context, ["n": "\(count)"]),
            "permissions": permissions.map { ["label": text("permission.\($0)", context)] },
            "everything": isAll, "rows": rows, "has_rows": !rows.isEmpty,
            "reach": isAll
                ? text("admin.everything", context)
                : text("admin.reach", context, ["n": "\(rows.count)"]),
        ]
    }

    /// What a role may do with the records of an object; `nil`: nothing.
    private func row(
        _ role: String, _ object: Object, _ shown: String, _ context: WebContext
    ) -> [String: Any]? {
        guard
            let rule = engine.bundle.accessRules.first(where: {
                $0.role == role && $0.object == object.name
            })
        else { return nil }
        let rights = [
            ("read", rule.read), ("create", rule.create), ("update", rule.update),
            ("delete", rule.delete),
        ].compactMap { name, right -> [String: Any]? in
            guard !right.isNever else { return nil }
            return [
                "label": text("right.\(name)", context), "always": right.isAlways,
                "condition": right.sources.joined(separator: " or "),
            ]
        }
        let conditions = rights.filter { ($0["condition"] as? String)?.isEmpty == false }
        func fields(_ slots: Set<Int>) -> String {
            list(
                slots.sorted().map { label(.field(object.name, object.fields[$0].name), context) },
                context)
        }
        let actions = rule.actions.sorted().map { label(.action(object.name, $0), context) }
        return [
            "label": shown, "object_address": "/admin/objects/\(object.name)",
            "rights": rights, "conditions": conditions, "has_conditions": !conditions.isEmpty,
            "address": PackRoutes.address(of: rule.location),
            "place": "\(rule.location.file):\(rule.location.line)",
            "hidden": fields(rule.hidden), "has_hidden": !rule.hidden.isEmpty,
            "readonly": fields(rule.readonly), "has_readonly": !rule.readonly.isEmpty,
            "actions": list(actions, context),
            "has_actions": !actions.isEmpty,
        ]
    }
}

extension Right {
    /// The conditions as they stand in the packs.
    fileprivate var sources: [String] {
        switch self {
        case .never, .always: []
        case .when(let tests):
            tests.compactMap { test in
                switch test {
                case .condition(let condition): condition.source
                case .isActor, .readsSubject: nil
                }
            }
        }
    }
}
