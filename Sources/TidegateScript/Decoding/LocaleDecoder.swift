import TidegateModel
import TidegateRules

/// `locale "zh-Hans" { Opportunity = { label = "商机", fields = { … } }, roles = { … }, … }`
///
/// A translation of something that does not exist is an error, so that a renamed field does not
/// silently fall back to English.
struct LocaleDecoder {
    let context: DecodingContext
    let inventory: LocaleInventory

    /// - Returns: the language, and the labels it gives; messages are added at once.
    func decode(
        _ node: Node, into translations: inout Translations
    ) -> (language: Language, labels: [(term: Term, text: String)])? {
        let body = BodyReader(node, context)
        guard let language = Language(rawValue: node.name) else {
            let known = Language.allCases.map(\.rawValue)
            let hint = suggestion(for: node.name, among: known)
            body.report(
                "locale.language",
                hint == nil
                    ? "unknown language \(node.name); there is \(list: known)"
                    : "unknown language \(node.name)", instead: hint)
            return nil
        }
        var found: [(Term, String)] = []
        if let label = body.text("label") { found.append((.pack(node.chunk.pack), label)) }
        found += texts("roles", body) { .role($0) }
        found += texts("approvals", body) { .approval($0) }
        found += nested("steps", body) { .step(approval: $0, $1) }
        found += texts("alerts", body) { .alert($0) }
        found += nested("levels", body) { .level(alert: $0, $1) }
        found += texts("notices", body) { .notice($0) }
        for name in body.keys where name.first?.isUppercase == true {
            found += object(name, body)
        }
        decodeMessages(body, language, &translations)
        body.finish()
        return (language, found)
    }

    private func object(_ name: String, _ body: BodyReader) -> [(Term, String)] {
        guard let reader = body.table(name) else { return [] }
        defer { reader.finish() }
        guard reader.object(named: name, at: body.location(ofKey: name)) != nil else { return [] }
        var found: [(Term, String)] = []
        if let label = reader.text("label") { found.append((.object(name), label)) }
        if let plural = reader.text("plural") { found.append((.plural(name), plural)) }
        found += texts("fields", reader) { .field(name, $0) }
        found += texts("help", reader) { .help(name, $0) }
        found += nested("choices", reader) { .choice(name, $0, $1) }
        found += texts("guides", reader) { .guide(name, $0) }
        found += texts("gates", reader) { .gate(name, $0) }
        found += texts("validations", reader) { .validation(name, $0) }
        found += texts("hooks", reader) { .hook(name, $0) }
        found += texts("actions", reader) { .action(name, $0) }
        return found
    }

    /// `fields = { amount = "金额" }`
    private func texts(
        _ key: String, _ body: BodyReader, _ term: (String) -> Term
    ) -> [(Term, String)] {
        guard let table = body.table(key) else { return [] }
        defer { table.finish() }
        return table.keys.compactMap { name in
            guard let text = table.text(name) else { return nil }
            let term = term(name)
            guard inventory.terms[term] != nil else {
                report(unknown: term, name, at: table.location(ofKey: name), table)
                return nil
            }
            return (term, text)
        }
    }

    /// `choices = { stage = { won = "赢单" } }`
    private func nested(
        _ key: String, _ body: BodyReader, _ term: (String, String) -> Term
    ) -> [(Term, String)] {
        guard let table = body.table(key) else { return [] }
        defer { table.finish() }
        return table.keys.flatMap { outer in texts(outer, table) { term(outer, $0) } }
    }

    private func report(
        unknown term: Term, _ name: String, at place: RuleLocation, _ table: BodyReader
    ) {
        let near = inventory.terms.keys.map(\.entry).filter { $0.table == term.entry.table }
            .map(\.name)
        table.report(
            "locale.unknown", .unknown(term), instead: suggestion(for: name, among: near), at: place
        )
    }

    // MARK: Messages

    private func decodeMessages(
        _ body: BodyReader, _ language: Language, _ translations: inout Translations
    ) {
        guard let table = body.table("messages") else { return }
        defer { table.finish() }
        for source in table.keys {
            guard let text = table.text(source) else { continue }
            guard inventory.messages[source] != nil else {
                let near = suggestion(for: source, among: inventory.messages.keys)
                table.report(
                    "locale.unknown", "no rule says \"\(source)\"",
                    instead: near.map { "\"\($0)\"" }, at: table.location(ofKey: source))
                continue
            }
            if keepsPlaceholders(source, text, table) {
                translations.add(message: text, for: source, language)
            }
        }
    }

    /// A value that is left out, or that nothing fills in, would be found by a customer.
    private func keepsPlaceholders(_ source: String, _ text: String, _ table: BodyReader) -> Bool {
        guard let wanted = Template.placeholders(of: source) else { return true }
        guard let given = Template.placeholders(of: text) else {
            table.report(
                "locale.braces",
                "a brace is not closed, or closes nothing; write \("{{") or \("}}") for it",
                at: table.location(of: source))
            return false
        }
        let place = table.location(of: source)
        for name in wanted.subtracting(given).sorted() {
            table.report(
                "locale.placeholders", "the translation leaves out \("{\(name)}")", at: place)
        }
        for name in given.subtracting(wanted).sorted() {
            table.report(
                "locale.placeholders",
                "the translation has \("{\(name)}"), which the message has not",
                instead: suggestion(for: name, among: wanted).map { "{\($0)}" }, at: place)
        }
        return wanted == given
    }
}

extension LocaleInventory {
    /// What of a pack a language it speaks has not got.
    func untranslated(
        _ pack: String, _ language: Language, _ translations: Translations
    ) -> [Untranslated] {
        // Packs are written in English, so what a locale "en" leaves out is there all the same.
        guard language != .english else { return [] }
        var missing: [(what: String, term: Term?, place: RuleLocation)] = []
        for (term, place) in terms where translations.label(term, language) == nil {
            missing.append((term.description, term, place))
        }
        for (text, place) in messages where translations.message(text, language) == nil {
            missing.append(("message \"\(text)\"", nil, place))
        }
        for mail in mails where !mail.languages.contains(language.rawValue) {
            missing.append(("mail \"\(mail.name)\"", nil, mail.location))
        }
        return missing.filter { $0.place.pack == pack }
            .map {
                Untranslated(
                    pack: pack, language: language, what: $0.what, term: $0.term,
                    location: $0.place)
            }
            .sorted {
                ($0.location.file, $0.location.line, $0.what)
                    < ($1.location.file, $1.location.line, $1.what)
            }
    }
}

extension Term {
    /// The table of a locale in which it stands, and the name it has there.
    fileprivate var entry: (table: String, name: String) {
        switch self {
        case .pack(let name): ("label", name)
        case .object(let name): ("objects", name)
        case .plural(let name): ("plurals", name)
        case .field(let object, let name): ("fields of \(object)", name)
        case .help(let object, let name): ("help of \(object)", name)
        case .choice(let object, let field, let name): ("choices of \(object).\(field)", name)
        case .guide(let object, let name): ("guides of \(object)", name)
        case .gate(let object, let name): ("gates of \(object)", name)
        case .validation(let object, let name): ("validations of \(object)", name)
        case .hook(let object, let name): ("hooks of \(object)", name)
        case .action(let object, let name): ("actions of \(object)", name)
        case .approval(let name): ("approvals", name)
        case .step(let approval, let name): ("steps of \(approval)", name)
        case .alert(let name): ("alerts", name)
        case .level(let alert, let name): ("levels of \(alert)", name)
        case .notice(let name): ("notices", name)
        case .role(let name): ("roles", name)
        }
    }
}
