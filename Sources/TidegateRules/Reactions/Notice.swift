import TidegateModel

/// Message sent because something happened, once per key.
public struct Notice: Sendable {
    public var name: String
    public var object: String
    public var when: Condition
    /// The key: whatever is retried, one message a key and recipient leaves the system.
    public var once: Template
    public var to: Recipients
    /// The first whose condition holds is sent.
    public var cases: [Case]
    public var location: RuleLocation

    public enum Recipients: Sendable {
        /// Records with an e-mail field: `order.customer.contacts where wants_notice`.
        case selection(Selection)
        case role(String)
    }

    public struct Case: Sendable {
        public var name: String
        public var when: Condition?
        public var message: Message
        public var location: RuleLocation

        public init(name: String, when: Condition?, message: Message, location: RuleLocation) {
            self.name = name
            self.when = when
            self.message = message
            self.location = location
        }
    }

    public init(
        name: String, object: String, when: Condition, once: Template, to: Recipients,
        cases: [Case], location: RuleLocation
    ) {
        self.name = name
        self.object = object
        self.when = when
        self.once = once
        self.to = to
        self.cases = cases
        self.location = location
    }
}

/// The text of a mail, in the languages it was written in.
public struct Message: Sendable {
    public struct Text: Sendable {
        public var subject: Template
        public var body: Template

        public init(subject: Template, body: Template) {
            self.subject = subject
            self.body = body
        }
    }

    public var name: String
    public var text: Text
    /// By language tag, such as `zh-Hans`.
    public var translations: [String: Text]

    public init(name: String, text: Text, translations: [String: Text]) {
        self.name = name
        self.text = text
        self.translations = translations
    }

    public func text(in language: String?) -> Text {
        language.flatMap { translations[$0] } ?? text
    }
}
