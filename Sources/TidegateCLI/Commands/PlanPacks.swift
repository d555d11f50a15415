import ArgumentParser
import TidegateEngine
import TidegateModel
import TidegateScript

extension PackCommand {
    struct Plan: WorkspaceCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show what installing packs would do to objects, fields and records.",
            discussion: """
                Nothing is changed. Each line is one action, with how many records would lose a value \
                or are against it. It fails when the installation would be refused for what the \
                records hold.

                Examples:
                  tidegate pack plan rules/sales -w crm
                  tidegate pack plan rules/sales --json -w crm
                """)

        @Argument(help: "Folders of packs.")
        var packs: [String]
        @OptionGroup var workspace: WorkspaceOptions
        @OptionGroup var output: OutputOptions

        func run(in engine: Engine) async throws {
            let named = try PackPaths(packs).read()
            let here = Set(engine.bundle.packs.map(\.name)).union(named.map(\.name))
            let needed = try PackPaths(packs).all().filter { pack in
                named.contains { $0.name == pack.name } || !here.contains(pack.name)
            }
            let plan = try await engine.plan(needed, as: workspace.actor(engine))
            print(plan)
            if !plan.violations.isEmpty { throw ExitCode(1) }
        }

        private func print(_ plan: PackPlan) {
            if output.json {
                var json = JSONWriter()
                json.plan(plan)
                return Terminal.print(json.text)
            }
            if plan.actions.isEmpty {
                return Terminal.print("Objects and fields stay as they are.")
            }
            for planned in plan.actions {
                let text = planned.action.description.printable
                switch planned.verdict {
                case .safe: Terminal.print(Style.good("✓ ") + text)
                case .loses: Terminal.print("! \(text): \(planned.told)")
                case .violates: Terminal.print(Style.bad("✗ ") + "\(text): \(planned.told)")
                }
                if let hint = planned.hint { Terminal.print(Style.faint("  \(hint)")) }
            }
            if !plan.violations.isEmpty {
                Terminal.print("It cannot be installed: change those records first.")
            } else if !plan.losses.isEmpty {
                Terminal.print("Nothing is changed yet; pack install --accept-loss does it.")
            } else {
                Terminal.print("Nothing is changed yet; pack install does it.")
            }
        }
    }
}
