import HTTPTypes
import Hummingbird
import TidegateEngine
import TidegateModel
import TidegateRules

/// `/o/OBJECT/new`: the form that makes a record. A refusal brings the same form back with all that
/// was typed, and says at each field what is wrong with it.
struct NewRecord {
    let screens: Screens

    func add(to router: Router<WebContext>) {
        router.get("/o/:object/new", use: form)
        router.post("/o/:object/new", use: create)
    }

    private var engine: Engine { screens.engine }

    // MARK: The empty form

    /// What the address says of a field (`?account=0D3…`) is filled in.
    @Sendable private func form(_ request: Request, _ context: WebContext) async throws -> Response
    {
        let actor = try context.requireActor()
        let object = try creatable(context, actor)
        let query = try request.query()
        let given = query.fields.filter { object.field($0.name) != nil }.map { ($0.name, $0.text) }
        let typed = Dictionary(given, uniquingKeysWith: { first, _ in first })
        return try await show(object, typed: typed, key: nil, nil, request, context)
    }

    private func creatable(_ context: WebContext, _ actor: Actor) throws -> Object {
        let object = try screens.object(context, as: actor)
        guard try !engine.access(of: actor, to: object.name).create.isNever,
            !object.table.hasPrefix("tg_")
        else { throw RequestSentences.noCreating(object) }
        return object
    }

    // MARK: Creating

    @Sendable private func create(
        _ request: Request, _ context: WebContext
    ) async throws -> Response {
        var request = request
        let form = try await request.form()
        let actor = try context.requireActor()
        let object = try creatable(context, actor)
        let typed = form.given()
        let was = form.all(startingWith: "was.")
        // What was left as the form had it is left to the defaults, which may know better by now.
        let changed = typed.filter { $0.value != was[$0.key] ?? "" }
        let refused = { (error: TidegateError) in
            try await show(
                object, typed: typed, key: form.filled("key"), error, request, context)
        }
        do {
            var options = RequestOptions(confirmation: form.filled("confirm"))
            options.idempotencyKey = form.filled("key")
            switch try await engine.create(
                object.name, engine.values(typed: changed, of: object, as: actor), as: actor,
                through: .page,
                options)
            {
            case .done(let record):
                var response = Response.seeOther(after(record, form))
                try await say(record, to: actor, context, on: &response)
                return response
            case .refused(let refusal): return try await refused(refusal.error)
            }
        } catch let error as TidegateError
            where [.invalid, .rejected, .conflict].contains(error.kind)
        {
            return try await refused(error)
        }
    }

    /// What was created, for the page that follows.
    private func say(
        _ record: Record, to actor: Actor, _ context: WebContext, on response: inout Response
    ) async throws {
        let label = engine.bundle.label(.object(record.object.name), context.language)
        let title = try await engine.titles(of: [record], as: actor).first ?? ""
        NextSaying.set(
            screens.pages.texts(
                "record.created", context.language, ["name": title.isEmpty ? label : title]),
            on: &response)
    }

    /// On to the record, or back to where a line of it was added.
    private func after(_ record: Record, _ form: Form) -> String {
        LocalAddress(form["next"])?.text ?? record.place.page
    }

    // MARK: Showing

    private func show(
        _ object: Object, typed: [String: String], key: String?, _ error: TidegateError?,
        _ request: Request, _ context: WebContext
    ) async throws -> Response {
        let actor = try context.requireActor()
        let blank = try await engine.blank(object.name, as: actor)
        var wording = screens.wording(context)
        wording.names = try await engine.names(of: references(blank, typed), as: actor)
        let access = try engine.access(of: actor, to: object.name)
        let view = NewRecordView(
            wording: wording, blank: blank, typed: typed, hidden: access.hidden,
            readonly: access.readonly,
            error: error.map(
                SpokenErrors(screens.pages.texts, engine.bundle, context).callAsFunction))
        var model = view.model
        let parent = try await parent(of: object, request, actor)
        model["key"] = key ?? Secret.random().text
        model["next"] = try request.query().filled("next").flatMap { LocalAddress($0) }?.text
        model["back"] = parent?.address ?? "/o/\(object.name)"
        return try await screens.page(
            "new", title: wording("list.new", ["name": wording.label(object)]),
            crumbs: [
                parent ?? Crumb(wording.plural(object), "/o/\(object.name)"),
                Crumb(wording("list.new", ["name": wording.label(object)])),
            ], model, status: error?.kind.status ?? .ok, request: request, context)
    }

    /// The record that the address asks for a child of, which the way leads back to.
    private func parent(
        of object: Object, _ request: Request, _ actor: Actor
    ) async throws -> Crumb? {
        let query = try request.query()
        for field in object.fields {
            guard let target = field.type.target,
                let id = query.filled(field.name).flatMap({ RecordID($0) }),
                let name = try await engine.names(of: [RecordPlace(target, id)], as: actor)[id]
            else { continue }
            return Crumb(name, RecordPlace(target, id).page)
        }
        return nil
    }

    private func references(
        _ blank: Record, _ typed: [String: String]
    ) -> [RecordPlace] {
        blank.references
            + typed.compactMap { name, text in
                guard let target = blank.object.field(name)?.type.target, let id = RecordID(text)
                else { return nil }
                return RecordPlace(target, id)
            }
    }
}

/// What the template of the form needs.
struct NewRecordView {
    let wording: Wording
    let blank: Record
    let typed: [String: String]
    let hidden: Set<Int>
    let readonly: Set<Int>
    let error: TidegateError?

    private var object: Object { blank.object }

    var model: [String: Any] {
        let slots = fields
        var model: [String: Any] = [
            "object": object.name, "label": wording.label(object),
            "inputs": slots.map(input), "is_refused": error != nil,
            "first": object.fields[slots.first ?? 0].name,
        ]
        if let error, !isSaidAtField {
            let others = error.reasons.filter { reason in
                !slots.contains { object.fields[$0].name == reason.field }
            }
            var refusal: [String: Any] = [
                "message": error.message,
                "others": others.map { ["message": $0.message] as [String: Any] },
                "is_warning": error.code == "validation.unconfirmed",
            ]
            refusal["hint"] = error.hint
            model["refusal"] = refusal
        }
        return model
    }

    /// Whether all there is to say stands at the one field it is about.
    private var isSaidAtField: Bool {
        guard let error, error.reasons.count == 1, let name = error.reasons[0].field else {
            return false
        }
        return fields.contains { object.fields[$0].name == name }
    }

    /// What a person may set; the stage is the pipeline's, which begins with its first.
    private var fields: [Int] {
        let rules = wording.bundle.rules(of: object)
        return (0..<object.firstSystemSlot).filter { slot in
            object.fields[slot].isWritable && !hidden.contains(slot) && !readonly.contains(slot)
                && rules?.isGuarded(slot) != true && rules?.pipeline?.slot != slot
        }
    }

    private func input(_ slot: Int) -> [String: Any] {
        let field = object.fields[slot]
        var input = FieldView(wording: wording, record: blank, rights: nil)
            .input(
                field, typed: typed[field.name] ?? readersLanguage(field),
                id: "field-\(field.name)")
        let reasons = error?.reasons.filter { $0.field == field.name } ?? []
        if !reasons.isEmpty {
            let hint = isSaidAtField && reasons[0].hint == nil ? error?.hint : nil
            input["wrong"] = wording.texts.sentences(
                reasons.flatMap {
                    [wording.beside(field, object, $0.message), $0.hint].compactMap(\.self)
                } + [hint].compactMap(\.self), wording.language)
        }
        return input
    }

    /// Whoever writes to someone in a language mostly writes in their own.
    private func readersLanguage(_ field: Field) -> String? {
        guard let values = field.type.choices,
            Set(values) == Set(Language.allCases.map(\.rawValue))
        else { return nil }
        return wording.language.rawValue
    }
}
