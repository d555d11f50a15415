import HTTPTypes
import Hummingbird
import TidegateEngine
import TidegateModel
import TidegateRules

/// What each role may: a matrix of roles and objects, read from the access rules in force.
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
                "roles": roles.map { role($0, holders[$0] ?? 0, context) },
                "rows": objects.map { object, shown in
                    [
                        "label": shown, "address": "/admin/objects/\(object.name)",
                        "cells": roles.map { cell($0, object, context) },
                    ] as [String: Any]
                },
            ], request: request, context)
    }

    private func holders(_ actor: Actor) async throws -> [String: Int] {
        let grants = try await records(ListRequest("UserRole"), actor)
        return Dictionary(grouping: grants, by: { $0["role"].text ?? "" }).mapValues(\.count)
    }

    private func label(_ role: String, _ context: WebContext) -> String {
        role == Actor.everyone ? text("admin.everyone", context) : label(.role(role), context)
    }

    private func role(_ name: String, _ count: Int, _ context: WebContext) -> [String: Any] {
        let role = engine.bundle.roles[name]
        let permissions = (role?.permissions ?? []).sorted()
        var model: [String: Any] = [
            "name": name, "label": label(name, context),
            "holders": name == Actor.everyone
                ? "" : text("admin.holders", context, ["n": "\(count)"]),
            "permissions": permissions.map { ["label": text("permission.\($0)", context)] },
            "has_permissions": !permissions.isEmpty,
        ]
        if let place = role?.location { model["origin"] = Self.origin(place) }
        return model
    }

    private func cell(_ role: String, _ object: Object, _ context: WebContext) -> [String: Any] {
        if engine.bundle.roles[role]?.permissions.contains(Permission.administer.rawValue) == true {
            return ["everything": true]
        }
        guard
            let rule = engine.bundle.accessRules.first(where: {
                $0.role == role && $0.object == object.name
            })
        else { return ["none": true] }
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
        func fields(_ slots: Set<Int>) -> String {
            slots.sorted().map { label(.field(object.name, object.fields[$0].name), context) }
                .joined(separator: context.language.comma)
        }
        return [
            "rights": rights, "address": PackRoutes.address(of: rule.location),
            "place": "\(rule.location.file):\(rule.location.line)",
            "hidden": fields(rule.hidden), "has_hidden": !rule.hidden.isEmpty,
            "readonly": fields(rule.readonly), "has_readonly": !rule.readonly.isEmpty,
            "actions": rule.actions.sorted().joined(separator: ", "),
            "has_actions": !rule.actions.isEmpty,
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
