import TidegateEngine
import TidegateModel
import TidegateRules

/// Puts an error into the words of who reads it: what the engine and its packs say by the bundle,
/// what the server itself says by the texts of pages, `error.CODE` and `error.CODE.hint`.
struct SpokenErrors: Sendable {
    let texts: Texts
    let bundle: Bundle

    func callAsFunction(_ error: TidegateError, in language: Language) -> TidegateError {
        texts.spoken(bundle.spoken(error, in: language), in: language)
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
            if case .text(let text) = part { text } else { nil }
        }
        var spoken = error
        spoken.message = self(key, language, values)
        let hint = self(key + ".hint", language, values)
        spoken.hint = hint == key + ".hint" ? nil : hint
        return spoken
    }
}
