import TidegateModel
import TidegateRules

/// What locales call fields and choices, read before anything is checked: a condition that names a label
/// is led to its name. What is wrong with a locale is told by ``LocaleDecoder``.
struct LocaleGlossary {
    private(set) var translations = Translations()

    init(_ locales: [Node]) {
        for node in locales {
            guard let language = Language(rawValue: node.name) else { continue }
            for (object, item) in node.body.named {
                guard case .table(let words) = item else { continue }
                add(words["fields"]) { (.field(object, $0), language) }
                guard case .table(let choices)? = words["choices"] else { continue }
                for (field, values) in choices.named {
                    add(values) { (.choice(object, field, $0), language) }
                }
            }
        }
    }

    private mutating func add(_ words: Item?, _ place: (String) -> (Term, Language)) {
        guard case .table(let words)? = words else { return }
        for case (let name, .text(let label)) in words.named {
            let (term, language) = place(name)
            translations.add(label: label, of: term, language)
        }
    }
}
