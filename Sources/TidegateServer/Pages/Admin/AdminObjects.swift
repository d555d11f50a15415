import HTTPTypes
import Hummingbird
import TidegateEngine
import TidegateModel
import TidegateRules
import TidegateScript

/// Objects with their fields, and where each comes from; objects that are added.
extension AdminRoutes {
    func addObjects(to router: Router<WebContext>) {
        router.get("/admin/objects") { try await objects($0, $1) }
        router.get("/admin/objects/new") { request, context in
            _ = try actor(.objects, context)
            return try await newObject(ObjectForm(), nil, nil, request, context)
        }
        router.post("/admin/objects/new") { try await addObject($0, $1) }
        router.get("/admin/objects/:object") { try await object($0, $1) }
        router.post("/admin/objects/:object") { try await changeObject($0, $1) }
        router.post("/admin/objects/:object/access") { try await changeAccess($0, $1) }
    }

    func schemaObject(_ context: WebContext) throws -> Object {
        let name = try context.parameters.require("object")
        guard let object = engine.bundle.schema[name], !object.table.hasPrefix("tg_") else {
            throw TidegateError(.notFound, "object.unknown", "There is no object \(name).")
        }
        return object
    }

    // MARK: The list

    private func objects(_ request: Request, _ context: WebContext) async throws -> Response {
        _ = try actor(.objects, context)
        let bundle = engine.bundle
        let packs = bundle.packs.map(\.name)
        let rows = bundle.schema.objects.filter { !$0.table.hasPrefix("tg_") }
            .map { ($0, place(of: $0, context)) }
            .sorted { left, right in
                let places = [left, right].map {
                    packs.firstIndex(of: $0.0.origin?.pack ?? "") ?? 0
                }
                return (places[0], left.1) < (places[1], right.1)
            }
            .map { object, shown in
                let added = object.fields.filter { $0.origin?.pack == CustomPack.name }.count
                return [
                    "name": object.name, "label": shown,
                    "icon": Icons.name(forObject: object.name).map { screens.pages.icons[$0] }
                        ?? screens.pages.icons["list"],
                    "hue": Hue.of(object.label).cssClass,
                    "pack": (object.origin?.pack).map { label(.pack($0), context) } ?? "",
                    "is_custom": object.origin?.pack == CustomPack.name,
                    "fields": "\(object.firstSystemSlot)", "added": "\(added)",
                    "has_added": added > 0 && object.origin?.pack != CustomPack.name,
                    "has_pipeline": bundle.rules(of: object)?.pipeline != nil,
                ] as [String: Any]
            }
        return try await page(
            "admin-objects", .objects, ["objects": rows], request: request, context)
    }

    /// A line of another record after what it is a line of: `Opportunity › Line`.
    private func place(of object: Object, _ context: WebContext) -> String {
        let own = label(.object(object.name), context)
        guard Navigation.isDetail(object) else { return own }
        let owner = object.fields.lazy.compactMap { field -> String? in
            field.isRequired && field.type.isOwned ? field.type.target : nil
        }.first
        return owner.map { label(.object($0), context) + " › " + own } ?? own
    }

    // MARK: One object

    private func object(_ request: Request, _ context: WebContext) async throws -> Response {
        _ = try actor(.objects, context)
        return try await object(schemaObject(context), nil, nil, request, context)
    }

    func object(
        _ object: Object, _ error: TidegateError?, _ plan: MetadataPlan?, _ request: Request,
        _ context: WebContext, access: AccessForm? = nil
    ) async throws -> Response {
        let isCustom = object.origin?.pack == CustomPack.name
        let doneWith = try request.query()["done"]
        var model: [String: Any] = [
            "name": object.name, "label": object.label, "plural": object.plural,
            "words": words(of: .object(object.name)),
            "shown": label(.object(object.name), context),
            "shown_plural": label(.plural(object.name), context),
            "object_title": object.title, "is_custom": isCustom,
            "fields": fields(of: object, doneWith, context),
            "children": object.children.map { children($0, of: object, context) },
            "has_children": !object.children.isEmpty,
            "uniques": object.uniques.map { ["fields": $0.joined(separator: " + ")] },
            "has_uniques": !object.uniques.isEmpty,
            "done": text(
                "admin.done", context,
                [
                    "what": doneWith == object.name
                        ? label(.object(doneWith), context)
                        : label(.field(object.name, doneWith), context)
                ]), "has_done": !doneWith.isEmpty,
        ]
        if isCustom { model["access"] = try await self.access(of: object, access, context) }
        if let origin = object.origin { model["origin"] = Self.origin(origin) }
        if let error { model["error"] = banner(error, context) }
        if let plan { model["plan"] = view(plan, context).model() }
        return try await page(
            "admin-object", .objects, title: label(.object(object.name), context),
            crumbs: [Crumb(label(.object(object.name), context))], model,
            status: error?.kind.status ?? .ok, request: request, context)
    }

    static func origin(_ location: RuleLocation) -> [String: Any] {
        [
            "pack": location.pack, "place": "\(location.file):\(location.line)",
            "address": PackRoutes.address(of: location),
            "is_custom": location.pack == CustomPack.name,
        ]
    }

    /// - Parameter done: the field that was just added or changed.
    private func fields(
        of object: Object, _ done: String, _ context: WebContext
    ) -> [[String: Any]] {
        object.fields.prefix(object.firstSystemSlot).map { field in
            var row: [String: Any] = [
                "name": field.name, "label": label(.field(object.name, field.name), context),
                "kind": text("kind.\(field.type.word)", context),
                "detail": detail(field, object, context),
                "required": field.isRequired,
                "address": "/admin/objects/\(object.name)/fields/\(field.name)",
                "is_custom": field.origin?.pack == CustomPack.name,
                "is_done": field.name == done,
            ]
            if let origin = field.origin { row["origin"] = Self.origin(origin) }
            return row
        }
    }

    private func detail(
        _ field: Field, _ object: Object, _ context: WebContext
    ) -> String {
        if let formula = field.formulaSource { return "= \(formula)" }
        if let rollup = field.rollupSource { return "= \(rollup)" }
        if let values = field.type.choices {
            return list(
                values.map { label(.choice(object.name, field.name, $0), context) }, context)
        }
        if let target = field.type.target { return "→ " + label(.object(target), context) }
        if case .autonumber(let type) = field.type { return type.format }
        let bounds = [field.minimum.map { "≥ \($0)" }, field.maximum.map { "≤ \($0)" }]
        return list(bounds.compactMap(\.self), context)
    }

    private func children(
        _ children: ChildrenField, of object: Object, _ context: WebContext
    ) -> [String: Any] {
        var row: [String: Any] = [
            "name": children.name,
            "label": label(.field(object.name, children.name), context),
            "kind": text("kind.children", context),
            "detail": "\(children.object).\(children.field)",
        ]
        if let origin = children.origin { row["origin"] = Self.origin(origin) }
        return row
    }

    // MARK: What it is called

    private func changeObject(_ request: Request, _ context: WebContext) async throws -> Response {
        let actor = try actor(.objects, context)
        let object = try schemaObject(context)
        var request = request
        let form = try await request.form()
        let change: MetadataChange =
            form["remove"].isEmpty
            ? .relabelObject(
                object.name,
                newLabels(
                    form, of: .object(object.name), now: object.label, plural: object.plural))
            : .removeObject(object.name)
        do {
            _ = try await engine.apply(change, as: actor, through: .page)
            return .seeOther(
                form["remove"].isEmpty
                    ? "/admin/objects/\(object.name)?done=\(object.name)" : "/admin/objects")
        } catch let error as TidegateError {
            return try await self.object(object, error, nil, request, context)
        }
    }

    /// What something is called in the languages beside that of the packs, for a form.
    func words(of term: Term) -> [[String: Any]] {
        Language.translated.map { language in
            [
                "option": language.option("label"), "code": language.rawValue,
                "own_name": language.ownName,
                "text": engine.bundle.translations.label(term, language) ?? "",
            ]
        }
    }

    /// What a form calls otherwise than it is called now.
    func newLabels(
        _ form: Form, of term: Term, now label: String, plural: String? = nil
    ) -> NewLabels {
        func changed(_ option: String, _ now: String?) -> String? {
            form.filled(option).flatMap { $0 == now ? nil : $0 }
        }
        let words = Language.labels { form.all($0).first }.filter { language, word in
            word != engine.bundle.translations.label(term, language) ?? ""
        }
        return NewLabels(
            label: changed("label", label), plural: changed("plural", plural), words: words)
    }

    // MARK: A new object

    private func addObject(_ request: Request, _ context: WebContext) async throws -> Response {
        let actor = try actor(.objects, context)
        var request = request
        let sent = try await request.form()
        let form = ObjectForm(sent)
        do {
            let change = MetadataChange.addObject(try form.request.draft())
            let plan = try await engine.plan(change, as: actor)
            guard form.isConfirmed(sent), plan.isPossible else {
                return try await newObject(form, nil, plan, request, context)
            }
            _ = try await engine.apply(plan, as: actor, through: .page)
            return .seeOther("/admin/objects/\(form.request.name)?done=\(form.request.name)")
        } catch let error as TidegateError {
            return try await newObject(form, error, nil, request, context)
        }
    }

    private func newObject(
        _ form: ObjectForm, _ error: TidegateError?, _ plan: MetadataPlan?, _ request: Request,
        _ context: WebContext
    ) async throws -> Response {
        let plan = plan.map { view($0, told: ["title"], context) }
        var model = form.model(
            roles: engine.bundle.roles.values.filter {
                !$0.permissions.contains(Permission.administer.rawValue)
            }.map { ($0, label(.role($0.name), context)) }.sorted { $0.1 < $1.1 },
            errors: error.map { errors($0, context) } ?? plan?.boxes ?? [:], context.language,
            kinds: { text("kind.\($0)", context) },
            rights: { text("right.\($0)", context) })
        model["is_fresh"] = request.method == .get
        if let error { model["error"] = banner(error, context) }
        if let plan, !plan.isToldAtBoxes {
            model["plan"] = plan.model()
            model["is_planned"] = plan.isOffered
        }
        let title = text("admin.new_object", context)
        return try await page(
            "admin-object-new", .objects, title: title, crumbs: [Crumb(title)], model,
            status: error?.kind.status ?? .ok, request: request, context)
    }
}
