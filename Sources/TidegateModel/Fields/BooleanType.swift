/// `boolean "is_active"`
public struct BooleanType: FieldBehavior {
    public static let word = "boolean"

    public static func declared(_ options: inout some FieldOptionReader) -> FieldType? { .boolean }

    public var kind: ValueKind { .bool }

    public func read(
        _ bytes: UnsafeBufferPointer<UInt8>, _ form: InputForm
    ) throws(FieldProblem.Why) -> Value {
        switch String(decoding: bytes, as: UTF8.self) {
        case "true", "yes", "1": return .bool(true)
        case "false", "no", "0": return .bool(false)
        default: throw .notBoolean
        }
    }

    public func fit(_ value: Value) throws(FieldProblem.Why) -> Value {
        guard case .bool = value else { throw .wrongKind(.bool) }
        return value
    }

    /// As a box of a form sends it.
    public func typed(_ value: Value) -> String { value.bool.map { $0 ? "true" : "false" } ?? "" }

    public var control: FieldControl { .flag }
    public var prominence: Int? { 7 }
    public var schema: JSON { ["type": "boolean"] }
    public var example: JSON { true }
}
