import HTTPTypes
import Hummingbird
import TidegateEngine
import TidegateModel

/// Files that were loaded, and taking one back: first what would happen, then the button that does it.
extension AdminRoutes {
    /// The newest, for the page of imports.
    func importRuns(_ actor: Actor, _ context: WebContext) async throws -> [[String: Any]] {
        try await engine.importRuns(limit: ServerLimits.adminRows, as: actor).map {
            row($0, context)
        }
    }

    func importRun(_ request: Request, _ context: WebContext) async throws -> Response {
        try await importRun(nil, request, context)
    }

    func undoImport(_ request: Request, _ context: WebContext) async throws -> Response {
        let actor = try actor(.imports, context)
        let id = try Self.run(context)
        do {
            let isForced = try request.query()["rest"] == "true"
            _ = try await engine.undoImport(id, skipsChanged: isForced, as: actor)
            return .seeOther("/admin/imports/\(id)")
        } catch let error as TidegateError where error.kind != .internal {
            return try await importRun(error, request, context)
        }
    }

    private static func run(_ context: WebContext) throws -> RecordID {
        guard let id = RecordID(try context.parameters.require("id")) else {
            throw RequestSentences.noPage()
        }
        return id
    }

    private func importRun(
        _ error: TidegateError?, _ request: Request, _ context: WebContext
    ) async throws -> Response {
        let actor = try actor(.imports, context)
        let run = try await engine.importRun(try Self.run(context), as: actor)
        var model = row(run, context)
        model["options"] = run.options
        model["has_options"] = !run.options.isEmpty
        model["is_undone"] = run.state == .undone
        model["undone"] = text(
            "admin.import_undone", context, ["n": "\(run.undone)", "kept": "\(run.kept)"])
        let mayUndo = actor.kind != .user || actor.may(.importRecords)
        if mayUndo, run.state != .undone || run.kept > 0 {
            model["look"] = try await look(at: run, actor, context)
        }
        if let error { model["error"] = banner(error, context) }
        return try await page(
            "admin-import", .imports, title: run.file.isEmpty ? run.mapping : run.file, model,
            status: error?.kind.status ?? .ok, request: request, context)
    }

    /// What would happen: tried and rolled back.
    private func look(
        at run: ImportRun, _ actor: Actor, _ context: WebContext
    ) async throws -> [String: Any] {
        let report = try await engine.undoImport(
            run.id, as: actor, RequestOptions(isDryRun: true))
        let shown = report.kept.prefix(ServerLimits.adminRows)
        return [
            "words": text(
                "admin.import_would", context,
                [
                    "deleted": "\(report.deleted)", "restored": "\(report.restored)",
                    "kept": "\(report.keptCount)",
                ]),
            "is_nothing": report.deleted + report.restored == 0,
            "has_kept": report.keptCount > 0,
            "kept": shown.map { kept in
                [
                    "row": text("admin.import_row", context, ["n": "\(kept.row)"]),
                    "address": "/o/\(kept.place.object)/\(kept.place.id)",
                    "label": label(.object(kept.place.object), context),
                    "reason": kept.speech.flatMap { engine.bundle.text($0, in: context.language) }
                        ?? kept.reason,
                ]
            },
            "action": "/admin/imports/\(run.id)/undo" + (report.keptCount > 0 ? "?rest=true" : ""),
            "button": text(
                report.keptCount > 0 ? "admin.import_undo_rest" : "admin.import_undo", context),
        ]
    }

    private func row(_ run: ImportRun, _ context: WebContext) -> [String: Any] {
        let value = ValueText(language: context.language, texts: screens.pages.texts)
        return [
            "address": "/admin/imports/\(run.id)",
            "file": run.file.isEmpty ? run.mapping : run.file,
            "into": label(.plural(run.object), context),
            "state": label(.choice("Import", "state", run.state.rawValue), context),
            "is_done": run.state == .done, "iso": run.startedAt?.description ?? "",
            "at": run.startedAt.map(value.datetime) ?? "",
            "counts": text(
                "admin.import_counts", context,
                [
                    "rows": "\(run.rows)", "created": "\(run.created)", "updated": "\(run.updated)",
                    "refused": "\(run.refused)",
                ]),
        ]
    }
}
