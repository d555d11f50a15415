import TidegateModel

/// What a script's world answers. The prelude calls ``perform(_:_:on:)`` by `host(operation, …)`;
/// the other three serve record proxies.
///
/// Every method may call the same machine again (a hook that saves a record that runs a hook): such
/// a call is nested in the session and shares its budget.
public protocol LuaHost: AnyObject {
    /// - Parameter operation: zero or up, as prelude and host agreed.
    func perform(_ operation: Int32, _ arguments: [LuaValue], on machine: LuaMachine)
        throws(LuaHostError) -> [LuaValue]

    /// The record a reference field points to; `nil` reads as nil.
    func follow(
        _ field: Int, of record: LuaRecordHandle, to id: RecordID, on machine: LuaMachine
    ) throws(LuaHostError) -> LuaRecordHandle?

    /// An extra of a record type; asked only when the prelude has no `export.record_extra`.
    func extra(_ name: String, of record: LuaRecordHandle, on machine: LuaMachine)
        throws(LuaHostError) -> LuaValue

    /// The message for a field that does not exist, with a suggestion; `nil` for the plain one.
    func messageForUnknownField(_ name: String, ofType type: String) -> String?
}

extension LuaHost {
    public func follow(
        _ field: Int, of record: LuaRecordHandle, to id: RecordID, on machine: LuaMachine
    ) throws(LuaHostError) -> LuaRecordHandle? { nil }

    public func extra(_ name: String, of record: LuaRecordHandle, on machine: LuaMachine)
        throws(LuaHostError) -> LuaValue
    { .none }

    public func messageForUnknownField(_ name: String, ofType type: String) -> String? { nil }
}

/// An error a script may catch as a text, or a fatal one that ends the session.
public struct LuaHostError: Error, Hashable, Sendable {
    public let message: String
    /// Comes back in ``LuaFailure/hostToken`` when nobody caught the error; zero is none.
    public let token: Int64
    /// No `pcall` catches it.
    public let isFatal: Bool

    public init(_ message: String, token: Int64 = 0, isFatal: Bool = false) {
        self.message = message
        self.token = token
        self.isFatal = isFatal
    }
}
