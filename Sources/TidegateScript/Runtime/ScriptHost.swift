import TidegateModel
import TidegateRules

/// A value on its way between a script and the engine.
public indirect enum ScriptValue: Sendable {
    case none
    case value(Value)
    /// A record, and what the script has set on it but not yet saved.
    case record(Record, changes: [(slot: Int, value: Value)])
    case list([ScriptValue])
    case table([(name: String, value: ScriptValue)])

    public static func text(_ text: String) -> ScriptValue { .value(.text(text)) }
    public static func bool(_ flag: Bool) -> ScriptValue { .value(.bool(flag)) }
    public static func record(_ record: Record) -> ScriptValue { .record(record, changes: []) }
}

/// What stands behind the functions a script can call. The engine is one; a test may be another.
///
/// Whatever is thrown here reaches the script as an error it may catch, and comes out of the call
/// unchanged if it does not.
public protocol ScriptHost: AnyObject {
    /// Whether a script sees every record it holds as it is now, after whatever it did. A test
    /// does; a hook sees its records as they were when it got them.
    var keepsRecordsFresh: Bool { get }
    func perform(_ operation: ScriptOperation, _ arguments: [ScriptValue]) throws -> [ScriptValue]
    func follow(_ object: Object, _ id: RecordID) throws -> Record?
    func members(of field: ChildrenField, _ owner: RecordID) throws -> [Record]
    func title(of record: Record) throws -> String
}

extension ScriptHost {
    public var keepsRecordsFresh: Bool { false }
}

/// Why a script did not come to its end.
public enum ScriptFailure: Error, Sendable {
    case failed(message: String, location: RuleLocation?)
    case limit(kind: String, location: RuleLocation?)
}
