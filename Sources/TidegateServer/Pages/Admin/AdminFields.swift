import HTTPTypes
import Hummingbird
import TidegateEngine
import TidegateModel
import TidegateRules
import TidegateScript

/// Fields that are added and changed: a form, then the plan above it, then it is done.
extension AdminRoutes {
    func addFields(to router: Router<WebContext>) {
        router.get("/admin/objects/:object/fields/new") { request, context in
            _ = try actor(.objects, context)
            let object = try schemaObject(context)
            return try await field(FieldForm(), nil, nil, object, nil, request, context)
        }
        router.post("/admin/objects/:object/fields/new") { try await addField($0, $1) }
        router.get("/admin/objects/:object/fields/:field") { try await field($0, $1) }
        router.post("/admin/objects/:object/fields/:field") { try await changeField($0, $1) }
    }

    private func addField(_ request: Request, _ context: WebContext) async throws -> Response {
        let actor = try actor(.objects, context)
        let object = try schemaObject(context)
        var request = request
        let sent = try await request.form()
        let form = FieldForm(sent)
        do {
            let plan = try await engine.plan(
                .addField(try form.request.draft(), to: object.name), as: actor)
            guard form.isConfirmed(sent), plan.isPossible else {
                return try await field(form, nil, plan, object, nil, request, context)
            }
            _ = try await engine.apply(plan, as: actor, through: .page)
            return .seeOther(Self.done(form.request.name, of: object))
        } catch let error as TidegateError {
            return try await field(form, error, nil, object, nil, request, context)
        }
    }

    /// The object's page, at the row of the field.
    private static func done(_ field: String, of object: Object) -> String {
        "/admin/objects/\(object.name)?done=\(field)#field-\(field)"
    }

    // MARK: A field that is there

    private func known(_ context: WebContext, _ object: Object) throws -> Field {
        let name = try context.parameters.require("field")
        guard let field = object.field(name) else {
            throw TidegateError(
                .notFound, "field.unknown", "\(object.label) has no field \(name).")
        }
        return field
    }

    private func field(_ request: Request, _ context: WebContext) async throws -> Response {
        _ = try actor(.objects, context)
        let object = try schemaObject(context)
        let known = try known(context, object)
        let draft = try await draft(of: known, object)
        let form = draft.map { FieldForm($0.request) } ?? FieldForm()
        return try await field(form, nil, nil, object, known, request, context)
    }

    private func draft(of field: Field, _ object: Object) async throws -> FieldDraft? {
        guard field.origin?.pack == CustomPack.name, let name = ObjectName(object.name) else {
            return nil
        }
        return try await engine.customPack().field(field.name, of: name)
    }

    private func changeField(_ request: Request, _ context: WebContext) async throws -> Response {
        let actor = try actor(.objects, context)
        let object = try schemaObject(context)
        let known = try known(context, object)
        var request = request
        let sent = try await request.form()
        var form = FieldForm(sent)
        form.fix(name: known.name)
        do {
            if sent["what"] == "label" {
                let labels = newLabels(
                    sent, of: .field(object.name, known.name), now: known.label)
                _ = try await engine.apply(
                    .relabelField(known.name, of: object.name, labels), as: actor, through: .page)
                return .seeOther(Self.done(known.name, of: object))
            }
            let change: MetadataChange =
                sent["what"] == "remove"
                ? .removeField(known.name, of: object.name)
                : .changeField(try form.request.draft(), of: object.name)
            let plan = try await engine.plan(change, as: actor)
            guard form.isConfirmed(sent) || sent["what"] == "remove", plan.isPossible else {
                return try await field(form, nil, plan, object, known, request, context)
            }
            _ = try await engine.apply(plan, as: actor, through: .page)
            return .seeOther(Self.done(known.name, of: object))
        } catch let error as TidegateError {
            return try await field(form, error, nil, object, known, request, context)
        }
    }

    // MARK: The form

    /// The fields of the form with a place for what is wrong with them.
    private static let told: Set<String> = [
        "name", "values", "to", "min", "max", "scale", "format", "of", "default", "required",
        "formula", "rollup", "help", "label", "on_delete",
        "currency",
    ]

    /// - Parameter known: the field that is changed; `nil` for a new one.
    private func field(
        _ form: FieldForm, _ error: TidegateError?, _ plan: MetadataPlan?, _ object: Object,
        _ known: Field?, _ request: Request, _ context: WebContext
    ) async throws -> Response {
        let isOwn = known == nil || known?.origin?.pack == CustomPack.name
        let plan = plan.map { view($0, told: Self.told, context) }
        var model = form.model(
            objects: engine.bundle.schema.objects.filter { !$0.table.hasPrefix("tg_") }
                .map { ($0, label(.object($0.name), context)) },
            errors: error.map { errors($0, context) } ?? plan?.boxes ?? [:], context.language,
            text: { text($0, context) })
        // What is told at its field is not told above the form as well.
        model["is_at_field"] =
            error.map { error in
                !error.reasons.isEmpty
                    && error.reasons.allSatisfy { Self.told.contains($0.field ?? "") }
            } ?? false
        model["object"] = object.name
        let objectLabel = label(.object(object.name), context)
        model["object_label"] = objectLabel
        model["is_new"] = known == nil
        model["is_fresh"] = request.method == .get
        model["is_own"] = isOwn
        if let known {
            model["known"] = [
                "name": known.name, "label": known.label,
                "kind": text("kind.\(known.type.word)", context),
                "words": words(of: .field(object.name, known.name)),
            ]
            if let origin = known.origin { model["origin"] = Self.origin(origin) }
        }
        if let error { model["error"] = banner(error, context) }
        if let plan, !plan.isToldAtBoxes {
            model["plan"] = plan.model()
            model["is_planned"] = plan.isOffered
        }
        let title =
            known.map { label(.field(object.name, $0.name), context) }
            ?? text("admin.new_field", context)
        model["shown"] = title
        return try await page(
            "admin-field", .objects, title: title,
            crumbs: [Crumb(objectLabel, "/admin/objects/\(object.name)"), Crumb(title)], model,
            status: error?.kind.status ?? .ok, request: request, context)
    }
}
