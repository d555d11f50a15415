/// `date "close_date"`: a day of the calendar, without a zone.
public struct DateType: FieldBehavior {
    public static let word = "date"

    public static func declared(_ options: inout some FieldOptionReader) -> FieldType? { .date }

    public var kind: ValueKind { .date }

    public func read(
        _ bytes: UnsafeBufferPointer<UInt8>, _ form: InputForm
    ) throws(FieldProblem.Why) -> Value {
        guard let day = Day.parse(bytes, form.dates) else { throw .notDate(form.dates) }
        return .date(day)
    }

    public func fit(_ value: Value) throws(FieldProblem.Why) -> Value {
        guard case .date = value else { throw .wrongKind(.date) }
        return value
    }

    public var control: FieldControl { .day }
    public var prominence: Int? { 3 }
    public var schema: JSON { ["type": "string", "format": "date"] }
    public var example: JSON { "2026-11-22" }
}
