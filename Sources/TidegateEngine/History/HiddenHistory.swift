import TidegateModel

/// An entry of the history for someone who may not see some of the fields. The entry that is kept,
/// and its place in the chain, stay as they are.
enum HiddenHistory {
    static func entry(_ kept: JSON, hiding hidden: Set<String>) -> JSON {
        guard case .object(let members) = kept else { return kept }
        return .object(
            members.map { member in
                switch member.name {
                case "changes": JSON.Member("changes", changes(member.value, hidden))
                case "trace":
                    JSON.Member(
                        "trace", .array((member.value.array ?? []).map { line($0, hidden) }))
                default: member
                }
            })
    }

    private static func changes(_ changes: JSON, _ hidden: Set<String>) -> JSON {
        .object((changes.members ?? []).filter { !hidden.contains($0.name) })
    }

    private static func line(_ line: JSON, _ hidden: Set<String>) -> JSON {
        .object(
            (line.members ?? []).map { member in
                switch member.name {
                case "set":
                    JSON.Member(
                        "set",
                        .array(
                            (member.value.array ?? []).filter {
                                !hidden.contains($0.string ?? "")
                            }))
                // What a rule said was said to whoever saved, who may have seen more.
                case "message", "warning":
                    JSON.Member(member.name, .string(name(of: member.value.string ?? "")))
                default: member
                }
            })
    }

    /// `Margin is kept: it is 5` → `Margin is kept`: the rule's name stands before the colon.
    private static func name(of message: String) -> String {
        message.firstIndex(of: ":").map { String(message[..<$0]) } ?? "…"
    }
}
