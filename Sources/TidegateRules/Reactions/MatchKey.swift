import TidegateModel

/// The fields that tell whether a row of a file and a record are the same thing.
///
///     MatchKey("code")             // the same code
///     MatchKey("code+name+spec")   // all three the same
///     MatchKey("~name")            // the same name, however it is spelt: see ``NormalName``
public struct MatchKey: Sendable, Hashable, CustomStringConvertible {
    public struct Part: Sendable, Hashable {
        public var field: String
        /// Whether names are compared by their normal form.
        public var isByName: Bool
    }

    public var parts: [Part]

    public init(_ parts: [Part] = []) { self.parts = parts }

    /// - Parameter texts: names of fields, with `~` before those compared by their normal form.
    public init(_ texts: [String]) {
        parts = texts.map { text in
            text.hasPrefix("~")
                ? Part(field: String(text.dropFirst()), isByName: true)
                : Part(field: text, isByName: false)
        }
    }

    public init(_ text: String) {
        self.init(text.split(separator: "+", omittingEmptySubsequences: false).map(String.init))
    }

    /// The record itself, as an export names it.
    public static let idField = "id"
    public static let id = MatchKey(idField)

    public var isEmpty: Bool { parts.isEmpty }
    public var fields: [String] { parts.map(\.field) }
    public var description: String {
        parts.map { ($0.isByName ? "~" : "") + $0.field }.joined(separator: "+")
    }
}
