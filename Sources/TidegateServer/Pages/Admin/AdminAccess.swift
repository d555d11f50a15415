import Hummingbird
import TidegateEngine
import TidegateModel
import TidegateScript

/// Who may do what with an object that was added here: planned first, then done.
extension AdminRoutes {
    func changeAccess(_ request: Request, _ context: WebContext) async throws -> Response {
        let actor = try actor(.objects, context)
        let object = try schemaObject(context)
        var request = request
        let sent = try await request.form()
        let form = AccessForm(sent, over: try await given(object), roles: offeredRoles)
        do {
            let change = MetadataChange.setAccess(
                try AccessRequest.drafts(form.access, of: object.name), of: object.name)
            let plan = try await engine.plan(change, as: actor)
            guard form.isConfirmed(sent), plan.isPossible else {
                return try await self.object(object, nil, plan, request, context, access: form)
            }
            _ = try await engine.apply(plan, as: actor, through: .page)
            return .seeOther("/admin/objects/\(object.name)?done=\(object.name)")
        } catch let error as TidegateError {
            return try await self.object(object, error, nil, request, context, access: form)
        }
    }

    /// - Parameter form: what was typed; `nil`: what is in force.
    func access(
        of object: Object, _ form: AccessForm?, _ context: WebContext
    ) async throws -> [String: Any] {
        let form =
            if let form { form } else { AccessForm(try await given(object)) }
        return form.model(
            roles: offeredRoles.map { ($0, roleLabel($0, context)) }.sorted { $0.1 < $1.1 },
            rights: { text("right.\($0)", context) })
    }

    private func given(_ object: Object) async throws -> [AccessRequest] {
        guard let name = ObjectName(object.name) else { return [] }
        return try await engine.customPack().objects[name]?.access.map(\.request) ?? []
    }

    private func roleLabel(_ role: String, _ context: WebContext) -> String {
        role == Actor.everyone ? text("admin.everyone", context) : label(.role(role), context)
    }

    /// Administrators may everything anyway.
    private var offeredRoles: [String] {
        let bundle = engine.bundle
        return Set(bundle.roles.keys).union([Actor.everyone])
            .subtracting(engine.administratorRoles).sorted()
    }
}

/// The boxes of who may do what. A right under a condition, which only packs and the API can word,
/// keeps it while its box stays ticked.
struct AccessForm {
    let access: [AccessRequest]
    private var planned = ""

    /// What is in force.
    init(_ access: [AccessRequest]) { self.access = access }

    /// - Parameter given: what was in force when the form was sent.
    /// - Parameter roles: those the form shows; what others were given stays.
    init(_ form: Form, over given: [AccessRequest], roles: [String]) {
        var rights: [String: [String: String]] = [:]
        for request in given where !roles.contains(request.role) {
            rights[request.role] = request.rights
        }
        for right in form.all("access") {
            let parts = right.split(separator: " ", maxSplits: 1).map(String.init)
            guard parts.count == 2 else { continue }
            let before = given.first { $0.role == parts[1] }?.rights[parts[0]]
            rights[parts[1], default: [:]][parts[0]] = before ?? "true"
        }
        access = rights.sorted { $0.key < $1.key }
            .map { AccessRequest(role: $0.key, rights: $0.value) }
        planned = form["planned"]
    }

    /// Whether exactly this was looked at as a plan and is to be done now.
    func isConfirmed(_ form: Form) -> Bool { !form["apply"].isEmpty && planned == digest }

    private var digest: String {
        let words = access.flatMap { request in
            [request.role]
                + request.rights.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
        }
        return Digest.sha256Hex(Array(words.joined(separator: "\u{0}").utf8))
    }

    func model(
        roles: [(name: String, label: String)], rights: (String) -> String
    ) -> [String: Any] {
        [
            "planned": digest,
            "rights": AccessRequest.rights.map { ["label": rights($0)] },
            "roles": roles.map { role in
                let given = access.first { $0.role == role.name }?.rights ?? [:]
                return [
                    "role_label": role.label,
                    "rights": AccessRequest.rights.map { right in
                        [
                            "value": "\(right) \(role.name)",
                            "label": rights(right),
                            "checked": given[right] != nil,
                            "condition": given[right] ?? "",
                            "has_condition": given[right].map { $0 != "true" } ?? false,
                        ] as [String: Any]
                    },
                ] as [String: Any]
            },
        ]
    }
}
