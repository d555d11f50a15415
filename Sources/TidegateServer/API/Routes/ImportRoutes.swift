import HTTPTypes
import Hummingbird
import TidegateEngine
import TidegateModel
import TidegateRules

/// `/api/imports/NAME`: a file in, a report out. A name holds its pack, `base/accounts`, or is that of an object.
struct ImportRoutes {
    let engine: Engine

    static let parameters = [
        "dry_run", "waiver", "confirm", "again", "match", "at_match", "file", "sheet",
    ]
    /// The form is found out by the content; these are the types that may be sent.
    static let mediaTypes =
        ["text/csv", "application/jsonl"]
        + ExportFormat.allCases.map { $0.mediaType.prefix { $0 != ";" } }.map(String.init)

    func add(to router: Router<WebContext>) {
        router.get("/api/imports", use: list)
        router.post("/api/imports/**", use: upload)
    }

    @Sendable private func list(_ request: Request, _ context: WebContext) async throws -> Response
    {
        let actor = try context.requireActor()
        _ = try QueryParameters(request, [])
        try Self.checkRight(actor)
        let rules = engine.bundle.imports(as: actor).sorted { $0.name < $1.name }
        var json = JSONWriter()
        json.object { json in
            json.key("imports")
            json.array { json in
                for rule in rules {
                    json.object { json in
                        json.member("name", rule.name)
                        json.member("object", rule.object)
                        json.key("columns")
                        json.strings(rule.columns.map(\.header))
                    }
                }
            }
        }
        return .json(.ok, json.bytes)
    }

    @Sendable private func upload(
        _ request: Request, _ context: WebContext
    ) async throws -> Response {
        let actor = try context.requireActor()
        let parameters = try QueryParameters(request, Self.parameters)
        let path = context.parameters.getCatchAll().joined(separator: "/")
        guard let name = PercentText.decoded(path.utf8) else {
            throw APISentences.notText("The import's name")
        }
        // Before the body is read: who may not import need not send a file.
        try Self.checkRight(actor)
        guard
            engine.bundle.imports(as: actor).contains(where: { $0.name == name })
                || engine.bundle.importRule(name, heading: [], as: actor).map({
                    $0.name == $0.object
                })
                    ?? false
        else {
            throw APISentences.noSuch("import", name)
        }
        try BodyReader.requireType(request, Self.mediaTypes)
        let bytes = try await BodyReader.bytes(request, upTo: ServerLimits.uploadBytes)
        let report = try await engine.importFile(
            bytes, with: name, as: actor,
            RequestOptions(
                idempotencyKey: WriteInput.key(request), waiver: parameters["waiver"],
                confirmation: parameters["confirm"],
                isDryRun: parameters.flag("dry_run")), try Self.way(parameters))
        let bundle = engine.bundle
        return .json(
            .ok,
            Self.json(
                report,
                column: { header in
                    context.isProgram
                        ? header : bundle.named(header, of: name, in: context.language)
                }
            ) { problem in
                guard !context.isProgram else { return problem.reason }
                return problem.speech.flatMap { bundle.text($0, in: context.language) }
                    ?? problem.reason
            })
    }

    private static func way(_ parameters: QueryParameters) throws -> ImportWay {
        let atMatch = parameters["at_match"] ?? ImportWay.AtMatch.update.rawValue
        guard let atMatch = ImportWay.AtMatch(rawValue: atMatch) else {
            throw APISentences.badParameter(
                "at_match", atMatch,
                want: "one of " + ImportWay.AtMatch.allCases.map(\.rawValue).joined(separator: ", ")
            )
        }
        return ImportWay(
            file: parameters["file"] ?? "", again: try parameters.flag("again"),
            match: parameters["match"].map { MatchKey($0) }, atMatch: atMatch,
            sheet: parameters["sheet"])
    }

    private static func checkRight(_ actor: Actor) throws {
        guard actor.kind != .user || actor.may(.importRecords) else {
            throw TidegateError(
                .forbidden, "import.forbidden", "\(actor.name) may not import records.",
                hint: "A role with the permission import_records may.",
                speech: .sentence("import.forbidden", ["actor": .text(actor.name)]))
        }
    }

    private static func json(
        _ report: ImportReport, column: (String) -> String, _ reason: (ImportProblem) -> String
    ) -> [UInt8] {
        var json = JSONWriter(reserving: 4096)
        json.object { json in
            json.member("dry_run", report.isDryRun)
            if let sheet = report.sheet { json.member("sheet", sheet) }
            json.member("rows", report.rows)
            json.member("created", report.created)
            json.member("updated", report.updated)
            json.member("unchanged", report.unchanged)
            json.member("skipped", report.skipped)
            if let run = report.run { json.member("import", run) }
            json.member("refused", report.refusedRows)
            json.key("ignored_columns")
            json.strings(report.ignoredColumns)
            json.key("missing_columns")
            json.strings(report.missingColumns.map(column))
            json.key("problems")
            json.array { json in
                for problem in report.problems.prefix(ServerLimits.importProblems) {
                    json.object { json in
                        json.member("row", problem.row)
                        json.member("column", optional: problem.column.map(column))
                        json.member("value", optional: problem.value)
                        json.member("reason", reason(problem))
                        json.member("code", problem.code)
                    }
                }
            }
            guard report.refusedRows > 0,
                report.refusedFile.count <= ServerLimits.refusedFileBytes
            else { return }
            // The heading and the refused rows, ready to be corrected and sent again.
            json.member("refused_file", String(decoding: report.refusedFile, as: UTF8.self))
        }
        return json.bytes
    }
}

extension Bundle {
    /// A column of an import as people know it: the field's label, and the name the column has in files.
    fileprivate func named(_ header: String, of rule: String, in language: Language) -> String {
        guard let rule = imports[rule], let object = schema[rule.object],
            let column = rule.columns.first(where: { $0.header == header })
        else { return header }
        let field = object.fields[column.slot]
        guard
            Import.folded(label(.field(object.name, field.name), language))
                != Import.folded(header)
        else { return header }
        let speech = Speech.sentence(
            "import.column",
            ["header": .text(header), "field": .term(.field(object.name, field.name))])
        return text(speech, in: language) ?? header
    }
}
