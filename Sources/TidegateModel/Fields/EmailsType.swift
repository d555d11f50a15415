/// `emails "invoice_emails"`: several addresses, in the order given.
public struct EmailsType: ListBehavior {
    public static let word = "emails"

    public static func declared(_ options: inout some FieldOptionReader) -> FieldType? { .emails }

    public func check(item: String) throws(FieldProblem.Why) {
        guard EmailType.isOne(item) else { throw .notEmail }
    }

    public func link(_ value: Value) -> String? {
        value.isMissing ? nil : "mailto:" + items(of: value).joined(separator: ",")
    }

    public var itemSchema: JSON { EmailType().schema.with("format", "email") }
    public var example: JSON { ["ann@example.com", "bob@example.com"] }
}
