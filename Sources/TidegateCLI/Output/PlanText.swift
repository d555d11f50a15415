import ArgumentParser
import TidegateEngine
import TidegateModel
import TidegateScript

/// Look first, then do.
struct PlanOptions: ParsableArguments {
    @Flag(help: "Do it; without this only the plan is printed.")
    var yes = false

    func run(
        _ change: MetadataChange, _ engine: Engine, _ workspace: WorkspaceOptions,
        _ output: OutputOptions
    ) async throws {
        let actor = try await workspace.actor(engine)
        let plan = try await engine.plan(change, as: actor)
        guard yes, plan.isPossible else {
            PlanText(plan).print(json: output.json, isTried: yes)
            if !plan.isPossible { throw ExitCode(1) }
            return
        }
        let applied = try await engine.apply(plan, as: actor, through: .command)
        PlanText(plan).print(applied, json: output.json)
    }
}

/// What a change of objects and fields would do, or did.
struct PlanText {
    private let plan: MetadataPlan

    init(_ plan: MetadataPlan) { self.plan = plan }

    func print(json: Bool, isTried: Bool) {
        if json { return Terminal.print(text(nil)) }
        if plan.isDone { return Terminal.print("Nothing to do: it is so already.") }
        for step in plan.steps { Terminal.print("  • \(step.description.printable)") }
        for file in plan.files { print(file) }
        for finding in plan.findings {
            let mark = finding.severity == .error ? Style.bad("✗ ") : "! "
            Terminal.print(mark + "\(CustomPack.name)/\(finding.line)".printable)
        }
        for missing in plan.untranslated {
            Terminal.print("! not in \(missing.language.ownName) yet: \(missing.what)".printable)
        }
        for obstacle in plan.obstacles {
            Terminal.print(Style.bad("✗ ") + obstacle.message.printable)
            if let hint = obstacle.hint { Terminal.print(Style.faint("  \(hint)")) }
        }
        Terminal.print(
            plan.isPossible
                ? "Nothing is changed yet; --yes does it."
                : "It cannot be done\(isTried ? "; nothing was changed" : "").")
    }

    func print(_ applied: MetadataApplied, json: Bool) {
        if json { return Terminal.print(text(applied)) }
        if applied.plan.isDone { return Terminal.print("Nothing to do: it is so already.") }
        for step in applied.plan.steps {
            Terminal.print(Style.good("✓ ") + step.description.printable)
        }
        if applied.unfilled > 0 {
            Terminal.print(
                "! \(applied.unfilled) records could not be saved with it; "
                    + "they get it when they can be.")
        }
        Terminal.print("Bundle \(applied.bundle.prefix(12)) is active.")
    }

    private func print(_ file: MetadataPlan.FileChange) {
        Terminal.print(Style.faint("  \(CustomPack.name)/\(file.path)"))
        for line in file.lines {
            switch line {
            case .kept(let text): Terminal.print(Style.faint("      \(text.printable)"))
            case .added(let text): Terminal.print(Style.good("    + \(text.printable)"))
            case .removed(let text): Terminal.print(Style.bad("    - \(text.printable)"))
            }
        }
    }

    private func text(_ applied: MetadataApplied?) -> String {
        var json = JSONWriter()
        json.plan(plan, applied: applied)
        return json.text
    }
}
