/// `datetime "shipped_at"`: a point in time in UTC, to the millisecond.
public struct DatetimeType: FieldBehavior {
    public static let word = "datetime"

    public static func declared(_ options: inout some FieldOptionReader) -> FieldType? { .datetime }

    public var kind: ValueKind { .datetime }

    public func read(
        _ bytes: UnsafeBufferPointer<UInt8>, _ form: InputForm
    ) throws(FieldProblem.Why) -> Value {
        guard let instant = Instant(String(decoding: bytes, as: UTF8.self))
        else { throw .notDatetime }
        return .datetime(instant)
    }

    /// A day is its first moment.
    public func fit(_ value: Value) throws(FieldProblem.Why) -> Value {
        switch value {
        case .datetime: return value
        case .date(let day): return .datetime(Instant(day))
        default: throw .wrongKind(.datetime)
        }
    }

    public var control: FieldControl { .line(.text, maximumLength: nil) }
    public var prominence: Int? { 6 }
    public var schema: JSON { ["type": "string", "format": "date-time"] }
    public var example: JSON { "2026-11-22T08:30:00Z" }
}
