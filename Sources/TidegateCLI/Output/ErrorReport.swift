import TidegateEngine
import TidegateModel

/// An error as a person reads it, or as JSON.
struct ErrorReport {
    let error: TidegateError
    let gates: [GateReport]

    init(_ error: any Error) {
        switch error {
        case let refusal as Refusal: (self.error, gates) = (refusal.error, refusal.gates)
        case let error as TidegateError: (self.error, gates) = (error, [])
        case let problem as FieldProblem:
            self.error = TidegateError(.invalid, problem.code, "\(problem.message).")
            gates = []
        case let refused as PackRefused: (self.error, gates) = (refused.error, [])
        default:
            self.error = TidegateError(.internal, "program.failed", Self.sentence(error))
            gates = []
        }
    }

    func print(json: Bool) {
        if json {
            Terminal.error(jsonText)
            return
        }
        Terminal.error(Style.bad("✗ ") + error.message.printable)
        if !gates.isEmpty {
            for gate in gates where !gate.passed { GateText(gate).print(to: Terminal.error) }
        } else if error.reasons.count > 1
            || error.reasons.first.map({ !error.message.contains($0.message) }) ?? false
        {
            for reason in error.reasons {
                let place = reason.rule.map { Style.faint("  \($0)") } ?? ""
                Terminal.error("  • \(reason.message.printable)\(place)")
            }
        }
        if let cause = error.cause { Terminal.error(Style.faint("  \(cause.printable)")) }
        if let hint = Self.hint(of: error) {
            Terminal.error(Style.faint("  \(hint)"))
        }
    }

    /// What only someone at this program can do next: the engine speaks to people on pages as well.
    private static func hint(of error: TidegateError) -> String? {
        switch error.code {
        case "object.unknown": error.hint ?? "tidegate pack list shows what is installed."
        case "validation.unconfirmed": "Repeat it with --confirm \"why it is right\"."
        default: error.hint
        }
    }

    var jsonText: String {
        var json = JSONWriter()
        json.object { json in
            json.member("code", error.code)
            json.member("kind", error.kind.rawValue)
            json.member("message", error.message)
            json.key("reasons")
            json.array { json in
                for reason in error.reasons {
                    json.object { json in
                        json.member("code", reason.code)
                        json.member("message", reason.message)
                        json.member("field", optional: reason.field)
                        json.member("hint", optional: reason.hint)
                        json.member("rule", optional: reason.rule?.description)
                    }
                }
            }
            if !gates.isEmpty {
                json.key("gates")
                json.array { json in gates.forEach { json.gate($0) } }
            }
            json.member("cause", optional: error.cause)
            json.member("hint", optional: Self.hint(of: error))
            json.member("rule", optional: error.rule?.description)
        }
        return json.text
    }

    /// Errors of the system name what they are about; a type's dump is for no one.
    private static func sentence(_ error: any Error) -> String {
        let text = "\(error)"
        return text.count < 200 ? text : String(text.prefix(200)) + "…"
    }
}
