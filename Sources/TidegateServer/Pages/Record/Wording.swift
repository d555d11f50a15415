import TidegateEngine
import TidegateModel
import TidegateRules

/// Words the parts of a page in the reader's language: labels, values, times.
struct Wording {
    let texts: Texts
    let icons: Icons
    let language: Language
    let bundle: Bundle
    let now: Instant
    var names: [RecordID: String] = [:]

    init(
        _ pages: PageRenderer, _ language: Language, bundle: Bundle, now: Instant,
        names: [RecordID: String] = [:]
    ) {
        texts = pages.texts
        icons = pages.icons
        self.language = language
        self.bundle = bundle
        self.now = now
        self.names = names
    }

    func callAsFunction(_ key: String, _ values: [String: String] = [:]) -> String {
        texts(key, language, values)
    }

    // MARK: Labels

    func label(_ field: Field, _ object: Object) -> String {
        bundle.label(.field(object.name, field.name), language)
    }

    func label(_ object: Object) -> String { bundle.label(.object(object.name), language) }

    func plural(_ object: Object) -> String { bundle.label(.plural(object.name), language) }

    func stage(_ name: String, _ object: Object) -> String {
        guard let field = bundle.rules(of: object)?.pipeline?.field else { return name.humanized }
        return bundle.label(.choice(object.name, field, name), language)
    }

    // MARK: Values

    /// As a person reads it; empty for a missing value.
    func value(_ value: Value, _ field: Field, _ object: Object) -> String {
        switch (value, field.type) {
        case (.text(let text), .choice):
            bundle.label(.choice(object.name, field.name, text), language)
        case (.reference(let id), _): names[id] ?? "\(id)"
        default: ValueText(language: language, texts: texts)(value, field.type)
        }
    }

    /// What stands in an input.
    static func raw(_ value: Value) -> String { value.isMissing ? "" : value.description }

    // MARK: Times

    /// For `<time datetime="…" data-ago>`; `time.js` puts it into the reader's zone.
    func moment(_ instant: Instant) -> [String: Any] {
        [
            "iso": instant.description,
            "text": ValueText(language: language, texts: texts).datetime(instant),
        ]
    }
}
