import ArgumentParser
import TidegateEngine
import TidegateModel
import TidegateRules

struct TryCondition: WorkspaceCommand {
    static let configuration = CommandConfiguration(
        commandName: "try",
        abstract: "Try a condition on a record, and see what each part of it is.",
        discussion: """
            Examples:
              tidegate try 'amount > 50000' Opportunity/code=OPP-2026-0001
              tidegate try 'sum(lines.quantity * lines.price)' Opportunity/0D3K7Z… --as ann

            Exit codes: 0 it was evaluated · 65 it cannot be read
            """)

    @Argument(help: "The condition, or any other expression.")
    var condition: String
    @Argument(help: "OBJECT/ID or OBJECT/field=value.")
    var record: RecordName
    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    func run(in engine: Engine) async throws {
        let actor = try await workspace.actor(engine)
        let id = try await record.id(in: engine, as: actor)
        let trial = try await engine.tryCondition(
            condition, on: record.object, id: id, as: actor)
        switch trial {
        case .wrong(let problems):
            output.json ? printJSON(problems) : print(problems)
            throw ExitCode(65)
        case .answered(let answer):
            output.json ? printJSON(answer) : print(answer)
        }
    }

    private func print(_ problems: [ConditionTrial.Problem]) {
        Terminal.print(condition.printable)
        for problem in problems {
            let gap = String(repeating: " ", count: max(0, problem.column - 1))
            Terminal.print(gap + Style.bad("^ ") + problem.message.printable)
        }
    }

    private func print(_ answer: ConditionTrial.Answer) {
        let failed = Set(answer.failures.map(\.range))
        print(answer.tree, depth: 0, failed: failed)
    }

    private func print(_ part: Explanation, depth: Int, failed: Set<Range<Int>>) {
        let mark =
            failed.contains(part.range)
            ? Style.bad("✗") : part.truth == .yes ? Style.good("✓") : " "
        let indent = String(repeating: "  ", count: depth)
        let value = part.kind == .literal ? "" : Style.faint("  \(part.value)".printable)
        Terminal.print("\(mark) \(indent)\(part.text.printable)\(value)")
        for child in part.children where child.kind != .literal {
            print(child, depth: depth + 1, failed: failed)
        }
    }

    private func printJSON(_ problems: [ConditionTrial.Problem]) {
        var json = JSONWriter()
        json.array { json in
            for problem in problems {
                json.object { json in
                    json.member("code", problem.code)
                    json.member("message", problem.message)
                    json.member("column", problem.column)
                    json.member("suggestion", optional: problem.suggestion)
                }
            }
        }
        Terminal.print(json.text)
    }

    private func printJSON(_ answer: ConditionTrial.Answer) {
        var json = JSONWriter()
        json.explanation(answer.tree, failed: Set(answer.failures.map(\.range)))
        Terminal.print(json.text)
    }
}

extension JSONWriter {
    fileprivate mutating func explanation(_ part: Explanation, failed: Set<Range<Int>>) {
        object { json in
            json.member("text", part.text)
            json.member("kind", part.kind.rawValue)
            json.key("value")
            json.value(part.value)
            json.member("label", optional: part.label)
            json.member("failed", failed.contains(part.range))
            guard !part.children.isEmpty else { return }
            json.key("parts")
            json.array { json in
                for child in part.children { json.explanation(child, failed: failed) }
            }
        }
    }
}
