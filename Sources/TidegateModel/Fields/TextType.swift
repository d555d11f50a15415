/// `text "name" { max = 200 }`
public struct TextType: TextBehavior {
    /// In Unicode scalars, as every database counts them.
    public let maximumLength: Int

    public init(maximumLength: Int = Limits.textLength) {
        self.maximumLength = maximumLength
    }

    public static let word = "text"
    public static let options = ["max"]

    public static func declared(_ options: inout some FieldOptionReader) -> FieldType? {
        let most = options.whole("max", in: 1...Limits.textLength)
        return .text(TextType(maximumLength: most ?? Limits.textLength))
    }

    public var written: [FieldOption] {
        maximumLength == Limits.textLength ? [] : [FieldOption("max", .whole(maximumLength))]
    }

    public func check(_ text: String) throws(FieldProblem.Why) {
        // A character has at least one byte, so most texts need not be counted.
        guard text.utf8.count <= maximumLength || text.unicodeScalars.count <= maximumLength
        else { throw .tooLong(maximumLength) }
    }

    private var isLine: Bool { maximumLength <= FieldControl.lineLength }

    public var control: FieldControl {
        isLine
            ? .line(.text, maximumLength: maximumLength) : .area(maximumLength: maximumLength)
    }

    public var prominence: Int? { isLine ? 5 : nil }
    public var schema: JSON { Self.schema(maximumLength: maximumLength) }
    public var example: JSON { "some text" }
}
