import TidegateModel

/// An entry of the history for someone who may not see some of the fields. The entry that is kept,
/// and its place in the chain, stay as they are.
enum HiddenHistory {
    static func entry(_ kept: JSON, hiding hidden: Set<String>) -> JSON {
        rewritten(kept, inside: [], hidden)
    }

    private static func rewritten(
        _ json: JSON, inside path: [String], _ hidden: Set<String>
    ) -> JSON {
        switch json {
        case .null, .bool, .number: return json
        case .string(let text):
            // What a rule said was said to whoever saved, who may have seen more.
            return .string(spoken.contains(path) ? name(of: text) : text)
        case .array(let values):
            let shown = values.filter { value in
                path != ["trace", "set"] || value.string.map(hidden.contains) != true
            }
            return .array(shown.map { rewritten($0, inside: path, hidden) })
        case .object(let members):
            let shown = members.filter { path != ["changes"] || !hidden.contains($0.name) }
            return .object(
                shown.map { .init($0.name, rewritten($0.value, inside: path + [$0.name], hidden)) })
        }
    }

    private static let spoken: Set<[String]> = [["trace", "message"], ["trace", "warning"]]

    /// `Margin is kept: it is 5` → `Margin is kept`: the rule's name stands before the colon.
    private static func name(of message: String) -> String {
        message.firstIndex(of: ":").map { String(message[..<$0]) } ?? "…"
    }
}
