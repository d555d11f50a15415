/// `percent "discount" { max = 40 }`: 15 is 15 %.
public struct PercentType: DecimalBehavior {
    public let scale: Int

    public init(scale: Int) {
        self.scale = scale
    }

    public static let word = "percent"
    public static let options = ["scale", "min", "max"]
    public static let usualScale = 2
    public static let sign: UInt8? = UInt8(ascii: "%")
    public var type: FieldType { .percent(self) }
    public var canBeSummed: Bool { false }

    public func shown(_ value: Value) -> String {
        value.decimal.map { $0.normalized.description + "%" } ?? ""
    }

    public func typed(_ value: Value) -> String { value.decimal?.normalized.description ?? "" }

    public var control: FieldControl { .percent }
}
