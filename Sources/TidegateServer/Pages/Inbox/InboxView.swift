import TidegateModel
import TidegateRules

/// What the template of the inbox is filled with: what is late first, then what is due first; what is
/// over, and what the reader has asked, newest first.
struct InboxView {
    let wording: Wording
    let reading: InboxReading
    let part: InboxPart

    func model() -> [String: Any] {
        let rows = part == .waiting ? reading.rows.sorted(by: isSooner) : reading.rows
        return [
            "tasks": rows.map(part == .asked ? question : task), "is_empty": rows.isEmpty,
            "shows_waiting": part == .waiting, "shows_done": part == .done,
            "shows_asked": part == .asked, "shows_state": part != .waiting,
            "count": "\(rows.count)",
        ]
    }

    /// An approval, for who asked for it: it leads to the record, where its answers stand.
    private func question(_ approval: Record) -> [String: Any] {
        let rule = approval["name"].text.flatMap { wording.bundle.approvals[$0] }
        let record = approval["record"].reference.flatMap { reading.records[$0] }
        let (state, kind) = (approval["state"].text ?? "open", "approval")
        let figures: [[String: Any]] = record.map { self.figures($0, rule) } ?? []
        return [
            "address": record.map { $0.place.page } ?? "",
            "svg": wording.icons[TaskView.icon(kind)], "hue": TaskView.hue(kind),
            "title": approval["record"].reference.flatMap { wording.names[$0] } ?? "",
            "question": rule.map { wording.label(.approval($0.name)) } ?? "",
            "has_question": rule != nil, "has_who": false, "has_due": false, "figures": figures,
            "has_figures": !figures.isEmpty,
            "since": approval["created_at"].instant.map(wording.moment) ?? [:],
            "state": wording("approval.state_\(state)"), "state_class": ApprovalView.tag(state),
            "answer": reading.answers.text(approval, wording),
        ]
    }

    /// The same as a line of the start page.
    func answered(_ approval: Record) -> [String: Any] {
        let isGood = approval["state"].text == "approved"
        var line = question(approval)
        line["mark"] = wording.icons[isGood ? "check" : "reject"]
        line["tone"] = isGood ? "said-yes" : "said-no"
        line["since"] = approval["closed_at"].instant.map(wording.moment) ?? [:]
        return line
    }

    private func isSooner(_ left: Record, _ right: Record) -> Bool {
        switch (left["due"].instant, right["due"].instant) {
        case (let one?, let other?): one < other
        case (nil, nil): left.id > right.id
        case (let one, _): one != nil
        }
    }

    private func task(_ task: Record) -> [String: Any] {
        let kind = task["kind"].text ?? "todo"
        let approval = task["approval"].reference
        let record = task["record"].reference.flatMap { reading.records[$0] }
        let title = task["record"].reference.flatMap { wording.names[$0] } ?? ""
        let submitter = approval.flatMap { reading.approvals[$0]?["submitter"].reference }
            .flatMap { wording.names[$0] }
        let due = task["due"].instant
        let rule = rule(of: task)
        let figures: [[String: Any]] = record.map { self.figures($0, rule) } ?? []
        return [
            "address": "/inbox/\(task.id)", "svg": wording.icons[TaskView.icon(kind)],
            "hue": TaskView.hue(kind),
            "title": kind == "approval" && !title.isEmpty
                ? title : reading.title(of: task, wording),
            "question": kind == "approval"
                ? wording(
                    "task.decide",
                    ["approval": rule.map { wording.label(.approval($0.name)) } ?? ""]) : title,
            "has_question": rule != nil || kind != "approval" && !title.isEmpty,
            "who": submitter ?? "", "has_who": submitter != nil,
            "who_initials": (submitter ?? "").initials,
            "who_hue": Hue.of(submitter ?? "").cssClass,
            "since": task["created_at"].instant.map(wording.moment) ?? [:],
            "due": due.map(wording.moment) ?? [:], "has_due": due != nil && part == .waiting,
            "is_late": due.map { $0 < wording.now } ?? false, "figures": figures,
            "has_figures": !figures.isEmpty,
            "state": state(of: task),
            "state_class": task["verdict"] == .text("yes")
                ? "tag-good" : task["verdict"] == .text("no") ? "tag-bad" : "",
        ]
    }

    private func state(of task: Record) -> String {
        let alert = task["alert"].reference.flatMap { reading.alerts[$0] }
        if task["state"] == .text("cancelled"), alert?["state"] == .text("cleared") {
            return wording("task.state_cleared")
        }
        return wording("task.state_\(task["verdict"].text ?? task["state"].text ?? "open")")
    }

    private func rule(of task: Record) -> Approval? {
        task["approval"].reference.flatMap { reading.approvals[$0]?["name"].text }
            .flatMap { wording.bundle.approvals[$0] }
    }

    /// The two or three numbers a decision turns on.
    private func figures(_ record: Record, _ rule: Approval?) -> [[String: Any]] {
        guard let rule else { return [] }
        let slots = rule.when.fields.union(rule.freeze).sorted()
        return slots.filter { !record.slots[$0].isMissing }.prefix(3).map { slot in
            let field = record.object.fields[slot]
            return [
                "name": wording.label(field, record.object),
                "value": wording.value(of: record, slot),
            ]
        }
    }
}

extension InboxReading {
    /// What a task asks, for who reads it now; it was written for whom it asks.
    func title(of task: Record, _ wording: Wording) -> String {
        wording.title(
            ofTask: task,
            approval: task["approval"].reference.flatMap { approvals[$0]?["name"].text },
            alert: task["alert"].reference.flatMap { alerts[$0] },
            about: task["record"].reference.flatMap { names[$0] })
    }
}

extension Wording {
    /// - Parameters:
    ///   - approval: the name of what the task is a question of.
    ///   - alert: what made the task.
    ///   - title: of the record that the task is about.
    func title(
        ofTask task: Record, approval: String?, alert: Record?, about title: String?
    ) -> String {
        var speech: Speech?
        if let approval, let title {
            speech = .sentence(
                "task.decide", ["approval": .term(.approval(approval)), "title": .text(title)])
        } else if let alert, let name = alert["name"].text, let level = alert["level"].text {
            let said = bundle.title(ofAlert: alert, in: language)
            speech = .sentence(
                "task.alert",
                ["level": .term(.level(alert: name, level)), "title": .text(said)])
        }
        return speech.flatMap { bundle.text($0, in: language) } ?? task["title"].text ?? ""
    }
}
