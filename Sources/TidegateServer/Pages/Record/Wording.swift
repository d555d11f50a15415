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

    func list(_ parts: [String]) -> String { texts.list(parts, language) }

    // MARK: Labels

    func label(_ term: Term) -> String { bundle.label(term, language) }

    func label(_ field: Field, _ object: Object) -> String {
        label(.field(object.name, field.name))
    }

    func label(_ object: Object) -> String { label(.object(object.name)) }

    func plural(_ object: Object) -> String { label(.plural(object.name)) }

    func stage(_ name: String, _ object: Object) -> String {
        let field = bundle.rules(of: object)?.pipeline?.field ?? ""
        return label(.choice(object.name, field, name))
    }

    func step(_ name: String, of approval: String) -> String {
        label(.step(approval: approval, name))
    }

    /// The labels on the way that a path leads: `account.owner` is *Account › Owner*.
    func path(_ path: String, _ object: Object) -> String {
        labels(bundle.terms(path, object))
    }

    func labels(_ terms: [Term]) -> String {
        terms.map { label($0) }.joined(separator: " › ")
    }

    /// A part of a sentence, in the reader's language where it has words for it.
    func clause(_ speech: Speech?, or message: String) -> String {
        speech.flatMap { bundle.text($0, in: language) } ?? message
    }

    /// What the engine or a pack says, in the reader's language where it has words for it.
    func speech(_ speech: Speech?, or message: String) -> String {
        let said = clause(speech, or: message)
        // What rules say begins small, because it also stands inside other sentences.
        return said.prefix(1).uppercased() + said.dropFirst()
    }

    func speech(_ error: TidegateError) -> String { speech(error.speech, or: error.message) }

    /// What is said of a field where its label stands already: without the label.
    func beside(_ field: Field, _ object: Object, _ said: String) -> String {
        let start = label(field, object) + self("join.colon")
        return said.hasPrefix(start) ? String(said.dropFirst(start.count)) : said
    }

    // MARK: Values

    /// As a person reads it; empty for a missing value.
    func value(_ value: Value, _ field: Field, _ object: Object) -> String {
        switch (value, field.type) {
        case (.text(let text), .choice): label(.choice(object.name, field.name, text))
        case (.json, .multichoice(let type)):
            list(type.items(of: value).map { label(.choice(object.name, field.name, $0)) })
        case (.reference(let id), _): names[id] ?? self("value.unseen")
        default: ValueText(language: language, texts: texts)(value, field.type)
        }
    }

    /// A field of a record, an amount with its currency.
    func value(of record: Record, _ slot: Int) -> String {
        amount(value(record[slot], record.object.fields[slot], record.object), record, slot)
    }

    /// The currency behind an amount.
    func amount(_ text: String, _ record: Record, _ slot: Int) -> String {
        guard !text.isEmpty, let currency = record.currency(of: slot) else { return text }
        return "\(text)\u{A0}\(currency)"
    }

    /// A figure or a value of no field, such as `count(lines)`.
    func value(_ value: Value) -> String {
        ValueText(language: language, texts: texts)(value)
    }

    /// What stands in the input of a field, and comes back from it as it was when nobody touched it.
    static func raw(_ value: Value, of field: Field) -> String {
        field.type.behavior.typed(value)
    }

    // MARK: Times

    /// For `<time datetime="…" data-ago>`; `time.js` puts it into the reader's zone.
    func moment(_ instant: Instant) -> [String: Any] {
        [
            "iso": instant.description,
            "text": ValueText(language: language, texts: texts).datetime(instant),
        ]
    }
}
