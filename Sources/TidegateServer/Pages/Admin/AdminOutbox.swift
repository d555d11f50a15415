import HTTPTypes
import Hummingbird
import TidegateEngine
import TidegateModel

/// What leaves the workspace: mails that wait and that are gone, and because of what.
extension AdminRoutes {
    func outbox(_ request: Request, _ context: WebContext) async throws -> Response {
        let actor = try actor(.outbox, context)
        let states = ["waiting", "sent"]
        let chosen = try request.query()["state"]
        let state = states.contains(chosen) ? chosen : nil
        var wanted = ListRequest("Mail", where: state.map { "state == '\($0)'" })
        wanted.order = [.init("created_at", descending: true)]
        wanted.limit = ServerLimits.adminRows
        let mails = try await records(wanted, actor)
        var counts: [String: String] = [:]
        for state in states { counts[state] = "\(try await count(state, actor))" }
        let value = ValueText(language: context.language, texts: screens.pages.texts)
        return try await page(
            "admin-outbox", .outbox,
            [
                "mails": mails.map { row($0, value, context) }, "none": mails.isEmpty,
                "waiting": counts["waiting"] ?? "0", "sent": counts["sent"] ?? "0",
                "all": state == nil, "only_waiting": state == "waiting",
                "only_sent": state == "sent",
            ], request: request, context)
    }

    private func count(_ state: String, _ actor: Actor) async throws -> Int64 {
        var request = ListRequest("Mail", where: "state == '\(state)'")
        request.show = "count()"
        guard case .figures(_, let rows) = try await engine.list(request, as: actor) else {
            return 0
        }
        return rows.first?.first?.integer ?? 0
    }

    private func row(
        _ mail: Record, _ value: ValueText, _ context: WebContext
    ) -> [String: Any] {
        let object = mail["object"].text ?? ""
        let record = mail["record"].reference
        let isSent = mail["state"] == .text("sent")
        var row: [String: Any] = [
            "to": mail["name"].text ?? mail["recipient"].text ?? "",
            "recipient": mail["recipient"].text ?? "", "subject": mail["subject"].text ?? "",
            "body": mail["body"].text ?? "", "is_sent": isSent,
            "rule": mail["rule"].text ?? "", "has_rule": mail["rule"].text != nil,
        ]
        if let record, engine.bundle.schema[object] != nil {
            row["about"] = "/o/\(object)/\(record)"
            row["about_label"] = label(.object(object), context)
        }
        if let rule = mail["rule"].text.flatMap(Self.address(ofRule:)) {
            row["rule_address"] = rule
        }
        if case .datetime(let at) = isSent ? mail["sent_at"] : mail["created_at"] {
            row["iso"] = at.description
            row["at"] = value.datetime(at)
        }
        return row
    }

    /// `sales/hooks/price.lua:12` as an address.
    static func address(ofRule text: String) -> String? {
        let parts = text.split(separator: ":", maxSplits: 1)
        guard parts.count == 2, let line = Int(parts[1]), parts[0].contains("/") else { return nil }
        return "/packs/\(parts[0])#L\(line)"
    }
}
