import TidegateModel
import TidegateRules

/// `test "…" { given = function…, run = function… }`
public struct RuleTest: Sendable {
    public var name: String
    public var given: ScriptFunction?
    public var run: ScriptFunction
    public var location: RuleLocation
}
