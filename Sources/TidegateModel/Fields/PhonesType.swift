/// `phones "numbers"`: several numbers, each as people write it, in the order given.
public struct PhonesType: ListBehavior {
    public static let word = "phones"

    public static func declared(_ options: inout some FieldOptionReader) -> FieldType? { .phones }

    /// That it is short and in one line is asked of every item.
    public func check(item: String) throws(FieldProblem.Why) {}

    public var itemSchema: JSON { PhoneType().schema }
    public var example: JSON { ["+44 20 7946 0958", "+86 10 6552 9988"] }
}
