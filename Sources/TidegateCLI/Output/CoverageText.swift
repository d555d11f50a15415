import TidegateEngine
import TidegateModel

/// What the tests have shown, as a table and the list of what is missing.
struct CoverageText {
    private let coverage: Coverage

    init(_ coverage: Coverage) { self.coverage = coverage }

    func print() {
        var columns = Columns(["rule", "yes", "no", "unknown", "at"], right: [1, 2, 3])
        for rule in coverage.rules {
            let tally = rule.tally
            columns.add([
                rule.title, "\(tally.yes)", "\(tally.no)", "\(tally.unknown)",
                rule.location.description,
            ])
        }
        for edge in coverage.edges {
            columns.add([
                "way \(edge.pipeline): \(edge.from ?? "new") → \(edge.to)", "\(edge.walked)", "",
                "",
                edge.location.description,
            ])
        }
        for step in coverage.steps {
            columns.add([
                "verdict \(step.approval): \(step.step)", "\(step.approved)", "\(step.rejected)",
                "",
                step.location.description,
            ])
        }
        columns.print()
        let gaps = coverage.gaps
        for gap in gaps {
            Terminal.print(
                Style.bad("✗ ") + gap.description.printable + Style.faint("  \(gap.location)"))
        }
        let (seen, all) = coverage.share
        Terminal.print("\(seen) of \(all) outcomes seen, \(gaps.count) not")
    }

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("seen", coverage.share.seen)
            json.member("of", coverage.share.of)
            json.key("rules")
            json.array { json in for rule in coverage.rules { write(rule, &json) } }
            json.key("ways")
            json.array { json in
                for edge in coverage.edges {
                    json.object { json in
                        json.member("pipeline", edge.pipeline)
                        json.member("from", optional: edge.from)
                        json.member("to", edge.to)
                        json.member("walked", edge.walked)
                        json.member("at", edge.location.description)
                    }
                }
            }
            json.key("steps")
            json.array { json in
                for step in coverage.steps {
                    json.object { json in
                        json.member("approval", step.approval)
                        json.member("step", step.step)
                        json.member("approved", step.approved)
                        json.member("rejected", step.rejected)
                        json.member("at", step.location.description)
                    }
                }
            }
            json.key("gaps")
            json.array { json in
                for gap in coverage.gaps {
                    json.object { json in
                        json.member("message", gap.description)
                        json.member("at", gap.location.description)
                    }
                }
            }
        }
    }

    private func write(_ rule: Coverage.Rule, _ json: inout JSONWriter) {
        json.object { json in
            json.member("kind", rule.kind.rawValue)
            json.member("name", rule.name)
            json.member("condition", optional: rule.condition)
            write(rule.tally, &json)
            if !rule.parts.isEmpty {
                json.key("parts")
                json.array { json in
                    for part in rule.parts {
                        json.object { json in
                            json.member("condition", part.text)
                            write(part.tally, &json)
                        }
                    }
                }
            }
            json.member("at", rule.location.description)
        }
    }

    private func write(_ tally: Coverage.Tally, _ json: inout JSONWriter) {
        json.member("yes", tally.yes)
        json.member("no", tally.no)
        json.member("unknown", tally.unknown)
    }
}
