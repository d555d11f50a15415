import HTTPTypes
import Hummingbird
import TidegateEngine
import TidegateModel
import TidegateRules
import TidegateScript

/// `/packs`: what the rules of this workspace are, to read, to test and to try.
///
/// Whoever has signed in may read rules: history and refusals name them by file and line. Data that
/// packs bring, and running tests, are for those who may add to the packs.
struct PackRoutes {
    let screens: Screens
    let bench: PackBench

    var engine: Engine { screens.engine }

    func add(to router: Router<WebContext>) {
        router.get("/packs") { try await list($0, $1) }
        router.get("/packs/:pack") { try await overview($0, $1) }
        router.get("/packs/:pack/**") { request, context in
            switch path(context) {
            case "tests": return try await tests(request, context)
            case "try": return try await trial(request, context)
            case let path: return try await file(path, request, context)
            }
        }
        // Not as a route of its own: the router would look for the files of a folder tests below it.
        router.post("/packs/:pack/**") { request, context in
            guard path(context) == "tests" else { throw RequestSentences.noPage() }
            return try await runTests(request, context)
        }
    }

    func words(_ context: WebContext) -> DiagramWords {
        let (bundle, language) = (engine.bundle, context.language)
        return DiagramWords(
            texts: screens.pages.texts, language: language, address: { Self.address(of: $0) },
            label: { bundle.label($0, language) }, wording: screens.wording(context))
    }

    func label(_ term: Term, _ context: WebContext) -> String {
        engine.bundle.label(term, context.language)
    }

    /// `/packs/sales/pipelines/opportunity.lua#L22`
    static func address(of location: RuleLocation) -> String {
        "/packs/\(location.pack)/\(location.file)#L\(location.line)"
    }

    private func path(_ context: WebContext) -> String {
        context.parameters.getCatchAll().map { PercentText.decoded($0.utf8) ?? String($0) }
            .joined(separator: "/")
    }

    func pack(_ context: WebContext) async throws -> PackFiles {
        let name = try context.parameters.require("pack")
        let packs = try await engine.installedPackFiles()
        guard let pack = packs.first(where: { $0.name == name }) else {
            throw PackSentences.noPack(name)
        }
        return pack
    }

    func text(_ key: String, _ context: WebContext, _ values: [String: String] = [:]) -> String {
        screens.pages.texts(key, context.language, values)
    }

    func crumbs(_ context: WebContext, _ more: Crumb...) -> [Crumb] {
        [Crumb(text("shell.packs", context), "/packs")] + more
    }

    static func mayChange(_ actor: Actor) -> Bool { actor.kind != .user || actor.may(.customize) }

    // MARK: All packs

    private func list(_ request: Request, _ context: WebContext) async throws -> Response {
        _ = try context.requireActor()
        let files = try await engine.installedPackFiles()
        let findings = try await bench.findings()
        let cards = engine.bundle.packs.map { pack in
            let own = files.first { $0.name == pack.name }
            let found = findings.filter { $0.location.pack == pack.name }.count
            let shown = label(.pack(pack.name), context)
            return [
                "name": pack.name, "label": shown, "version": pack.version,
                "hash": String((own?.hash ?? "").prefix(12)), "hue": Hue.of(pack.name).cssClass,
                "initials": shown.initials,
                "requires": pack.requires.keys.sorted().map { ["name": $0] },
                "has_requires": !pack.requires.isEmpty,
                "files": text(
                    "packs.files", context, ["n": "\(own?.files(.rules).count ?? 0)"]),
                "findings": text("packs.findings", context, ["n": "\(found)"]),
                "has_findings": found > 0,
            ] as [String: Any]
        }
        return try await screens.page(
            "packs", title: text("shell.packs", context),
            ["packs": cards, "bundle": String(engine.bundle.hash.prefix(12))], request: request,
            context)
    }

    // MARK: One pack

    private func overview(_ request: Request, _ context: WebContext) async throws -> Response {
        let actor = try context.requireActor()
        let pack = try await pack(context)
        let known = engine.bundle.packs.first { $0.name == pack.name }
        let findings = try await bench.findings().filter { $0.location.pack == pack.name }
        let run = await bench.lastRun(of: pack.name)
        let packLabel = label(.pack(pack.name), context)
        let diagrams = diagrams(of: pack.name, context)
        var model: [String: Any] = [
            "name": pack.name, "label": packLabel, "version": known?.version ?? "",
            "hash": String(pack.hash.prefix(12)),
            "requires": (known?.requires ?? [:]).sorted { $0.key < $1.key }.map {
                ["name": $0.key, "range": $0.value]
            },
            "has_requires": !(known?.requires ?? [:]).isEmpty,
            "folders": folders(of: pack, findings, showsData: Self.mayChange(actor)),
            "diagrams": diagrams, "has_diagrams": !diagrams.isEmpty,
            "findings": findings.map { finding($0, context) }, "has_findings": !findings.isEmpty,
            "has_tests": !pack.files(.tests).isEmpty, "may_test": Self.mayChange(actor),
        ]
        if let run { model["run"] = testRun(run, context).summary() }
        return try await screens.page(
            "pack", title: packLabel, crumbs: crumbs(context, Crumb(packLabel)), model,
            request: request,
            context)
    }

    private func finding(_ finding: PackFinding, _ context: WebContext) -> [String: Any] {
        [
            "address": Self.address(of: finding.location), "message": said(finding, context),
            "place": "\(finding.location.file):\(finding.location.line):\(finding.location.column)",
            "is_error": finding.severity == .error,
        ]
    }

    private func said(_ finding: PackFinding, _ context: WebContext) -> String {
        engine.bundle.text(finding.speech, in: context.language) ?? finding.message
    }

    private func folders(
        of pack: PackFiles, _ findings: [PackFinding], showsData: Bool
    ) -> [[String: Any]] {
        let shown = pack.files.filter { showsData || Self.isPublic($0.path) }
        let groups = Dictionary(grouping: shown) { file in
            file.path.split(separator: "/").count > 1
                ? String(file.path.split(separator: "/")[0]) : ""
        }
        return groups.keys.sorted().map { folder in
            [
                "name": folder, "is_root": folder.isEmpty,
                "files": (groups[folder] ?? []).map { file in
                    let count = findings.filter { $0.location.file == file.path }.count
                    return [
                        "address": "/packs/\(pack.name)/\(file.path)",
                        "name": folder.isEmpty
                            ? file.path : String(file.path.dropFirst(folder.count + 1)),
                        "findings": "\(count)", "has_findings": count > 0,
                    ] as [String: Any]
                },
            ]
        }
    }

    /// Rules and texts may be read by all; records that a pack brings are data.
    static func isPublic(_ path: String) -> Bool { path.hasSuffix(".lua") }

    private func diagrams(of pack: String, _ context: WebContext) -> [[String: Any]] {
        let bundle = engine.bundle
        let words = words(context)
        let pipelines = bundle.schema.objects.compactMap { bundle.rules(of: $0)?.pipeline }
            .filter { $0.location.pack == pack }
        let approvals = bundle.approvals.values.filter { $0.location.pack == pack }
            .sorted { $0.name < $1.name }
        let drawings =
            pipelines.map { pipeline in
                (
                    PipelineDiagram(pipeline: pipeline, words: words).diagram(),
                    text("packs.pipeline", context), pipeline.location
                )
            }
            + approvals.map { approval in
                (
                    ApprovalDiagram(approval: approval, words: words).diagram(),
                    text(
                        "packs.approval", context,
                        ["object": label(.object(approval.object), context)]),
                    approval.location
                )
            }
        return drawings.enumerated().map { index, drawing in
            [
                "title": drawing.0.title, "kind": drawing.1,
                "address": Self.address(of: drawing.2),
                "place": "\(drawing.2.file):\(drawing.2.line)", "id": "diagram-\(index)",
                "svg": DiagramWriter(
                    diagram: drawing.0, icons: screens.pages.icons, id: "diagram-\(index)"
                ).svg(),
            ]
        }
    }

    // MARK: A file

    private func file(
        _ path: String, _ request: Request, _ context: WebContext
    ) async throws -> Response {
        let actor = try context.requireActor()
        let pack = try await pack(context)
        let isVisible = Self.isPublic(path) || Self.mayChange(actor)
        guard isVisible, let file = pack.files.first(where: { $0.path == path }) else {
            throw PackSentences.noFile(pack.name, path)
        }
        let findings = try await bench.findings().filter {
            $0.location.pack == pack.name && $0.location.file == path
        }
        let run = await bench.lastRun(of: pack.name)
        let view = SourceView(
            file: file,
            findings: findings.map {
                ($0.location.line, said($0, context), $0.severity == .error)
            },
            marks: run?.coverage.marks(of: pack.name, file: path) ?? [:],
            gaps: (run?.coverage.gaps ?? []).filter { $0.location.file == path })
        let packLabel = label(.pack(pack.name), context)
        return try await screens.page(
            "pack-file", title: path,
            crumbs: crumbs(context, Crumb(packLabel, "/packs/\(pack.name)"), Crumb(path)),
            [
                "pack": pack.name, "file_path": path, "source": view.html(marks(context)),
                "findings": findings.map { finding($0, context) },
                "has_findings": !findings.isEmpty,
                "lines": text("packs.lines", context, ["n": "\(view.count)"]),
                "has_marks": run != nil,
            ], request: request, context)
    }

    private func marks(_ context: WebContext) -> [Coverage.Mark: String] {
        [
            .full: text("packs.mark_full", context), .partial: text("packs.mark_partial", context),
            .none: text("packs.mark_none", context),
        ]
    }
}
