/// `duration "lead_time"`: a length of time, to the millisecond.
public struct DurationType: FieldBehavior {
    public static let word = "duration"

    public static func declared(_ options: inout some FieldOptionReader) -> FieldType? { .duration }

    public var kind: ValueKind { .duration }

    public func read(
        _ bytes: UnsafeBufferPointer<UInt8>, _ form: InputForm
    ) throws(FieldProblem.Why) -> Value {
        guard let span = Span(String(decoding: bytes, as: UTF8.self)) else { throw .notDuration }
        return .duration(span)
    }

    public func fit(_ value: Value) throws(FieldProblem.Why) -> Value {
        guard case .duration = value else { throw .wrongKind(.duration) }
        return value
    }

    public var control: FieldControl { .line(.text, maximumLength: nil) }
    public var prominence: Int? { 7 }
    public var schema: JSON { ["type": "string"] }
    public var example: JSON { "14 days" }
}
