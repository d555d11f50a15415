import HTTPTypes
import Hummingbird
import TidegateEngine
import TidegateModel
import TidegateRules

/// What the scripts of a record's page send: forms, answered by JSON. A refusal comes with the piece
/// of page that explains it, so that every word of it is the server's, in the reader's language.
struct RecordPosts {
    let engine: Engine
    let pages: PageRenderer

    func add(to router: Router<WebContext>) {
        router.post("/o/:object/:id/save") { try await answer($0, $1, save) }
        router.post("/o/:object/:id/move") { try await answer($0, $1, move) }
        router.post("/o/:object/:id/act") { try await answer($0, $1, act) }
        router.post("/o/:object/:id/decide") {
            try await answer($0, $1, isDecision: true, decide)
        }
        router.post("/o/:object/:id/withdraw") { try await answer($0, $1, withdraw) }
        router.post("/o/:object/:id/ask") { try await answer($0, $1, ask) }
        router.post("/o/:object/:id/delete") { try await answer($0, $1, delete) }
        router.post("/o/:object/:id/fill") { try await answer($0, $1, fill) }
        router.post("/o/:object/:id/share") { try await answer($0, $1, share) }
    }

    /// One form, read and addressed.
    struct Post: Sendable {
        var object: Object
        var id: RecordID
        var form: Form
        var actor: Actor
        var options: RequestOptions
        /// See ``Form/typed()``.
        var typed: [String: String]
        var stage: String?

        var place: RecordPlace { RecordPlace(object.name, id) }
    }

    /// Where the page goes on; `nil`: it stays and looks again.
    typealias Next = String

    private func answer(
        _ request: Request, _ context: WebContext, isDecision: Bool = false,
        _ act: (Post) async throws -> Answer<(record: Record, next: Next?)>
    ) async throws -> Response {
        let actor = try context.requireActor()
        let place = try context.recordAddress()
        var request = request
        let form = try await request.form()
        var options = RequestOptions()
        options.idempotencyKey = HTTPField.Name("Idempotency-Key").flatMap { request.headers[$0] }
        options.confirmation = form.filled("confirm")
        options.waiver = form.filled("waiver")
        options.version = form.filled("version").flatMap { Int64($0) }
        let post = Post(
            object: isDecision
                ? try engine.object(place.object, asked: actor)
                : try engine.object(place.object, as: actor),
            id: place.id, form: form, actor: actor,
            options: options,
            typed: form.typed(), stage: form.filled("stage"))
        do {
            switch try await act(post) {
            case .done(let done):
                let said = try await said(post, done.record, request, context)
                return Self.done(done.record, done.next, said: said)
            case .refused(let refusal): return try await refused(refusal, post, request, context)
            }
        } catch let refused as FillTable.RowRefused {
            return try await self.refused(
                refused.refusal, post, request, context, at: refused.input)
        } catch let error as TidegateError where error.code != "object.unknown" {
            return try await refused(Refusal(error), post, request, context)
        }
    }

    /// What an action has done, by the title of the record it answered with; whom a save has asked.
    private func said(
        _ post: Post, _ made: Record, _ request: Request, _ context: WebContext
    ) async throws -> String? {
        if request.uri.path.hasSuffix("/save") { return try await asked(post, made, context) }
        guard request.uri.path.hasSuffix("/act"), let action = post.form.filled("action") else {
            return nil
        }
        let label = engine.bundle.label(.action(post.object.name, action), context.language)
        let title =
            made.id == post.id ? nil : try await engine.titles(of: [made], as: post.actor).first
        return pages.texts(
            title == nil ? "record.pressed_here" : "record.pressed", context.language,
            ["action": label, "title": title ?? ""])
    }

    /// An approval that a save has opened was opened in the same moment.
    private func asked(
        _ post: Post, _ saved: Record, _ context: WebContext
    ) async throws -> String? {
        let opened = try await engine.approvals(
            of: post.object.name, post.id, as: post.actor
        ).filter { $0.isOpen && $0.row["created_at"] == saved["updated_at"] }
        let people = opened.flatMap(\.steps).flatMap(\.asked).filter(\.isOpen).map(\.person.name)
        guard !people.isEmpty else { return nil }
        let (texts, language) = (pages.texts, context.language)
        return texts(
            "record.asked", language,
            [
                "who": texts.list(people, language),
                "approval": texts.list(
                    opened.map { engine.bundle.label(.approval($0.rule.name), language) }, language),
            ])
    }

    /// - Parameter said: what the page tells; `nil`: that it was saved.
    static func done(_ record: Record, _ next: Next?, said: String? = nil) -> Response {
        var json = JSONWriter()
        json.object { json in
            json.member("version", "\(record.version)")
            json.member("next", optional: next)
            json.member("said", optional: said)
        }
        return .json(.ok, json.bytes)
    }

    /// - Parameter input: the one of several rows that was refused.
    private func refused(
        _ refusal: Refusal, _ post: Post, _ request: Request, _ context: WebContext,
        at input: String? = nil
    ) async throws -> Response {
        let view = try await RefusalReading.read(engine, refusal, post).view(
            pages, language: context.language, now: engine.clock.now())
        let html = pages.text("refusal", view.model(), request: request, context)
        var json = JSONWriter()
        json.object { json in
            json.member("code", refusal.error.code)
            json.member("message", view.message)
            json.key("fields")
            json.object { json in
                for (name, message) in view.fieldMessages {
                    json.key(name)
                    json.string(message)
                }
            }
            json.member("input", optional: input)
            json.member("html", html)
        }
        return .json(refusal.error.kind.status, json.bytes)
    }

    // MARK: What is asked for

    private func save(_ post: Post) async throws -> Answer<(record: Record, next: Next?)> {
        try await update(post, post.typed).map { ($0, nil) }
    }

    /// With fields, one save sets them and the stage: the gates are judged on what was typed.
    private func move(_ post: Post) async throws -> Answer<(record: Record, next: Next?)> {
        guard let stage = post.stage else { throw RequestSentences.missing("stage") }
        guard !post.typed.isEmpty, let field = engine.bundle.rules(of: post.object)?.pipeline?.field
        else {
            var options = post.options
            options.version = nil
            return try await engine.move(
                post.object.name, post.id, to: stage, as: post.actor, through: .page, options
            ).map { ($0, nil) }
        }
        var typed = post.typed
        typed[field] = stage
        return try await update(post, typed).map { ($0, nil) }
    }

    private func act(_ post: Post) async throws -> Answer<(record: Record, next: Next?)> {
        guard let action = post.form.filled("action") else {
            throw RequestSentences.missing("action")
        }
        return try await engine.act(
            action, post.object.name, post.id, as: post.actor, through: .page, post.options
        ).map { made in
            let isOther = made.id != post.id
            return (made, isOther ? made.place.page : nil)
        }
    }

    private func decide(_ post: Post) async throws -> Answer<(record: Record, next: Next?)> {
        guard let approval = post.form.filled("approval") else {
            throw RequestSentences.missing("approval")
        }
        return try await engine.decide(
            approval, post.object.name, post.id, yes: post.form.filled("verdict") == "yes",
            comment: post.form.filled("comment"), as: post.actor, through: .page, post.options
        ).map { ($0, nil) }
    }

    private func withdraw(_ post: Post) async throws -> Answer<(record: Record, next: Next?)> {
        guard let approval = post.form.filled("approval") else {
            throw RequestSentences.missing("approval")
        }
        return try await engine.withdraw(
            approval, post.object.name, post.id, comment: post.form.filled("comment"),
            as: post.actor,
            through: .page
        ).map { ($0, nil) }
    }

    private func ask(_ post: Post) async throws -> Answer<(record: Record, next: Next?)> {
        guard let approval = post.form.filled("approval") else {
            throw RequestSentences.missing("approval")
        }
        return try await engine.ask(
            approval, post.object.name, post.id, as: post.actor, through: .page
        ).map { ($0, nil) }
    }

    private func delete(_ post: Post) async throws -> Answer<(record: Record, next: Next?)> {
        try await engine.delete(
            post.object.name, post.id, as: post.actor, through: .page, post.options
        ).map { ($0, "/o/\(post.object.name)") }
    }

    /// `level` opens the record to the holder; without one, the share ends.
    private func share(_ post: Post) async throws -> Answer<(record: Record, next: Next?)> {
        let typed = post.form["holder"]
        guard let id = RecordID(typed) else {
            throw FillTable.RowRefused(
                input: "holder", refusal: Refusal(RequestSentences.nobodyCalled(typed)))
        }
        let holder: Share.Holder = post.form.filled("kind") == "team" ? .team(id) : .user(id)
        guard let level = post.form.filled("level").flatMap(Share.Level.init) else {
            return try await engine.unshare(
                post.object.name, post.id, with: holder, as: post.actor, through: .page
            ).map { ($0, nil) }
        }
        return try await engine.share(
            post.object.name, post.id, Share(holder, level), as: post.actor, through: .page
        ).map { ($0, nil) }
    }

    private func fill(_ post: Post) async throws -> Answer<(record: Record, next: Next?)> {
        let record = try await engine.record(post.object.name, post.id, as: post.actor)
        guard let table = try await FillTable.read(engine, record, as: post.actor) else {
            throw RequestSentences.nothingFilledIn()
        }
        var typed: [RecordID: [String: String]] = [:]
        for (name, text) in post.form.all(startingWith: "n.") {
            let parts = name.split(separator: ".", maxSplits: 1)
            guard parts.count == 2, let row = RecordID(parts[0]) else { continue }
            typed[row, default: [:]][String(parts[1])] = text
        }
        let (writes, inputs) = try table.writes(typed, to: post.form.filled("to"))
        guard !inputs.isEmpty || (!writes.isEmpty && !table.inside.isEmpty) else {
            throw RequestSentences.nothingFilledIn()
        }
        let answer = try await engine.together(
            writes.map { Step($0) }, as: post.actor, through: .page, post.options)
        if case .refused(let refusal) = answer, let step = refusal.step, step < inputs.count {
            throw FillTable.RowRefused(input: inputs[step], refusal: refusal)
        }
        return answer.map { ($0, nil) }
    }

    // MARK: Saving over someone else's change

    /// Saves what was typed. When the record has changed meanwhile, but not in these fields, the save
    /// is repeated on what is there now; otherwise both versions have to be looked at.
    private func update(_ post: Post, _ typed: [String: String]) async throws -> Answer<Record> {
        let values = try await engine.values(
            typed: typed, of: post.object, post.id, as: post.actor)
        do {
            return try await engine.update(
                post.object.name, post.id, values, as: post.actor, through: .page, post.options)
        } catch let error as TidegateError where error.code == "record.stale" {
            let now = try await engine.record(post.object.name, post.id, as: post.actor)
            let was = post.form.all(startingWith: "was.")
            let isTouched = typed.keys.contains { name in
                guard let field = now.object.field(name), let was = was[name] else { return false }
                return was != Wording.raw(now[name], of: field)
            }
            guard !isTouched else { throw error }
            var options = post.options
            options.rebasedOn = now.version
            return try await engine.update(
                post.object.name, post.id, values, as: post.actor, through: .page, options)
        }
    }
}
