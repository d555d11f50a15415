/// `email "invoice_email"`: one address.
public struct EmailType: TextBehavior {
    public static let word = "email"

    public static func declared(_ options: inout some FieldOptionReader) -> FieldType? { .email }

    public func check(_ text: String) throws(FieldProblem.Why) {
        guard Self.isOne(text) else { throw .notEmail }
    }

    /// Whether mail can be sent to it as it stands: something before and after one @, and nothing that would
    /// end it in a list of addresses. More is decided by the server it is sent to.
    ///
    /// Source: RFC 5321, 4.5.3.1.3: a path has 256 bytes with its brackets.
    static func isOne(_ text: String) -> Bool {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        return parts.count == 2 && !parts[0].isEmpty && parts[1].contains(".")
            && text.unicodeScalars.allSatisfy { $0.value > 32 && $0 != "," && $0 != ";" }
            && text.utf8.count <= Limits.emailBytes
    }

    public func link(_ value: Value) -> String? { value.text.map { "mailto:\($0)" } }

    public var control: FieldControl { .line(.email, maximumLength: nil) }
    public var prominence: Int? { 4 }
    public var schema: JSON { Self.schema(maximumLength: Limits.emailBytes) }
    public var example: JSON { "ann@example.com" }
}
