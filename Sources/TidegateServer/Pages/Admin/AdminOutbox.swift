import HTTPTypes
import Hummingbird
import TidegateEngine
import TidegateModel

/// What leaves the workspace: mails that wait and that are gone, and because of what.
extension AdminRoutes {
    func outbox(_ request: Request, _ context: WebContext) async throws -> Response {
        let actor = try actor(.outbox, context)
        return try await outbox(nil, actor, request, context)
    }

    /// The mail is handed over with the next round of ``Upkeep``, which is seconds away.
    func retryMail(_ request: Request, _ context: WebContext) async throws -> Response {
        let actor = try actor(.outbox, context)
        guard let id = RecordID(try context.parameters.require("id")) else {
            throw AdminSentences.noMail()
        }
        do {
            try await engine.retryMail(id, as: actor, through: .page)
            return .seeOther("/admin/outbox?state=failed&done=\(id)")
        } catch let error as TidegateError where error.code == "mail.sent" {
            return try await outbox(error, actor, request, context)
        }
    }

    private func outbox(
        _ error: TidegateError?, _ actor: Actor, _ request: Request, _ context: WebContext
    ) async throws -> Response {
        let states = ["waiting", "failed", "sent"]
        let query = try request.query()
        let state = states.contains(query["state"]) ? query["state"] : nil
        var wanted = ListRequest("Mail", where: state.map(Self.condition))
        wanted.order = [.init("created_at", descending: true)]
        wanted.limit = ServerLimits.adminRows
        let mails = try await records(wanted, actor)
        var counts: [String: String] = [:]
        for state in states { counts[state] = "\(try await count(state, actor))" }
        let value = ValueText(language: context.language, texts: screens.pages.texts)
        var model: [String: Any] = [
            "mails": mails.map { row($0, value, context) }, "none": mails.isEmpty,
            "waiting": counts["waiting"] ?? "0", "sent": counts["sent"] ?? "0",
            "failed": counts["failed"] ?? "0", "has_failed": counts["failed"] != "0",
            "all": state == nil, "only_waiting": state == "waiting",
            "only_sent": state == "sent", "only_failed": state == "failed",
            "is_retried": !query["done"].isEmpty,
            "way": text(hasMailFolder ? "admin.mail_folder" : "admin.no_mail_folder", context),
        ]
        if actor.may(.administer) { model["backups"] = backups(value, context) }
        if let error { model["error"] = banner(error, context) }
        return try await page(
            "admin-outbox", .outbox, model, status: error?.kind.status ?? .ok, request: request,
            context)
    }

    /// One line: where things stand, and whether that is well.
    private func backups(_ value: ValueText, _ context: WebContext) -> [String: Any] {
        guard let figures = backups?.now else {
            return ["words": text("admin.no_backups", context), "is_plain": true]
        }
        var words = text("admin.no_backup_yet", context)
        if let newest = figures.newest {
            words = text(
                "admin.last_backup", context,
                ["at": value.datetime(newest.at), "size": ByteCount.rounded(newest.bytes)])
        }
        guard let problem = figures.problem else { return ["words": words, "is_plain": true] }
        return [
            "words": words, "problem": text("admin.backup_failed", context), "cause": problem,
        ]
    }

    private func count(_ state: String, _ actor: Actor) async throws -> Int64 {
        var request = ListRequest("Mail", where: Self.condition(state))
        request.show = "count()"
        guard case .figures(_, let rows) = try await engine.list(request, as: actor) else {
            return 0
        }
        return rows.first?.first?.integer ?? 0
    }

    /// A mail that could not be sent waits on, so it is both.
    private static func condition(_ state: String) -> String {
        state == "failed" ? "state == 'waiting' and attempts > 0" : "state == '\(state)'"
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
        if !isSent, let attempts = mail["attempts"].integer, attempts > 0 {
            var next = ""
            if case .datetime(let at) = mail["next_try_at"] { next = value.datetime(at) }
            row["failure"] = [
                "words": text(
                    "admin.mail_failed", context, ["n": "\(attempts)", "next": next]),
                "cause": mail["error"].text ?? "", "retry": "/admin/outbox/\(mail.id)/retry",
            ]
        }
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
