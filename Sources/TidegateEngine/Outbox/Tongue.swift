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

    /// - Parameter english: for who reads English, and where there are no words.
    func callAsFunction(_ speech: Speech?, or english: String) -> String {
        guard language != .english, let speech else { return english }
        return bundle.text(speech, in: language) ?? english
    }
}
