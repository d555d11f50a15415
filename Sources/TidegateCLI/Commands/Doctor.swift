import ArgumentParser
import TidegateEngine
import TidegateModel

struct Doctor: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Examine a workspace for what should not be.",
        discussion: """
            --recompute works out every formula and roll-up of every record from what is stored and \
            compares it with what is kept. It changes nothing, and others go on working meanwhile. \
            With --fix, records that differ are saved with the true values, like any save: hooks run, \
            rules may refuse, and the history names the recomputation as the cause.

            Exit code 1 when something is left that is not true.

            Examples:
              tidegate doctor --recompute -w crm
              tidegate doctor --recompute --object Order --fix
            """)

    @Flag(help: "Work out formulas and roll-ups anew and compare them with what is kept.")
    var recompute = false
    @Flag(help: "Put right what differs.")
    var fix = false
    @Option(help: .init("Only the records of this object.", valueName: "object"))
    var object: String?
    @OptionGroup var workspace: FolderOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard recompute else {
            throw ValidationError("Say what to examine: --recompute.")
        }
    }

    func run() async throws {
        try await reporting(output) {
            try await workspace.open { engine in
                let line = ProgressLine()
                let found = try await engine.recompute(
                    object, fixing: fix, as: .operator, through: .command, progress: line.show)
                line.clear()
                output.json ? printJSON(found) : print(found)
                if !found.holds { throw ExitCode(1) }
            }
        }
    }

    private func print(_ found: Recomputation) {
        for difference in found.differences {
            let (sign, what): (String, String) =
                switch difference.outcome {
                case .found: (Style.bad("✗ "), "")
                case .fixed: (Style.good("✓ "), ", put right")
                case .refused(let why): (Style.bad("✗ "), ", not put right: \(why.printable)")
                }
            Terminal.print(
                sign + "\(difference.object)/\(difference.record) "
                    + Style.strong(difference.field)
                    + ": kept \(Self.text(difference.kept)), is \(Self.text(difference.computed))"
                    + what)
        }
        let untold = found.differing - found.differences.count
        if untold > 0 { Terminal.print(Style.faint("  … and \(untold) more")) }
        let compared = "\(found.values) values of \(found.records) records"
        if found.differing == 0 {
            Terminal.print(Style.good("✓ ") + "\(compared) compared: all are true")
        } else {
            let wrong = found.differing == 1 ? "1 was not true" : "\(found.differing) were not true"
            let advice = fix ? "\(found.fixed) put right" : "--fix puts them right"
            Terminal.print(
                (found.holds ? Style.good("✓ ") : Style.bad("✗ "))
                    + "\(compared) compared: \(wrong); \(advice)")
        }
    }

    private static func text(_ value: Value) -> String {
        value.isMissing ? "(empty)" : "\(value)".printable
    }

    private func printJSON(_ found: Recomputation) {
        var json = JSONWriter()
        json.object { json in
            json.member("holds", found.holds)
            json.member("records", found.records)
            json.member("values", found.values)
            json.member("differing", found.differing)
            json.member("fixed", found.fixed)
            json.key("differences")
            json.array { json in for difference in found.differences { write(difference, &json) } }
        }
        Terminal.print(json.text)
    }

    private func write(_ difference: Recomputation.Difference, _ json: inout JSONWriter) {
        json.object { json in
            json.member("object", difference.object)
            json.member("record", difference.record)
            json.member("field", difference.field)
            json.key("kept")
            json.value(difference.kept)
            json.key("true")
            json.value(difference.computed)
            switch difference.outcome {
            case .found: json.member("fixed", false)
            case .fixed: json.member("fixed", true)
            case .refused(let why):
                json.member("fixed", false)
                json.member("refused", why)
            }
        }
    }
}

/// How far it has come, one line that is written over.
private struct ProgressLine: Sendable {
    private let began = SystemTime.monotonicNanoseconds()

    @Sendable func show(_ progress: RecomputationProgress) {
        guard Terminal.showsProgress else { return }
        let seconds = Double(SystemTime.monotonicNanoseconds() - began) / 1e9
        Terminal.progress(
            "\r\u{1B}[K\(progress.object): \(progress.done) of \(progress.total) records, "
                + "\(Int(seconds)) s")
    }

    func clear() {
        guard Terminal.showsProgress else { return }
        Terminal.progress("\r\u{1B}[K")
    }
}
