import HTTPTypes
import Hummingbird
import TidegateEngine
import TidegateModel
import TidegateRules
import TidegateScript

/// The tests of a pack: run them, see how they came out and what they have shown.
extension PackRoutes {
    func tests(_ request: Request, _ context: WebContext) async throws -> Response {
        let actor = try context.requireActor()
        guard Self.mayChange(actor) else { throw PackSentences.mayNotTest(actor) }
        let pack = try await pack(context)
        return try await page(pack, await bench.lastRun(of: pack.name), nil, request, context)
    }

    func runTests(_ request: Request, _ context: WebContext) async throws -> Response {
        let actor = try context.requireActor()
        guard Self.mayChange(actor) else { throw PackSentences.mayNotTest(actor) }
        let pack = try await pack(context)
        do {
            _ = try await bench.run(pack.name)
            return .seeOther("/packs/\(pack.name)/tests")
        } catch let error as TidegateError where error.kind == .exhausted {
            let last = await bench.lastRun(of: pack.name)
            return try await page(pack, last, error, request, context)
        }
    }

    func testRun(_ run: PackBench.Run, _ context: WebContext) -> TestRunView {
        TestRunView(
            run: run, bundle: engine.bundle, texts: screens.pages.texts, language: context.language)
    }

    private func page(
        _ pack: PackFiles, _ run: PackBench.Run?, _ error: TidegateError?, _ request: Request,
        _ context: WebContext
    ) async throws -> Response {
        let packLabel = label(.pack(pack.name), context)
        let title = text("packs.tests", context)
        var model: [String: Any] = [
            "pack": pack.name, "label": packLabel, "has_tests": !pack.files(.tests).isEmpty,
        ]
        if let error {
            let spoken = SpokenErrors(screens.pages.texts, engine.bundle, context)(error)
            model["error"] = ["message": spoken.message, "hint": spoken.hint ?? ""]
        }
        if let run { model["run"] = testRun(run, context).model() }
        return try await screens.page(
            "pack-tests", title: title,
            crumbs: crumbs(context, Crumb(packLabel, "/packs/\(pack.name)"), Crumb(title)), model,
            status: error?.kind.status ?? .ok, request: request, context)
    }
}

/// What a template shows of a run.
struct TestRunView {
    let run: PackBench.Run
    let bundle: Bundle
    let texts: Texts
    let language: Language

    private var failed: Int { run.results.count { $0.problem != nil } }

    func summary() -> [String: Any] {
        let (seen, all) = run.coverage.share
        return [
            "passed": "\(run.results.count - failed)", "failed": "\(failed)",
            "is_good": failed == 0, "seen": "\(seen)", "of": "\(all)",
            "percent": "\(all == 0 ? 100 : seen * 100 / all)",
            "gap_count": "\(run.coverage.gaps.count)", "iso": run.at.description,
            "at": ValueText(language: language, texts: texts).datetime(run.at),
        ]
    }

    func model() -> [String: Any] {
        var model = summary()
        model["result_count"] = "\(run.results.count)"
        model["results"] = run.results.map { result in
            [
                "name": result.name, "is_good": result.problem == nil,
                "problem": result.problem ?? "",
                "address": PackRoutes.address(of: result.at ?? result.location),
                "place": place(result.at ?? result.location),
            ] as [String: Any]
        }
        model["rules"] = run.coverage.rules.map(rule)
        model["edges"] = run.coverage.edges.map { edge in
            [
                "name": way(edge), "pipeline": pipeline(edge), "walked": "\(edge.walked)",
                "is_missing": edge.walked == 0, "address": PackRoutes.address(of: edge.location),
            ] as [String: Any]
        }
        model["has_edges"] = !run.coverage.edges.isEmpty
        model["steps"] = run.coverage.steps.map { step in
            [
                "name": said([.approval(step.approval), .step(approval: step.approval, step.step)]),
                "approved": "\(step.approved)",
                "rejected": "\(step.rejected)",
                "no_approved": step.approved == 0, "no_rejected": step.rejected == 0,
                "address": PackRoutes.address(of: step.location),
            ] as [String: Any]
        }
        model["has_steps"] = !run.coverage.steps.isEmpty
        return model
    }

    // MARK: What things are called

    private func said(_ terms: [Term]) -> String {
        terms.map { bundle.label($0, language) }.joined(separator: texts["join.colon", language])
    }

    /// `Qualify → Propose`, as the stages of the pipeline are called.
    private func way(_ edge: Coverage.Edge) -> String {
        let parts = edge.pipeline.split(separator: ".").map(String.init)
        func stage(_ name: String) -> String {
            parts.count == 2
                ? bundle.label(.choice(parts[0], parts[1], name), language) : name.humanized
        }
        return (edge.from.map(stage) ?? texts["packs.new", language]) + " → " + stage(edge.to)
    }

    private func pipeline(_ edge: Coverage.Edge) -> String {
        edge.pipeline.split(separator: ".").first
            .map { bundle.label(.object(String($0)), language) } ?? edge.pipeline
    }

    private func rule(_ rule: Coverage.Rule) -> [String: Any] {
        [
            "kind": texts["coverage.\(rule.kind.rawValue)", language],
            "name": rule.terms.isEmpty ? rule.name : said(rule.terms),
            "condition": rule.condition ?? "", "has_condition": rule.condition != nil,
            "address": PackRoutes.address(of: rule.location), "place": place(rule.location),
            "yes": "\(rule.tally.yes)", "no": "\(rule.tally.no)",
            "unknown": "\(rule.tally.unknown)",
            "no_yes": rule.gaps.contains { $0.isAboutTrue },
            "no_no": rule.gaps.contains { $0.isAboutFalse },
            "parts": rule.parts.map { part in
                [
                    "text": part.text, "yes": "\(part.tally.yes)", "no": "\(part.tally.no)",
                    "unknown": "\(part.tally.unknown)", "no_yes": part.tally.yes == 0,
                    "no_no": part.tally.no == 0,
                ] as [String: Any]
            },
        ]
    }

    private func place(_ location: RuleLocation) -> String { "\(location.file):\(location.line)" }
}

extension Coverage.Gap {
    /// The rule itself was never true, or never ran.
    fileprivate var isAboutTrue: Bool {
        switch self {
        case .neverTrue, .neverRun: true
        case .neverFalse, .partNeverTrue, .partNeverFalse, .neverWalked, .neverApproved,
            .neverRejected:
            false
        }
    }

    fileprivate var isAboutFalse: Bool {
        switch self {
        case .neverFalse: true
        case .neverTrue, .neverRun, .partNeverTrue, .partNeverFalse, .neverWalked, .neverApproved,
            .neverRejected:
            false
        }
    }
}
