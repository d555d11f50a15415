import TidegateModel
import TidegateRules
import TidegateStore

/// How an approval of a record stands, for explanations.
struct Standing {
    var unblock: String
    var who: [String]
    /// ``unblock`` for a person's own language.
    var speech: Speech
}

extension Transaction {
    /// The last one opened, whatever became of it.
    func newestApproval(_ name: String, _ object: Object, _ record: RecordID) throws -> Record? {
        try writer.newestApproval(name, object, record)
    }

    func standing(of name: String, _ record: Record) throws -> Standing {
        guard let approval = bundle.approvals[name] else {
            return Standing(unblock: "", who: [], speech: .text(""))
        }
        var parts: [String: Speech] = [
            "approval": .term(.approval(name)), "when": .text(approval.when.source),
            "object": .object(record.object),
        ]
        let isNeeded = try truth(of: approval.when, context(record, old: nil)) == .yes
        let unopened =
            isNeeded
            ? Standing(
                unblock: "approval \(name), which opens as the \(record.object.label) is saved",
                who: [], speech: .sentence("unblock.approval_opens_now", parts))
            : Standing(
                unblock: "approval \(name), which opens when \(approval.when.source)", who: [],
                speech: .sentence("unblock.approval_opens", parts))
        guard let newest = try newestApproval(name, record.object, record.id) else {
            return unopened
        }
        switch newest["state"].text {
        case "open":
            let step = newest["step"].text ?? ""
            let open = try TaskDesk(transaction: self).tasks(of: newest, step: step)
                .filter { $0["state"] == .text("open") }
            let people = try open.compactMap { try personName($0["assignee"]) }
            parts["step"] = .term(.step(approval: name, step))
            parts["people"] = .list(people.map(Speech.text))
            return Standing(
                unblock: "approval \(name), step \(step): waits for "
                    + people.joined(separator: ", "), who: people,
                speech: .sentence("unblock.approval_waits", parts))
        case "rejected":
            let frozen =
                approval.freeze.sorted().map { record.object.fields[$0].name }
                + approval.freezeCollections.sorted()
            parts["fields"] = .anyOf(frozen.map { .term(.field(record.object.name, $0)) })
            return Standing(
                unblock: "approval \(name) was rejected"
                    + (frozen.isEmpty
                        ? " for good: it freezes nothing that could be changed"
                        : "; change \(frozen.joined(separator: " or ")) to ask again"),
                who: [],
                speech: .sentence(
                    frozen.isEmpty ? "unblock.approval_final" : "unblock.approval_rejected", parts))
        case "withdrawn" where isNeeded:
            return Standing(
                unblock: "approval \(name) was withdrawn; ask for it again", who: [],
                speech: .sentence("unblock.approval_withdrawn", parts))
        default: return unopened
        }
    }

    func personName(_ reference: Value) throws -> String? {
        try sight.personName(reference)
    }

    /// Adds something that happened about a record without changing it.
    func append(_ entry: [UInt8], about record: Record) {
        changes.append(
            Change(
                object: record.object.name, record: record.id, version: record.version, at: now,
                entry: entry))
    }

    /// How people call the record: `OPP-2026-0001 Pump`.
    func title(_ record: Record) throws -> String {
        try title(record, self)
    }

    func title(_ record: Record, _ source: any RecordSource) throws -> String {
        guard let template = bundle.rules(of: record.object)?.title else { return "\(record.id)" }
        var context = context(record, old: nil)
        context.source = source
        let text = try template.render(context, extras: ["id": "\(record.id)"])
        return text.isEmpty ? "\(record.id)" : text
    }
}
