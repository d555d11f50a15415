/// `decimal "weight" { scale = 3 }`: exact, never a binary float.
public struct DecimalType: DecimalBehavior {
    public let scale: Int

    public init(scale: Int) {
        self.scale = scale
    }

    public static let word = "decimal"
    public static let usualScale = 4
    public var type: FieldType { .decimal(self) }

    public func shown(_ value: Value) -> String { value.decimal?.normalized.description ?? "" }
}
