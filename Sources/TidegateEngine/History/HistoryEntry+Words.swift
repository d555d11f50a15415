import TidegateModel

/// The entry in English, for the program and for those who read a log.
extension HistoryEntry {
    public var actor: String { who.name }

    public var cause: String? {
        because.map { $0.rule + ($0.at.map { " at \($0)" } ?? "") + ", for \($0.record)" }
    }

    /// Field, old, new as texts; `nil`: missing.
    public var changes: [(field: String, old: String?, new: String?)] {
        fields.map { ($0.field, $0.old.shown, $0.new.shown) }
    }

    /// What the rules said, a line each.
    public var trace: [String] { lines.map(\.words) }
}

extension HistoryEntry.TraceLine {
    public var words: String { sentence + (location.map { " — \($0)" } ?? "") }

    private var sentence: String {
        switch self {
        case .hook(let name, let set, _):
            return "hook \(name)" + (set.isEmpty ? "" : " set " + set.joined(separator: ", "))
        case .confirmed(let warning, let reason, _):
            return "warning \(warning) confirmed: \"\(reason)\""
        case .gate(let name, let stage, let passed, let waived, _, _):
            let state = waived.map { "waived: \"\($0)\"" } ?? (passed ? "passed" : "closed")
            return "gate \(name) of \(stage) \(state)"
        case .approval(let name, let what, _): return "approval \(name) \(what)"
        case .verdict(let name, let step, let verdict, let comment, _):
            return "approval \(name)" + (step.map { ", step \($0)" } ?? "") + ": \(verdict)"
                + (comment.map { ": \"\($0)\"" } ?? "")
        case .alert(let name, let what, let level, _):
            return "alert \(name) \(what)" + (level.map { " (\($0))" } ?? "")
        case .pack(let name, let what): return "pack \(name) \(what)"
        case .task(let title, let what, let comment):
            return "task \(title) \(what)" + (comment.map { ": \"\($0)\"" } ?? "")
        case .share(let with, let level): return "shared with \(with): \(level)"
        }
    }
}

extension JSON {
    /// A scalar or a list as people read it; `nil` for what is missing.
    public var shown: String? {
        switch self {
        case .null: nil
        case .bool(let flag): flag ? "yes" : "no"
        case .number(let text), .string(let text): text
        case .array(let values) where values.allSatisfy { $0.string != nil }:
            values.compactMap(\.string).joined(separator: ", ")
        case .array, .object: canonical
        }
    }
}
