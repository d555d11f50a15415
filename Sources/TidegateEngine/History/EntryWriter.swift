import TidegateModel
import TidegateRules

/// Writes the entries of the history, once, as bytes of JSON.
///
///     {"kind":"update","actor":{…},"door":"command","bundle":"4f0c…","transaction":"0D3…",
///      "import":"0D3…","row":12,"cause":{…},"changes":{"stage":["negotiate","won"]},"trace":[{"gate":"Say why",…}]}
struct EntryWriter {
    /// What every entry of an actor says; see ``EntryHeads``.
    let head: [UInt8]
    let transaction: RecordID
    /// The row of a file that is being loaded, or taken back.
    var origin: ImportOrigin?

    func save(
        _ kind: Saves.Kind, old: Record?, record: Record, cause: Transaction.Cause?, trace: Trace
    ) -> [UInt8] {
        entry(kind.rawValue, cause) { json in
            json.key("changes")
            json.object { json in changes(old, record, &json) }
            guard !trace.lines.isEmpty else { return }
            json.key("trace")
            json.array { json in
                for line in trace.lines { write(line, record.object, &json) }
            }
        }
    }

    func deletion(of record: Record, cause: Transaction.Cause?) -> [UInt8] {
        entry(Saves.Kind.delete.rawValue, cause) { json in
            json.key("changes")
            json.object { json in
                for slot in record.slots.indices where !record.slots[slot].isMissing {
                    json.key(record.object.fields[slot].name)
                    json.array { json in
                        json.slot(slot, of: record)
                        json.null()
                    }
                }
            }
        }
    }

    /// Something that happened about a record without changing it: a verdict, an alert.
    func event(
        _ kind: String, cause: Transaction.Cause?, _ body: (inout JSONWriter) -> Void
    ) -> [UInt8] {
        entry(kind, cause, body)
    }

    private func entry(
        _ kind: String, _ cause: Transaction.Cause?, _ body: (inout JSONWriter) -> Void
    ) -> [UInt8] {
        var json = JSONWriter(reserving: 768)
        json.object { json in
            json.member("kind", kind)
            json.raw(head)
            json.member("transaction", transaction)
            if let origin {
                json.member(origin.isUndo ? "undo" : "import", origin.run)
                json.member("row", origin.row)
            }
            if let cause {
                json.key("cause")
                json.object { json in
                    json.member("rule", cause.what)
                    json.member("at", optional: cause.location?.description)
                    json.member("record", "\(cause.object)/\(cause.record)")
                }
            }
            body(&json)
        }
        return json.bytes
    }

    private func changes(_ old: Record?, _ record: Record, _ json: inout JSONWriter) {
        let fields = record.object.fields
        for slot in 0..<record.object.firstSystemSlot {
            if let old {
                guard !record.equals(old, at: slot) else { continue }
            } else if record.slots[slot].isMissing {
                continue
            }
            json.key(fields[slot].name)
            json.array { json in
                if let old { json.slot(slot, of: old) } else { json.null() }
                json.slot(slot, of: record)
            }
        }
    }

    private func write(_ line: Trace.Line, _ object: Object, _ json: inout JSONWriter) {
        json.object { json in
            switch line {
            case .hook(let hook, let changed):
                json.member("hook", hook.name)
                json.member("at", hook.location.description)
                guard !changed.isEmpty else { return }
                json.key("set")
                json.array { json in for slot in changed { json.string(object.fields[slot].name) } }
            case .confirmed(let warning, let reason):
                json.member("warning", warning.kept)
                json.member("at", optional: warning.reason.rule?.description)
                json.member("confirmed", reason)
            case .gate(let report, let waiver): write(report, waiver, &json)
            case .approval(let event):
                json.member("approval", event.name)
                json.member("at", event.location.description)
                json.member("what", event.what)
            case .alert(let event):
                json.member("alert", event.name)
                json.member("at", event.location.description)
                json.member("what", event.what)
                json.member("level", optional: event.level)
            }
        }
    }

    private func write(_ report: GateReport, _ waiver: String?, _ json: inout JSONWriter) {
        json.member("gate", report.name)
        json.member("stage", report.stage)
        json.member("at", optional: report.location?.description)
        json.member("passed", report.passed)
        json.member("waived", optional: waiver)
        if !report.passed { json.member("message", report.message) }
    }
}
