import TidegateEngine
import TidegateModel
import TidegateRules

/// What has to be looked up to explain a refusal.
struct RefusalReading: Sendable {
    var refusal: Refusal
    var post: RecordPosts.Post
    /// As it is now; `nil` when it is gone or hidden.
    var record: Record?
    var names: [RecordID: String]
    var bundle: Bundle
    /// Who changed the record last, for a conflict.
    var lastChange: HistoryEntry?
    var rights: RecordRights?
    var approvals: [ApprovalStanding] = []
    /// Approvals that a closed gate waits for and that saving what was typed would ask for.
    var asks: [Simulation.Asked] = []

    static func read(
        _ engine: Engine, _ refusal: Refusal, _ post: RecordPosts.Post
    ) async throws -> RefusalReading {
        let record = try? await engine.record(post.object.name, post.id, as: post.actor)
        var reading = RefusalReading(
            refusal: refusal, post: post, record: record, names: [:], bundle: engine.bundle)
        guard let record else { return reading }
        reading.rights = try await engine.rights(on: post.object.name, post.id, as: post.actor)
        reading.approvals = try await engine.approvals(
            of: post.object.name, post.id, as: post.actor)
        var references = record.references
        for (name, text) in post.typed {
            guard let target = post.object.field(name)?.type.target,
                let id = RecordID(text)
            else { continue }
            references.append(RecordPlace(target, id))
        }
        reading.names = try await engine.names(of: references, as: post.actor)
        if refusal.error.code == "record.stale" {
            reading.lastChange = try await engine.history(
                post.object.name, post.id, before: nil, limit: 1, as: post.actor
            ).entries.first
        }
        reading.asks = try await asks(engine, refusal, post)
        return reading
    }

    /// A refused move saves nothing, so what was typed for it has asked nobody yet.
    private static func asks(
        _ engine: Engine, _ refusal: Refusal, _ post: RecordPosts.Post
    ) async throws -> [Simulation.Asked] {
        let pipeline = engine.bundle.rules(of: post.object)?.pipeline
        let waitsFor = refusal.gates.filter { !$0.passed }.flatMap { gate in
            pipeline?.stage(gate.stage)?.gates.first { $0.name == gate.name }?.approvals ?? []
        }
        guard !waitsFor.isEmpty, !post.typed.isEmpty,
            let values = try? await engine.values(
                typed: post.typed, of: post.object, post.id, as: post.actor),
            let simulation = try? await engine.simulate(
                .update(object: post.object.name, id: post.id, values: values),
                as: post.actor, through: .page)
        else { return [] }
        return simulation.approvals.filter {
            $0.record == post.id && waitsFor.contains($0.approval)
        }
    }

    func view(_ pages: PageRenderer, language: Language, now: Instant) -> RefusalView {
        RefusalView(
            wording: Wording(pages, language, bundle: bundle, now: now, names: names),
            reading: self)
    }
}

/// A refusal as a dialog: the gates with the fields to fill in, the warnings to confirm, or both
/// versions of what two people changed.
struct RefusalView {
    let wording: Wording
    let reading: RefusalReading

    private var error: TidegateError { reading.refusal.error }
    private var post: RecordPosts.Post { reading.post }
    private var isConflict: Bool { error.code == "record.stale" }
    /// Whether it was the same person, in another window.
    private var isOwn: Bool {
        post.actor.user != nil && reading.lastChange?.who.id == post.actor.user
    }
    private var isWarning: Bool { error.code == "validation.unconfirmed" }

    /// In one sentence, for a form that has its own place for it.
    var message: String {
        guard error.reasons.count == 1, let reason = error.reasons.first else {
            return wording.speech(error)
        }
        return message(reason, reason.field ?? "")
    }

    /// By field, for the form that sent it.
    var fieldMessages: [(String, String)] {
        error.reasons.compactMap { reason in
            reason.field.map { ($0, message(reason, $0)) }
        }
    }

    func model() -> [String: Any] {
        let gates = gates()
        let conflicts = isConflict ? conflicts() : []
        let reasons = reading.refusal.gates.isEmpty ? error.reasons : []
        let offered = Set(
            gates.flatMap { $0["inputs"] as? [[String: Any]] ?? [] }
                .compactMap { $0["name"] as? String }
                + conflicts.compactMap { $0["name"] as? String })
        let spoken = wording.bundle.spoken(error, in: wording.language)
        let mayWaive = error.code == "gate.closed" && post.actor.may(.waiveGates)
        return [
            "heading": heading(),
            "message": gates.isEmpty ? wording.speech(error) : "",
            "has_message": gates.isEmpty && reasons.isEmpty && !isConflict,
            "hint": spoken.hint ?? "",
            "has_hint": spoken.hint != nil && gates.isEmpty && !isWarning && !isConflict,
            "action": "\(post.place.page)/"
                + (post.stage != nil ? "move" : isPress ? "act" : "save"),
            "stage": post.stage ?? "", "has_stage": post.stage != nil,
            "press": post.form.filled("action") ?? "", "has_press": isPress,
            "version": reading.record.map { "\($0.version)" } ?? "",
            "gates": gates, "has_gates": !gates.isEmpty,
            "reasons": reasons.map(reason), "has_reasons": !reasons.isEmpty,
            "is_warning": isWarning, "is_conflict": isConflict, "conflicts": conflicts,
            "theirs_label": wording(isOwn ? "refusal.saved_meanwhile" : "refusal.theirs"),
            "conflict_text": isOwn
                ? wording("refusal.conflict_own_text")
                : wording("refusal.conflict_text", ["who": reading.lastChange?.who.name ?? "?"]),
            "act_address": "\(post.place.page)/act",
            "may_waive": mayWaive, "may_save": gates.contains { $0["has_inputs"] as? Bool == true },
            "save_address": "\(post.place.page)/save", "actions": actions(),
            "kept": post.typed.filter { !offered.contains($0.key) }.sorted { $0.key < $1.key }
                .map { ["name": $0.key, "value": $0.value] },
            "has_asks": !reading.asks.isEmpty,
            "may_retry": (mayRetry(gates) && reading.asks.isEmpty) || mayWaive,
            "retry": retry(),
        ]
    }

    /// What the main button brings about.
    private func retry() -> String {
        if isConflict { return wording("refusal.save") }
        if isWarning { return wording("refusal.confirm") }
        if let stage = post.stage {
            return wording("refusal.move", ["stage": wording.stage(stage, post.object)])
        }
        return post.form.filled("action").map { wording.label(.action(post.object.name, $0)) }
            ?? wording("refusal.save")
    }

    private var isPress: Bool { post.form.filled("action") != nil }

    private func mayRetry(_ gates: [[String: Any]]) -> Bool {
        isWarning || isConflict || !gates.isEmpty
    }

    private func heading() -> String {
        if isConflict {
            return wording(isOwn ? "refusal.conflict_own" : "refusal.conflict")
        }
        if isWarning { return wording("refusal.warning") }
        guard let stage = post.stage, !reading.refusal.gates.isEmpty else {
            return wording("refusal.title")
        }
        let pipeline = wording.bundle.rules(of: post.object)?.pipeline
        let isBad =
            pipeline.flatMap { whole in
                whole.stage(stage).map { StageView.isBad($0, in: whole) }
            } ?? false
        return wording(
            isBad ? "refusal.gates_end" : "refusal.gates",
            ["stage": wording.stage(stage, post.object)])
    }

    // MARK: Gates

    private func gates() -> [[String: Any]] {
        guard let stage = post.stage, let record = reading.record else { return [] }
        // The page below has a list of the same gates.
        return GateView(
            wording: wording, record: record, place: "refusal",
            fields: FieldView(
                wording: wording, record: record, rights: reading.rights,
                approvals: reading.approvals),
            typed: post.typed, asks: reading.asks
        ).list(reading.refusal.gates, to: stage)
    }

    /// A gate may speak of an action that opens it: then it can be pressed right here.
    private func actions() -> [[String: Any]] {
        let said = reading.refusal.gates.filter { !$0.passed }.map(\.message).joined(separator: " ")
        let actions = (reading.rights?.actions ?? []).filter(\.canPress)
        let again = AskedAgain(reading.approvals, of: post.object, wording: wording)
        return actions.filter { said.contains($0.name) }.map { action in
            let note = again.note(onAction: action)
            return [
                "name": action.name,
                "label": wording.label(.action(post.object.name, action.name)),
                "note": note, "has_note": !note.isEmpty,
            ]
        }
    }

    private func reason(_ reason: Reason) -> [String: Any] {
        let field = reason.field.flatMap(post.object.field)
        return [
            "label": field.map { wording.label($0, post.object) } ?? "", "has_label": field != nil,
            "message": message(reason, reason.field ?? ""),
            "rule": GateView.rule(reason.rule),
        ]
    }

    private func message(_ reason: Reason, _ field: String) -> String {
        let spoken = reason.speech.flatMap { wording.bundle.text($0, in: wording.language) }
        let said = wording.speech(nil, or: spoken ?? Self.withoutName(reason.message, field))
        return post.object.field(field).map { wording.beside($0, post.object, said) } ?? said
    }

    /// `amount: "x" is not a number` under the field's label need not name the field again.
    private static func withoutName(_ message: String, _ field: String) -> String {
        let start = "\(field): "
        return message.hasPrefix(start) ? String(message.dropFirst(start.count)) : message
    }

    // MARK: Two who changed the same

    private func conflicts() -> [[String: Any]] {
        guard let record = reading.record else { return [] }
        let was = post.form.all(startingWith: "was.")
        return post.typed.sorted { $0.key < $1.key }.compactMap { name, text in
            guard let field = post.object.field(name) else { return nil }
            let theirs = Wording.raw(record[name], of: field)
            guard theirs != text else { return nil }
            return [
                "name": name, "label": wording.label(field, post.object),
                "mine": shown(text, field), "mine_raw": text,
                "theirs": shown(theirs, field), "theirs_raw": theirs,
                "was": shown(was[name] ?? "", field), "has_was": was[name] != nil,
                "is_touched": was[name].map { $0 != theirs } ?? true,
            ]
        }
    }

    private func shown(_ text: String, _ field: Field) -> String {
        guard case .success(let value) = field.parse(text, numbers: .grouped) else { return text }
        let words = wording.value(value, field, post.object)
        return words.isEmpty ? "—" : words
    }
}
