import HTTPTypes
import Hummingbird
import TidegateModel

/// What a form sent: names and texts in the order of the page.
///
/// Source: WHATWG URL Standard, "application/x-www-form-urlencoded parsing"; stricter in that broken
/// UTF-8, broken percent signs and U+0000 are refused instead of repaired.
struct Form: Sendable {
    private(set) var fields: [(name: String, text: String)] = []

    static let contentType = "application/x-www-form-urlencoded"

    init(_ bytes: some Collection<UInt8>) throws {
        guard !bytes.isEmpty else { return }
        for part in bytes.split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: true) {
            guard fields.count < ServerLimits.formFields else {
                throw RequestSentences.formTooLong()
            }
            let sides = part.split(
                separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            fields.append(
                (try Self.decode(sides[0]), sides.count > 1 ? try Self.decode(sides[1]) : ""))
        }
    }

    /// The text of a field that stands once; empty when it is not there.
    subscript(name: String) -> String {
        fields.first { $0.name == name }?.text ?? ""
    }

    /// All texts of a field that may stand several times, as checkboxes do.
    func all(_ name: String) -> [String] {
        fields.compactMap { $0.name == name ? $0.text : nil }
    }

    /// The text of a field; an empty one is none.
    func filled(_ name: String) -> String? {
        let text = self[name]
        return text.isEmpty ? nil : text
    }

    /// `field.amount=5` as `amount: 5` for the prefix `field.`; empty texts too, which clear a field.
    func all(startingWith prefix: String) -> [String: String] {
        var found: [String: String] = [:]
        for field in fields where field.name.hasPrefix(prefix) {
            found[String(field.name.dropFirst(prefix.count))] = field.text
        }
        return found
    }

    /// `field.NAME` by name. A reference sends the id that was chosen, or what was typed instead. A
    /// browser without scripts sends the old id always, so what stands in `title.NAME` and not in
    /// `shown.NAME` counts there.
    func given() -> [String: String] {
        let shown = all(startingWith: "shown.")
        let typed = all(startingWith: "title.").filter { $0.value != shown[$0.key] }
        return all(startingWith: "field.").merging(typed) { $1 }.merging(items()) { $1 }
    }

    /// The boxes that were ticked, `items.NAME/VALUE`, one a line; the form sends an empty `items.NAME` besides.
    private func items() -> [String: String] {
        let boxes = fields.filter { $0.name.hasPrefix("items.") }
        return Dictionary(grouping: boxes) {
            String($0.name.dropFirst("items.".count).prefix { $0 != "/" })
        }.mapValues { $0.map(\.text).filter { !$0.isEmpty }.joined(separator: "\n") }
    }

    /// What was typed, by field: `field.NAME`, but for what a form sends back as it had it, which is
    /// `was.NAME`. That need not fit what the field asks for today, and nobody asked to change it.
    func typed() -> [String: String] {
        let was = all(startingWith: "was.")
        return given().filter { field, text in
            // A browser ends lines with CR LF when it sends a form, and with LF when a script does.
            was[field]?.replacing("\r\n", with: "\n") != text.replacing("\r\n", with: "\n")
        }
    }

    static func isForm(_ request: Request) -> Bool {
        request.headers[.contentType]?.lowercased().hasPrefix(contentType) ?? false
    }

    private static func decode(_ bytes: some Collection<UInt8>) throws -> String {
        guard let text = PercentText.decoded(bytes, plusIsSpace: true) else {
            throw RequestSentences.badForm()
        }
        return text
    }
}

extension Request {
    /// The form in the body. Reads the body once and keeps it, so it can be asked again.
    ///
    /// - Throws: `request.content_type` when the body is something else.
    mutating func form() async throws -> Form {
        guard Form.isForm(self) else { throw RequestSentences.noForm() }
        let bytes = try await BodyReader.bytes(self, upTo: ServerLimits.bodyBytes)
        body = RequestBody(buffer: ByteBuffer(bytes: bytes))
        return try Form(bytes)
    }
}
