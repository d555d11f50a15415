import TidegateLua
import TidegateModel

/// The name of an object that can be declared: `SalesOrder`.
public struct ObjectName: Hashable, Sendable, Comparable, CustomStringConvertible {
    public let description: String

    /// `nil` unless it is a capital, then ASCII letters and digits, 60 bytes at most.
    public init?(_ text: String) {
        guard let first = text.utf8.first, (65...90).contains(first),
            text.utf8.count <= PackLimits.nameBytes,
            text.utf8.allSatisfy({
                (65...90).contains($0) || (97...122).contains($0) || (48...57).contains($0)
            })
        else { return nil }
        description = text
    }

    public static func < (left: ObjectName, right: ObjectName) -> Bool {
        left.description < right.description
    }
}

/// The name of a field that can be declared: `close_date`.
public struct FieldName: Hashable, Sendable, Comparable, CustomStringConvertible {
    public let description: String

    /// `nil` unless it is lower-case ASCII letters, digits and `_`, 60 bytes at most, and not a
    /// name that every record has already.
    public init?(_ text: String) {
        guard let first = text.utf8.first, (97...122).contains(first),
            text.utf8.count <= PackLimits.nameBytes, !Self.taken.contains(text),
            text.utf8.allSatisfy({
                $0 == 95 || (97...122).contains($0) || (48...57).contains($0)
            })
        else { return nil }
        description = text
    }

    public static func < (left: FieldName, right: FieldName) -> Bool {
        left.description < right.description
    }

    /// What a name of a record means by itself.
    private static let taken: Set<String> = ["id", "version", "old", "title", "object"]

    /// Whether the name would be read as a word: of conditions, where it could not be written, or
    /// of Lua, where `record.end` does not parse. A pack of files may use it, because its author
    /// sees what comes of it; whoever fills in a form would not.
    public static func isWord(_ text: String) -> Bool {
        LuaTokenizer.keywords.contains(text) || conditionWords.contains(text)
    }

    /// Whether a record has something of this name already.
    public static func isTaken(_ text: String) -> Bool {
        taken.contains(text) || Object.systemFields.contains { $0.name == text }
    }

    private static let conditionWords: Set<String> = [
        "contains", "empty", "is", "matches", "where",
    ]
}
