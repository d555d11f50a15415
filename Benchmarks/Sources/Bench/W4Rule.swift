import BareC
import Tidegate
import TidegateScript

/// W4: ten conditions on 1,024 records, nothing written: as a Lua function on record proxies, one
/// session with its own budget a call, and as one condition string.
enum W4Rule {
    static let work = "W4 rule"
    private static let hits = 320

    static func run(_ place: Place, seconds: Double) throws -> [Outcome] {
        let loaded = try PackSet.load(
            [PackFolder.read(place.packs + "/judging")], engineObjects: [])
        expect(loaded.findings.isEmpty, "the pack: \(loaded.findings.first?.message ?? "")")
        guard let object = loaded.bundle.schema["Deal"],
            let rules = loaded.bundle.rules(of: object),
            case .script(let function)? = rules.validations.first?.must,
            case .condition(let condition)? = rules.validations.last?.must
        else { preconditionFailure("the pack has two validations") }
        let records = (0..<1024).map {
            Deal($0, spread: true).record(of: object, RecordID(number: Int64($0 + 1)))
        }
        let nothing = Nothing()
        let inLua = try measure("Tidegate Lua hook", seconds) {
            try records.count {
                try loaded.runtime.check(
                    function, record: $0, old: nil, host: nothing, budget: EngineLimits.hookBudget)
            }
        }
        let contexts = records.map {
            ConditionContext(
                record: $0, actor: .system, now: Instant(milliseconds: 0), source: nothing)
        }
        let asText = try measure("Tidegate condition", seconds) {
            try contexts.count { try condition.holds($0) == .yes }
        }
        return [inLua, asText] + bare(seconds)
    }

    private static func measure(
        _ who: String, _ seconds: Double, _ round: () throws -> Int
    ) rethrows -> Outcome {
        var rounds = 0
        let watch = Stopwatch()
        repeat {
            let found = try round()
            expect(found == hits, "\(who): \(found) of 1,024 records meet the rule")
            rounds += 1
        } while watch.seconds < seconds
        return Outcome(
            who: who, work: work, count: rounds * 1024, unit: "evals/s", seconds: watch.seconds,
            cpuSeconds: watch.cpuSeconds, note: "hits \(hits) of 1024")
    }

    // MARK: By hand

    private static let source = """
        local stages = { Lead = true, Qualify = true, Propose = true, Negotiate = true }
        return function(r)
          return r.amount > 1000 and r.amount <= 190000 and r.probability >= 5 and r.probability <= 95
             and stages[r.stage] == true and r.currency ~= "JPY" and r.source ~= "Cold"
             and r.requirement_confirmed == true and r.owner > 0 and r.close_date >= r.created_date
        end
        """

    private static func bare(_ seconds: Double) -> [Outcome] {
        var found: Int32 = 0
        let native = bare_rule_native(seconds, &found)
        expect(found == hits, "bare C: \(found) records meet the rule")
        let lua = bare_rule_lua(seconds, source, &found)
        expect(found == hits, "bare C with Lua: \(found) records meet the rule")
        return [("bare C", native), ("bare C, Lua on a proxy", lua)].map { who, each in
            Outcome(
                who: who, work: work, count: 1, unit: "evals/s", seconds: each, cpuSeconds: each,
                note: "hits \(hits) of 1024")
        }
    }
}

/// There is nothing behind the rule: it asks for no other record.
private final class Nothing: ScriptHost, RecordSource {
    func perform(
        _ operation: ScriptOperation, _ arguments: [ScriptValue]
    ) throws -> [ScriptValue] { [] }
    func follow(_ object: Object, _ id: RecordID) throws -> Record? { nil }
    func members(of field: ChildrenField, _ owner: RecordID) throws -> [Record] { [] }
    func title(of record: Record) throws -> String { "" }
    func record(_ object: Object, _ id: RecordID) throws -> Record? { nil }
    func children(_ field: ChildrenField, of owner: RecordID) throws -> [Record] { [] }
    func shares(of record: RecordID, _ object: Object) throws -> [Share] { [] }

    func rate(_ currency: String, on day: Day, in rates: ExchangeRates) throws -> Decimal? { nil }

    func isApproved(_ approval: String, _ object: Object, _ record: RecordID) throws -> Bool {
        false
    }
}
