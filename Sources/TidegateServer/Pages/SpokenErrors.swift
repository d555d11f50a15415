import TidegateEngine
import TidegateModel
import TidegateRules

/// Puts an error into the words of who reads it: what the engine and its packs say by the bundle,
/// what the server itself says by the texts of pages, `error.CODE` and `error.CODE.hint`.
struct SpokenErrors: Sendable {
    private let texts: Texts
    private let bundle: Bundle
    private let language: Language

    init(_ texts: Texts, _ bundle: Bundle, _ context: WebContext) {
        self.init(texts, bundle, context.language)
    }

    init(_ texts: Texts, _ bundle: Bundle, _ language: Language) {
        self.texts = texts
        self.bundle = bundle
        self.language = language
    }

    func callAsFunction(_ error: TidegateError) -> TidegateError {
        texts.spoken(bundle.spoken(error, in: language), in: language)
    }
}

extension WebContext {
    /// A token's program is written for words that stay the same; a page's script asks for the person
    /// in front of it.
    var isProgram: Bool { caller?.formToken == nil }

    /// What the API answers to who asks.
    func spoken(_ refusal: Refusal, _ bundle: Bundle) -> Refusal {
        isProgram ? APISentences.told(refusal) : bundle.spoken(refusal, in: language)
    }

    func spoken(_ error: TidegateError, _ bundle: Bundle) -> TidegateError {
        isProgram ? error : bundle.spoken(error, in: language)
    }

    func spoken(_ gates: [GateReport], _ bundle: Bundle) -> [GateReport] {
        isProgram ? gates : gates.map { bundle.spoken($0, in: language) }
    }
}

extension Texts {
    /// An error of the server itself in a language; others stay as they are.
    func spoken(_ error: TidegateError, in language: Language) -> TidegateError {
        var parts: [String: Speech] = [:]
        var key = "error." + error.code
        if case .sentence(let name, let values)? = error.speech {
            key = "error." + name
            parts = values
        } else if error.speech != nil {
            return error
        }
        guard self[key, language] != key else { return error }
        let values = parts.compactMapValues { part in
            switch part {
            case .text(let text): text
            case .sentence(let word, _): self[word, language]
            default: nil
            }
        }
        var spoken = error
        spoken.message = self(key, language, values)
        let hint = self(key + ".hint", language, values)
        spoken.hint = hint == key + ".hint" ? nil : hint
        return spoken
    }
}
