/// What a session may spend.
public struct LuaBudget: Hashable, Sendable {
    public var instructions: Int64
    public var memoryBytes: Int
    public var seconds: Double
    public var outputBytes: Int

    public init(
        instructions: Int64 = 1_000_000, memoryBytes: Int = 16 << 20, seconds: Double = 1,
        outputBytes: Int = 64 << 10
    ) {
        self.instructions = instructions
        self.memoryBytes = memoryBytes
        self.seconds = seconds
        self.outputBytes = outputBytes
    }

    /// Enough for a hook; a second at most.
    public static let standard = LuaBudget()
}

/// A line of a script.
public struct LuaPosition: Hashable, Sendable, CustomStringConvertible {
    public let chunk: String
    public let line: Int

    public init(chunk: String, line: Int) {
        self.chunk = chunk
        self.line = line
    }

    public var description: String { "\(chunk):\(line)" }
}

/// An error that no `pcall` of the script caught.
public struct LuaFailure: Hashable, Sendable, Error {
    /// Without the position.
    public let message: String
    /// `code` of an error table (`error({code = …, message = …})`).
    public let code: String?
    /// The script line that failed; not a line of the prelude. `nil` when no script was running.
    public let position: LuaPosition?
    /// The script lines that led there, innermost first.
    public let traceback: [LuaPosition]
    /// What the host attached to the error it threw; the error came from there, unchanged.
    public let hostToken: Int64?

    public init(
        message: String, code: String? = nil, position: LuaPosition? = nil,
        traceback: [LuaPosition] = [], hostToken: Int64? = nil
    ) {
        self.message = message
        self.code = code
        self.position = position
        self.traceback = traceback
        self.hostToken = hostToken
    }

    public var chunk: String? { position?.chunk }
    public var line: Int? { position?.line }
}

/// Which limit stopped a script.
public enum LuaLimitKind: String, Hashable, Sendable, CaseIterable {
    case instructions, memory, time, depth, output
    /// The host ended the session with a fatal error.
    case host
    /// The shim's last resort; the machine is gone.
    case defect
}

/// A limit that was met. No script can catch it, and the whole session is over.
public struct LuaLimit: Hashable, Sendable, Error {
    public let kind: LuaLimitKind
    /// Where the script was, when that is known; close to it for memory.
    public let position: LuaPosition?
    /// Of the host's fatal error.
    public let hostToken: Int64?

    public init(kind: LuaLimitKind, position: LuaPosition? = nil, hostToken: Int64? = nil) {
        self.kind = kind
        self.position = position
        self.hostToken = hostToken
    }
}

/// How a call ended.
public enum LuaOutcome: Hashable, Sendable {
    case values([LuaValue])
    case failed(LuaFailure)
    case limit(LuaLimit)

    /// The first result, or `nil` when the call did not end well.
    public var value: LuaValue? {
        if case .values(let values) = self { values.first ?? LuaValue.none } else { nil }
    }
}

/// How a hook ended; nothing is allocated for the usual answers.
public enum LuaHookOutcome: Hashable, Sendable {
    case none
    case bool(Bool)
    case record(LuaRecordHandle)
    case other(LuaValue)
    case failed(LuaFailure)
    case limit(LuaLimit)
}
