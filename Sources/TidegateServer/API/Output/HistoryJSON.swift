import TidegateEngine
import TidegateModel

extension JSONWriter {
    /// One change: who, through which door, because of what, old → new, and what the rules said.
    mutating func entry(_ entry: HistoryEntry) {
        object { json in
            if entry.sequence > 0 { json.member("sequence", Int(entry.sequence)) }
            json.member("object", entry.object)
            json.member("record", entry.record)
            json.member("version", Int(entry.version))
            json.member("at", entry.at.description)
            json.member("kind", entry.kind)
            json.key("actor")
            json.who(entry.who)
            json.member("door", entry.door)
            json.member("bundle", entry.bundle)
            if let because = entry.because {
                json.key("because")
                json.object { json in
                    json.member("rule", because.rule)
                    json.member("at", optional: because.at)
                    json.member("record", because.record)
                }
            }
            if let origin = entry.origin {
                json.key("import")
                json.object { json in
                    json.member("id", origin.run)
                    json.member("row", origin.row)
                    json.member("undo", origin.isUndo)
                }
            }
            json.key("changes")
            json.array { json in entry.fields.forEach { json.change($0) } }
            json.key("trace")
            json.array { json in entry.lines.forEach { json.line($0) } }
        }
    }

    private mutating func change(_ change: HistoryEntry.FieldChange) {
        object { json in
            json.member("field", change.field)
            json.key("old")
            json.json(change.old)
            json.key("new")
            json.json(change.new)
        }
    }

    private mutating func line(_ line: HistoryEntry.TraceLine) {
        object { json in
            switch line {
            case .hook(let name, let set, _):
                json.member("hook", name)
                json.key("set")
                json.strings(set)
            case .confirmed(let warning, let reason, _):
                json.member("warning", warning)
                json.member("confirmed", reason)
            case .gate(let name, let stage, let passed, let waived, let message, _):
                json.member("gate", name)
                json.member("stage", stage)
                json.member("passed", passed)
                json.member("waived", optional: waived)
                json.member("message", optional: message)
            case .approval(let name, let what, _):
                json.member("approval", name)
                json.member("what", what)
            case .verdict(let approval, let step, let verdict, let comment, _):
                json.member("approval", approval)
                json.member("step", optional: step)
                json.member("verdict", verdict)
                json.member("comment", optional: comment)
            case .alert(let name, let what, let level, _):
                json.member("alert", name)
                json.member("what", what)
                json.member("level", optional: level)
            case .pack(let name, let what):
                json.member("pack", name)
                json.member("what", what)
            case .share(let with, let level):
                json.member("shared_with", with)
                json.member("level", level)
            case .task(let title, let what, let comment):
                json.member("task", title)
                json.member("what", what)
                json.member("comment", optional: comment)
            }
            json.member("at", optional: line.location)
        }
    }

    /// What a write would do.
    mutating func simulation(_ simulation: Simulation, requestID: String, caller: Actor) {
        object { json in
            switch simulation.outcome {
            case .done: json.member("would", "done")
            case .refused(let refusal):
                json.member("would", "refused")
                json.key("error")
                json.raw(
                    refusal.error.json(
                        requestID: requestID, gates: refusal.gates, caller: caller))
            }
            json.key("changes")
            json.array { json in simulation.changes.forEach { json.entry($0) } }
            json.key("approvals")
            json.array { json in simulation.approvals.forEach { json.asked($0) } }
            json.key("alerts")
            json.strings(simulation.alerts)
            json.key("mails")
            json.array { json in
                for mail in simulation.mails {
                    json.object { json in
                        json.member("to", mail.recipient)
                        json.member("subject", mail.subject)
                    }
                }
            }
        }
    }

    private mutating func asked(_ asked: Simulation.Asked) {
        object { json in
            json.member("approval", asked.approval)
            json.member("object", asked.object)
            json.member("record", asked.record)
            json.member("step", optional: asked.step)
            json.key("people")
            json.strings(asked.people)
        }
    }
}
