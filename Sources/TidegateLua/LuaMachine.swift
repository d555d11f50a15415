import CLua
import TidegateModel

/// A sandboxed Lua interpreter: scripts, the prelude that gives them words, and their limits.
///
/// A machine belongs to one workspace and one bundle. Work happens in sessions: one budget, one
/// arena of records, any number of calls. A limit ends the session, whatever the script tries, and
/// leaves the machine ``isSpent``: throw it away.
///
/// A machine is confined to one thread and for that reason not `Sendable`: Lua has no locks, and a
/// host called from a script calls back into the same machine on the same stack.
///
///     let machine = try LuaMachine()
///     let outcome = machine.run("return 6 * 7", name: "answer.lua")   // .values([.integer(42)])
public final class LuaMachine {
    let state: OpaquePointer
    private(set) var host: (any LuaHost)?
    /// Of each record type, by its number.
    var fieldCounts: [Int] = []

    /// - Throws: ``LuaLimit`` of kind memory when the system has none left.
    public init() throws(LuaLimit) {
        guard let state = tg_machine_new() else { throw LuaLimit(kind: .memory) }
        self.state = state
    }

    deinit {
        tg_machine_free(state)
    }

    /// A limit was met in it, so it should serve nobody else.
    public var isSpent: Bool { tg_machine_is_spent(state) != 0 }

    public var memoryBytes: Int { tg_machine_memory(state) }

    /// Collects all garbage; for a machine that goes idle, never inside a session.
    public func collect() {
        tg_machine_collect(state)
    }

    /// A door for tests: from the n-th growth on, the session gets no more memory.
    package func refuseGrowth(after growths: Int64) {
        tg_machine_refuse_growth(state, growths)
    }

    // MARK: Sessions

    public var isInSession: Bool { tg_session_is_open(state) != 0 }

    /// Opens a session: arms the limits and gives scripts their host.
    ///
    /// - Parameter seed: of `math.random`; the same seed gives the same numbers.
    public func begin(
        _ budget: LuaBudget = .standard, host: (any LuaHost)? = nil, seed: UInt64 = 0
    ) {
        precondition(!isInSession, "a machine has one session at a time")
        self.host = host
        var limits = tg_budget(
            instructions: budget.instructions, memory_bytes: budget.memoryBytes,
            nanoseconds: Int64(budget.seconds * 1e9), output_bytes: budget.outputBytes)
        let context = host == nil ? nil : Unmanaged.passUnretained(self).toOpaque()
        _ = tg_session_begin(state, &limits, host == nil ? nil : answerScript, context, seed)
    }

    /// Ends the session; every record handle of it is stale from here on.
    public func end() {
        tg_session_end(state)
        host = nil
    }

    public func session<Result, Failure>(
        _ budget: LuaBudget = .standard, host: (any LuaHost)? = nil, seed: UInt64 = 0,
        _ body: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        begin(budget, host: host, seed: seed)
        defer { end() }
        return try body()
    }

    /// What scripts printed in this session, or in the last one.
    public var output: String {
        guard let buffer = tg_session_output(state), let bytes = buffer.pointee.bytes
        else { return "" }
        return String(
            decoding: UnsafeBufferPointer(start: bytes, count: buffer.pointee.length),
            as: UTF8.self)
    }
}
