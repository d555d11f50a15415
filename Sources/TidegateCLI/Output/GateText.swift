import TidegateEngine
import TidegateModel

/// One gate of an explanation.
struct GateText {
    private let gate: GateReport

    init(_ gate: GateReport) { self.gate = gate }

    func print(to line: (String) -> Void) {
        let mark = gate.passed ? Style.good("  ✓ ") : Style.bad("  ✗ ")
        let place = gate.location.map { Style.faint("  \($0)") } ?? ""
        line(mark + Style.strong(gate.name) + place)
        if !gate.passed { line("      \(gate.message.printable)") }
        for seen in gate.saw where !seen.values.isEmpty {
            let values = seen.values.map { "\($0.0) = \($0.1)" }.joined(separator: ", ")
            line(Style.faint("      saw   ") + values.printable)
        }
        guard !gate.passed else { return }
        if gate.isOpaque { line(Style.faint("      judged by a Lua function")) }
        if !gate.unblock.isEmpty {
            line(Style.faint("      opens ") + gate.unblock.joined(separator: "; "))
        }
        if !gate.who.isEmpty {
            line(Style.faint("      by    ") + gate.who.joined(separator: ", "))
        }
    }
}

extension JSONWriter {
    mutating func gate(_ gate: GateReport) {
        object { json in
            json.member("name", gate.name)
            json.member("stage", gate.stage)
            json.member("passed", gate.passed)
            json.member("message", gate.message)
            json.member("opaque", gate.isOpaque)
            json.key("saw")
            json.array { json in
                for seen in gate.saw {
                    json.object { json in
                        json.member("condition", seen.text)
                        json.key("values")
                        json.object { json in
                            for (path, value) in seen.values {
                                json.key(path)
                                json.value(value)
                            }
                        }
                    }
                }
            }
            json.key("unblock")
            json.array { json in gate.unblock.forEach { json.string($0) } }
            json.key("who")
            json.array { json in gate.who.forEach { json.string($0) } }
            json.member("rule", optional: gate.location?.description)
        }
    }
}
