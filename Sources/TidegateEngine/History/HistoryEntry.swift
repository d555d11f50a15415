import TidegateModel
import TidegateStore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// One change as people look at it: who did what, through which door, because of what.
public struct HistoryEntry: Sendable {
    public var sequence: Int64
    public var version: Int64
    public var at: Instant
    public var kind: String
    public var actor: String
    public var door: String
    public var bundle: String
    public var cause: String?
    /// Field, old, new; in field order.
    public var changes: [(field: String, old: String?, new: String?)]
    /// What the rules said, a line each.
    public var trace: [String]
    /// The entry as it is kept.
    public var json: String

    init(_ stored: StoredChange) throws {
        sequence = stored.sequence
        version = stored.change.version
        at = stored.change.at
        json = String(decoding: stored.change.entry, as: UTF8.self)
        let entry: Entry
        do {
            entry = try JSONDecoder().decode(Entry.self, from: Data(stored.change.entry))
        } catch {
            throw TidegateError(
                .unavailable, "history.unreadable", "Change \(stored.sequence) cannot be read.",
                hint: "tidegate audit verify tells whether the history was touched.")
        }
        kind = entry.kind
        actor = entry.actor.name
        door = entry.door
        bundle = entry.bundle
        cause = entry.cause.map { cause in
            cause.rule + (cause.at.map { " at \($0)" } ?? "") + ", for \(cause.record)"
        }
        changes = (entry.changes ?? [:]).map { ($0.key, $0.value.old, $0.value.new) }
            .sorted { $0.field < $1.field }
        trace = (entry.trace ?? []).map(\.words) + entry.ownWords
    }

    // MARK: The stored form

    private struct Entry: Decodable {
        var kind: String
        var actor: Who
        var door: String
        var bundle: String
        var cause: Cause?
        var changes: [String: Pair]?
        var trace: [Line]?
        var approval: String?
        var step: String?
        var verdict: String?
        var comment: String?
        var alert: String?
        var pack: String?
        var what: String?
        var level: String?
        var at: String?

        /// What an entry says that is not a save.
        var ownWords: [String] {
            if let approval, let verdict {
                let step = step.map { ", step \($0)" } ?? ""
                let comment = comment.map { ": \"\($0)\"" } ?? ""
                return ["approval \(approval)\(step): \(verdict)\(comment)" + place]
            }
            if let alert, let what {
                return ["alert \(alert) \(what)" + (level.map { " (\($0))" } ?? "") + place]
            }
            if let pack, let what { return ["pack \(pack) \(what)"] }
            return []
        }

        private var place: String { at.map { " — \($0)" } ?? "" }
    }

    private struct Who: Decodable {
        var name: String
    }

    private struct Cause: Decodable {
        var rule: String
        var at: String?
        var record: String
    }

    private struct Pair: Decodable {
        var old: String?
        var new: String?

        init(from decoder: any Decoder) throws {
            var pair = try decoder.unkeyedContainer()
            old = try pair.decode(Plain.self).text
            new = try pair.decode(Plain.self).text
        }
    }

    /// Any JSON scalar as its text; null as nil.
    private struct Plain: Decodable {
        var text: String?

        init(from decoder: any Decoder) throws {
            let value = try decoder.singleValueContainer()
            if value.decodeNil() {
                text = nil
            } else if let flag = try? value.decode(Bool.self) {
                text = flag ? "yes" : "no"
            } else if let number = try? value.decode(Int64.self) {
                text = String(number)
            } else {
                text = try value.decode(String.self)
            }
        }
    }

    private struct Line: Decodable {
        var hook: String?
        var set: [String]?
        var gate: String?
        var stage: String?
        var passed: Bool?
        var waived: String?
        var warning: String?
        var confirmed: String?
        var approval: String?
        var alert: String?
        var what: String?
        var at: String?

        var words: String {
            let place = at.map { " — \($0)" } ?? ""
            if let hook {
                return "hook \(hook)" + (set.map { " set " + $0.joined(separator: ", ") } ?? "")
                    + place
            }
            if let gate {
                let state =
                    waived.map { "waived: \"\($0)\"" } ?? (passed == true ? "passed" : "closed")
                return "gate \(gate) of \(stage ?? "") \(state)" + place
            }
            if let warning { return "warning \(warning) confirmed: \"\(confirmed ?? "")\"" + place }
            if let approval { return "approval \(approval) \(what ?? "")" + place }
            if let alert { return "alert \(alert) \(what ?? "")" + place }
            return place
        }
    }
}

extension Engine {
    /// The whole life of a record, oldest first.
    public func history(
        _ object: String, _ id: RecordID, as actor: Actor
    ) async throws -> [HistoryEntry] {
        let object = try self.object(object)
        return try await read { reader in
            let changes = try reader.changes(object: object.name, record: id)
            guard !changes.isEmpty else { throw Sentences.notFound(object, id) }
            return try changes.map(HistoryEntry.init)
        }
    }

    /// Goes along the whole chain of changes.
    public func verifyHistory() async throws -> ChangeChain.Verdict {
        try await read { try ChangeChain.verify($0) }
    }
}
