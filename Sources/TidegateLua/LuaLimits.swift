/// Every bound of the sandbox that is decided in Swift, by name; those of the shim stand in
/// `clua.h`.
public enum LuaLimits {
    public static let sourceBytes = 64 * 1024
    /// `a.b.c[d](e)`: naming the culprit of an error walks such a chain recursively.
    public static let suffixChain = 200
    /// `a or b or c`: the compiler's jump lists are quadratic in it.
    public static let operatorChain = 500
    public static let elseifArms = 500
    public static let nesting = 100
    /// Values in one list of arguments or results.
    public static let arguments = 4000
}
