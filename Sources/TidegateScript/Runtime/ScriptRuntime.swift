import TidegateLua
import TidegateModel
import TidegateRules

/// The Lua machine of one bundle, as the engine uses it: hooks, checks, actions and tests go in,
/// records and values come out.
///
/// Confined to one thread at a time, as the machine is. A machine that met a limit is thrown away
/// and the packs are loaded anew for the next call.
public final class ScriptRuntime {
    public let packs: [PackFiles]
    private let bundle: Bundle
    private let withTests: Bool
    private var machine: LuaMachine
    private var functions: [LuaFunction]
    private var records: RecordDesk
    private let bridge: HostBridge

    init(
        packs: [PackFiles], bundle: Bundle, withTests: Bool, machine: LuaMachine,
        functions: [LuaFunction], bridge: HostBridge
    ) throws {
        self.packs = packs
        self.bundle = bundle
        self.withTests = withTests
        self.machine = machine
        self.functions = functions
        self.bridge = bridge
        records = try RecordDesk(machine: machine, schema: bundle.schema)
        bridge.attach(records: records, schema: bundle.schema)
        try finishLoading(machine)
    }

    // MARK: Calls

    /// Runs a hook; a before-hook's changes of the record come back, not yet converted.
    public func runHook(
        _ function: ScriptFunction, record: Record, old: Record?, host: any ScriptHost,
        budget: LuaBudget
    ) throws -> [(slot: Int, value: Value)] {
        try inSession(host, budget) {
            let handle = records.bind(record, isWritable: true)
            let before = old.map { records.bind($0, isWritable: false) }
            try finish(machine.callHook(functions[Int(function.reference)], handle, before))
            return records.changes(of: handle)
        }
    }

    /// Runs a check; anything but `false` and `nil` is yes.
    public func check(
        _ function: ScriptFunction, record: Record, old: Record?, host: any ScriptHost,
        budget: LuaBudget
    ) throws -> Bool {
        try inSession(host, budget) {
            let handle = records.bind(record, isWritable: false)
            let before = old.map { records.bind($0, isWritable: false) }
            switch try finish(machine.callHook(functions[Int(function.reference)], handle, before))
            {
            case .none: return false
            case .bool(let flag): return flag
            case .record, .other, .failed, .limit: return true
            }
        }
    }

    /// Runs a function on a record, or on nothing, and hands over what it returns.
    public func perform(
        _ function: ScriptFunction, on record: Record?, host: any ScriptHost, budget: LuaBudget
    ) throws -> ScriptValue {
        try inSession(host, budget) {
            let arguments = record.map { [LuaValue.record(records.bind($0, isWritable: true))] }
            return try call(function, arguments ?? [])
        }
    }

    /// A test: `given` and `run` share one session, so what the one makes the other may use.
    public func runTest(_ test: RuleTest, host: any ScriptHost, budget: LuaBudget) throws {
        try inSession(host, budget) {
            let given = test.given.map { LuaValue.function(functions[Int($0.reference)]) }
            let run = LuaValue.function(functions[Int(test.run.reference)])
            _ = try outcome(machine.callPrelude("run_test", [run, given ?? .none]))
        }
    }

    /// Runs a plain file as the body of a hook: `tidegate lua FILE`.
    public func runFile(
        _ source: [UInt8], name: String, host: any ScriptHost, budget: LuaBudget
    ) throws -> (value: ScriptValue, output: String) {
        try inSession(host, budget) {
            let value = try outcome(machine.run(source, name: name))
            return (value, machine.output)
        }
    }

    // MARK: Sessions

    /// A hook that saves a record that runs a hook stays in the session it came from: they share
    /// one budget.
    private func inSession<Answer>(
        _ host: any ScriptHost, _ budget: LuaBudget, _ body: () throws -> Answer
    ) throws -> Answer {
        if machine.isInSession {
            let outer = bridge.enter(host)
            defer { bridge.leave(outer) }
            return try body()
        }
        if machine.isSpent { try reload() }
        machine.begin(budget, host: bridge)
        let outer = bridge.enter(host)
        defer {
            bridge.leave(outer)
            machine.end()
            records.forget()
        }
        return try body()
    }

    private func reload() throws {
        let fresh = try PackSet.machine(bridge)
        bridge.use(packs)
        var loader = PackLoader(machine: fresh, host: bridge)
        _ = try loader.load(packs, withTests: withTests)
        functions = loader.functions
        machine = fresh
        records = try RecordDesk(machine: fresh, schema: bundle.schema)
        bridge.attach(records: records, schema: bundle.schema)
        try finishLoading(fresh)
    }

    private func finishLoading(_ machine: LuaMachine) throws {
        let outer = bridge.enter(FixtureNames(schema: bundle.schema))
        defer { bridge.leave(outer) }
        for name in withTests ? ["finish_loading", "begin_tests"] : ["finish_loading"] {
            let outcome = machine.callPrelude(name, host: bridge)
            guard case .values = outcome else {
                throw TidegateError(
                    .internal, "script.prelude",
                    "The words of scripts cannot be set up: \(outcome).")
            }
        }
    }

    private func call(_ function: ScriptFunction, _ arguments: [LuaValue]) throws -> ScriptValue {
        try outcome(machine.call(functions[Int(function.reference)], arguments))
    }

    private func outcome(_ outcome: LuaOutcome) throws -> ScriptValue {
        switch outcome {
        case .values(let values): records.scriptValue(values.first ?? .none)
        case .failed(let failure): throw bridge.error(failure)
        case .limit(let limit): throw bridge.error(limit)
        }
    }

    @discardableResult
    private func finish(_ outcome: LuaHookOutcome) throws -> LuaHookOutcome {
        switch outcome {
        case .none, .bool, .record, .other: outcome
        case .failed(let failure): throw bridge.error(failure)
        case .limit(let limit): throw bridge.error(limit)
        }
    }
}

/// Answers the one question of the prelude while tests are set up: `account` makes an Account.
private final class FixtureNames: ScriptHost {
    private let schema: Schema

    init(schema: Schema) { self.schema = schema }

    func perform(
        _ operation: ScriptOperation, _ arguments: [ScriptValue]
    ) throws -> [ScriptValue] {
        [.table(schema.objects.map { ($0.name.snakeCased, .text($0.name)) })]
    }

    func follow(_ object: Object, _ id: RecordID) throws -> Record? { nil }
    func members(of field: ChildrenField, _ owner: RecordID) throws -> [Record] { [] }
    func title(of record: Record) throws -> String { "" }
}
