import HTTPTypes
import Hummingbird
import TidegateModel

/// What a form sent, by name: the last text of each.
struct FormFields: Sendable {
    private let texts: [String: String]

    init(_ texts: [String: String]) {
        self.texts = texts
    }

    /// Reads the body whole, within the bound on bodies.
    static func read(_ request: Request, _ context: WebContext) async throws -> FormFields {
        var request = request
        let form = try await request.form()
        return FormFields(Dictionary(form.fields.map { ($0.name, $0.text) }) { _, last in last })
    }

    /// An empty text is no text.
    subscript(name: String) -> String? {
        texts[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// `field.amount=5` as `amount: 5` for the prefix `field.`; empty texts too, which clear a field.
    func all(_ prefix: String) -> [String: String] {
        var found: [String: String] = [:]
        for (name, text) in texts where name.hasPrefix(prefix) {
            found[String(name.dropFirst(prefix.count))] = text
        }
        return found
    }
}
