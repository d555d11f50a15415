/// `integer "quantity" { min = 0 }`: 64 bits.
public struct IntegerType: NumberBehavior {
    public static let word = "integer"
    public static let options = ["min", "max", "total"]

    public static func declared(_ options: inout some FieldOptionReader) -> FieldType? { .integer }

    public var kind: ValueKind { .integer }
    public var canBeSummed: Bool { true }

    /// `5.0` is not taken for 5: whoever wrote it counts in fractions.
    public func read(
        _ bytes: UnsafeBufferPointer<UInt8>, _ form: InputForm
    ) throws(FieldProblem.Why) -> Value {
        let number = try number(bytes, form.numbers)
        guard number.scale == 0 else { throw .notInteger }
        return .integer(number.coefficient)
    }

    public func fit(_ value: Value) throws(FieldProblem.Why) -> Value {
        switch value {
        case .integer: return value
        case .decimal(let number):
            guard let whole = number.exactly(scale: 0) else { throw .notInteger }
            return .integer(whole.coefficient)
        default: throw .wrongKind(.integer)
        }
    }

    public var control: FieldControl { .number(isWhole: true) }
    public var prominence: Int? { 4 }
    public var schema: JSON { ["type": "integer", "format": "int64"] }
    public var example: JSON { 1 }
}
