import TidegateModel
import TidegateRules

/// The language one user is written to in: that of the field `language` of their record.
///
/// What is kept, such as a task's title, is kept as it was said to them.
struct Tongue {
    let language: Language
    let bundle: Bundle

    init(of user: Record, _ bundle: Bundle) {
        language = user["language"].text.flatMap { Language(rawValue: $0) } ?? .english
        self.bundle = bundle
    }

    /// - Parameter message: where the language has no words.
    func callAsFunction(_ speech: Speech?, or message: String) -> String {
        speech.flatMap { bundle.text($0, in: language) } ?? message
    }
}
