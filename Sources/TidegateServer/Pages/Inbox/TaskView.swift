import TidegateEngine
import TidegateModel
import TidegateRules

/// What the template of one task is filled with: the question, the values then and now, who has
/// answered and who comes next.
struct TaskView {
    let wording: Wording
    let reading: TaskReading
    let actor: Actor

    private var task: Record { reading.task }
    private var kind: String { task["kind"].text ?? "todo" }

    func model() -> [String: Any] {
        let state = task["state"].text ?? ""
        let isOpen = state == "open" && task["assignee"].reference == actor.user
        let due = task["due"].instant
        let submitter = reading.approval?.row["submitter"].reference
        var model: [String: Any] = [
            "heading": heading, "task_title": taskTitle,
            "here": "/inbox/\(task.id)", "record_address": recordAddress,
            "has_record": reading.mayOpen, "decide_address": decideAddress,
            "is_unseen": reading.record != nil && !reading.mayOpen,
            "record_title": reading.title,
            "object_label": reading.record.map { wording.label($0.object) } ?? "",
            "is_approval": kind == "approval", "is_open": isOpen,
            "can_decide": isOpen && kind == "approval", "can_finish": isOpen && kind != "approval",
            "mark": wording.icons[Self.icon(kind)], "mark_hue": Self.hue(kind),
            "asked_by": wording(
                "task.asks_you",
                ["who": submitter.flatMap { wording.names[$0] } ?? wording("actor.system")]),
            "since": task["created_at"].instant.map(wording.moment) ?? [:],
            "due": due.map(wording.moment) ?? [:], "has_due": due != nil && state == "open",
            "is_late": due.map { $0 < wording.now } ?? false,
            "approval": task["approval"].reference != nil ? reading.approval?.rule.name ?? "" : "",
            "outcome": outcome, "has_outcome": !isOpen,
            "go_on": reading.next.map { "/inbox/\($0)" } ?? "/inbox",
            "go_on_label": wording(reading.next == nil ? "task.to_inbox" : "task.next"),
            "outcome_class": task["verdict"] == .text("no") ? "banner-bad" : "banner-good",
            "alert_text": reading.alert.map {
                wording.bundle.title(ofAlert: $0, in: wording.language)
            } ?? "",
            "has_alert": reading.alert != nil,
            "alert_since": reading.alert?["created_at"].instant.map(wording.moment) ?? [:],
        ]
        model.merge(values()) { _, new in new }
        if let approval = reading.approval {
            let view = ApprovalView(wording: wording, actor: actor)
            model["steps"] = approval.steps.map { view.step($0, of: approval.rule) }
            model["has_steps"] = true
            model["rule"] = GateView.rule(approval.rule.location)
            model["condition"] = approval.rule.when.source
        } else {
            model["has_steps"] = false
        }
        return model
    }

    private var taskTitle: String {
        wording.title(
            ofTask: task, approval: reading.approval?.rule.name, alert: reading.alert,
            about: reading.mayOpen ? reading.title : nil)
    }

    private var heading: String {
        guard let approval = reading.approval else { return taskTitle }
        return wording(
            "task.decide", ["approval": wording.label(.approval(approval.rule.name))])
    }

    private var recordAddress: String {
        guard let record = reading.record, reading.mayOpen else { return "" }
        return record.place.page
    }

    private var decideAddress: String {
        reading.record.map { $0.place.page + "/decide" } ?? ""
    }

    private var outcome: String {
        switch (task["state"].text, task["verdict"].text) {
        case ("done", "yes"): wording("task.you_approved")
        case ("done", "no"): wording("task.you_rejected")
        case ("done", _): wording("task.you_finished")
        case ("cancelled", _) where reading.alert?["state"] == .text("cleared"):
            wording("task.cleared")
        case ("cancelled", _): wording("task.cancelled")
        default: wording("task.others")
        }
    }

    // MARK: Then and now

    private func values() -> [String: Any] {
        guard let record = reading.record else {
            return ["figures": [], "has_figures": false, "facts": [], "has_facts": false]
        }
        let decisive = decisive(record)
        let comparison = ThenAndNow(record: record, history: reading.history)
        let asked = reading.approval?.row["created_at"].instant
        // What the answers themselves have set is no news.
        let set = reading.approval?.rule.setSlots ?? []
        let changed = (asked.map(comparison.changes) ?? []).filter { !set.contains($0.slot) }
        let last = reading.earlier.first
        let lastAsked = last?.row["created_at"].instant
        let sinceLast = lastAsked.map(comparison.changes) ?? []
        return [
            "figures": decisive.map { figure($0, record, changed) },
            "has_figures": !decisive.isEmpty,
            "changed": changed.map { line($0, record) }, "has_changed": !changed.isEmpty,
            // Of a record they may not read, nobody learns what became of it.
            "is_unchanged": asked != nil && changed.isEmpty && reading.mayOpen,
            "has_last": last != nil,
            "last": last.map { earlier($0, record, sinceLast) } ?? [:],
            "facts": facts(record, but: decisive), "has_facts": true,
        ]
    }

    /// The fields the question turns on: those that are frozen, and those its conditions read.
    private func decisive(_ record: Record) -> [Int] {
        guard let rule = reading.approval?.rule else { return [] }
        var slots = rule.freeze.union(rule.when.fields)
        for step in rule.steps { slots.formUnion(step.when?.fields ?? []) }
        // What follows from them by a formula says what the answer comes to.
        let formulas = wording.bundle.rules(of: record.object)?.formulas ?? []
        for formula in formulas where !formula.expression.fields.isDisjoint(with: slots) {
            slots.insert(formula.slot)
        }
        return slots.subtracting(reading.hidden).sorted().filter {
            $0 < record.object.firstSystemSlot
        }
    }

    private func figure(
        _ slot: Int, _ record: Record, _ changes: [(slot: Int, then: Value)]
    ) -> [String: Any] {
        let field = record.object.fields[slot]
        let now = wording.value(of: record, slot)
        let then = changes.first { $0.slot == slot }
            .map { wording.value($0.then, field, record.object) }
        return [
            "name": wording.label(field, record.object), "value": now.isEmpty ? "—" : now,
            "then": then.map { $0.isEmpty ? "—" : $0 } ?? "", "has_then": then != nil,
            "is_trigger": reading.approval?.rule.when.fields.contains(slot) ?? false,
        ]
    }

    private func line(_ change: (slot: Int, then: Value), _ record: Record) -> [String: Any] {
        let field = record.object.fields[change.slot]
        let old = wording.value(change.then, field, record.object)
        let new = wording.value(record[change.slot], field, record.object)
        return [
            "name": wording.label(field, record.object), "old": old, "new": new,
            "has_old": !old.isEmpty, "has_new": !new.isEmpty,
        ]
    }

    private func earlier(
        _ standing: ApprovalStanding, _ record: Record, _ changes: [(slot: Int, then: Value)]
    ) -> [String: Any] {
        let view = ApprovalView(wording: wording, actor: actor)
        var card = view.card(standing)
        card["votes"] = standing.steps.map { view.step($0, of: standing.rule) }
            .flatMap { $0["votes"] as? [[String: Any]] ?? [] }
        card["is_answered"] = standing.steps.flatMap(\.asked).contains {
            $0.verdict != nil && $0.person.id == actor.user
        }
        card["changes"] = changes.map { line($0, record) }
        card["has_changes"] = !changes.isEmpty
        return card
    }

    private func facts(_ record: Record, but shown: [Int]) -> [[String: Any]] {
        (0..<record.object.firstSystemSlot).compactMap { slot in
            guard !shown.contains(slot), !reading.hidden.contains(slot),
                !record.slots[slot].isMissing
            else { return nil }
            let field = record.object.fields[slot]
            return [
                "name": wording.label(field, record.object),
                "value": wording.value(of: record, slot),
            ]
        }
    }

    static func icon(_ kind: String) -> String {
        switch kind {
        case "approval": "approve"
        case "alert": "bell"
        default: "check"
        }
    }

    static func hue(_ kind: String) -> String {
        switch kind {
        case "approval": "hue-violet"
        case "alert": "hue-amber"
        default: "hue-blue"
        }
    }
}
