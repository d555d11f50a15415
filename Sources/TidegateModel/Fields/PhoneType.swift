/// `phone "direct_line"`: as people write it; no country writes them alike.
public struct PhoneType: TextBehavior {
    public static let word = "phone"

    public static func declared(_ options: inout some FieldOptionReader) -> FieldType? { .phone }

    public func check(_ text: String) throws(FieldProblem.Why) { try checkShort(text) }

    public func link(_ value: Value) -> String? {
        value.text.map { "tel:" + $0.filter { !$0.isWhitespace } }
    }

    public var control: FieldControl { .line(.phone, maximumLength: nil) }
    public var prominence: Int? { 4 }
    public var schema: JSON { Self.schema(maximumLength: Limits.shortTextBytes) }
    public var example: JSON { "+44 20 7946 0958" }
}
