import TidegateModel
import TidegateStore

/// One change as people look at it: who did what, through which door, because of what.
///
/// Everything is there as data, so that a page may word it in its own language; ``trace`` and
/// ``cause`` are the same in words.
public struct HistoryEntry: Sendable {
    /// Its place in the whole history; 0 for what was only tried.
    public var sequence: Int64
    public var object: String
    public var record: RecordID
    public var version: Int64
    public var at: Instant
    /// The same for all that was written together.
    public var transaction: RecordID?
    /// `create`, `update`, `delete`, or what happened about the record: `approval`, `alert`.
    public var kind: String
    public var who: Who
    public var door: String
    public var bundle: String
    /// The rule that made it happen; `nil` when a person asked for it.
    public var because: Because?
    /// The row of a file it came from; `nil` when no file did.
    public var origin: ImportOrigin?
    /// In the order of the names.
    public var fields: [FieldChange]
    /// What the rules said, in the order in which they were asked.
    public var lines: [TraceLine]
    /// The entry as it is kept.
    public var json: String

    public struct Who: Sendable, Hashable {
        public var kind: String
        public var name: String
        public var id: RecordID?
        public var onBehalfOf: RecordID?
    }

    public struct Because: Sendable, Hashable {
        public var rule: String
        /// `sales/hooks/price.lua:12`
        public var at: String?
        /// `Opportunity/0D3…`: the record the rule was about.
        public var record: String
    }

    public struct FieldChange: Sendable, Hashable {
        public var field: String
        public var old: JSON
        public var new: JSON
    }

    /// One thing a rule said.
    public enum TraceLine: Sendable, Hashable {
        case hook(String, set: [String], at: String?)
        case confirmed(warning: String, reason: String, at: String?)
        case gate(
            String, stage: String, passed: Bool, waived: String?, message: String?, at: String?)
        case approval(String, what: String, at: String?)
        case verdict(
            approval: String, step: String?, verdict: String, comment: String?, at: String?)
        case alert(String, what: String, level: String?, at: String?)
        case pack(String, what: String)
        case share(with: String, level: String)
        case task(String, what: String, comment: String?)
    }

    init(_ stored: StoredChange, hiding hidden: HiddenHistory?) throws {
        try self.init(stored.change, sequence: stored.sequence, hiding: hidden)
    }

    /// - Parameter hidden: what the reader may not see. Nothing of it is in the entry.
    init(_ change: Change, sequence: Int64, hiding hidden: HiddenHistory?) throws {
        var entry: JSON
        do { entry = try JSONReader.read(written: change.entry) } catch {
            throw Self.unreadable(sequence)
        }
        if let hidden { entry = hidden.entry(entry) }
        guard let kind = entry["kind"]?.string, let actor = entry["actor"],
            let name = actor["name"]?.string, let door = entry["door"]?.string
        else { throw Self.unreadable(sequence) }
        self.sequence = sequence
        object = change.object
        record = change.record
        version = change.version
        at = change.at
        transaction = entry["transaction"]?.string.flatMap { RecordID($0) }
        self.kind = kind
        who = Who(
            kind: actor["kind"]?.string ?? "user", name: name,
            id: actor["id"]?.string.flatMap { RecordID($0) },
            onBehalfOf: actor["on_behalf_of"]?.string.flatMap { RecordID($0) })
        self.door = door
        bundle = entry["bundle"]?.string ?? ""
        because = entry["cause"].flatMap { cause in
            guard let rule = cause["rule"]?.string else { return nil }
            return Because(
                rule: rule, at: cause["at"]?.string, record: cause["record"]?.string ?? "")
        }
        origin = ImportOrigin(entry)
        fields = (entry["changes"]?.members ?? []).compactMap { member in
            guard case .array(let pair) = member.value, pair.count == 2 else { return nil }
            return FieldChange(field: member.name, old: pair[0], new: pair[1])
        }
        .sorted { $0.field < $1.field }
        lines = (entry["trace"]?.array ?? []).compactMap(TraceLine.init)
        if let own = TraceLine(entry) { lines.append(own) }
        var writer = JSONWriter(reserving: change.entry.count)
        writer.json(entry)
        json = writer.text
    }

    /// The same entry for a reader from whom something is hidden.
    func hiding(_ hidden: HiddenHistory) throws -> HistoryEntry {
        try HistoryEntry(
            Change(
                object: object, record: record, version: version, at: at,
                entry: Array(json.utf8)), sequence: sequence, hiding: hidden)
    }

    static func unreadable(_ sequence: Int64) -> TidegateError {
        TidegateError(
            .unavailable, "history.unreadable", "Change \(sequence) cannot be read.",
            hint: "tidegate audit verify tells whether the history was touched.")
    }
}

extension HistoryEntry.TraceLine {
    /// A line of a trace, or an entry that is not a save: a verdict, an alert.
    init?(_ json: JSON) {
        let at = json["at"]?.string
        if let name = json["hook"]?.string {
            self = .hook(name, set: (json["set"]?.array ?? []).compactMap(\.string), at: at)
        } else if let warning = json["warning"]?.string {
            self = .confirmed(warning: warning, reason: json["confirmed"]?.string ?? "", at: at)
        } else if let name = json["gate"]?.string {
            self = .gate(
                name, stage: json["stage"]?.string ?? "", passed: json["passed"]?.bool ?? false,
                waived: json["waived"]?.string, message: json["message"]?.string, at: at)
        } else if let name = json["approval"]?.string, let verdict = json["verdict"]?.string {
            self = .verdict(
                approval: name, step: json["step"]?.string, verdict: verdict,
                comment: json["comment"]?.string, at: at)
        } else if let name = json["approval"]?.string {
            self = .approval(name, what: json["what"]?.string ?? "", at: at)
        } else if let name = json["alert"]?.string, let what = json["what"]?.string {
            self = .alert(name, what: what, level: json["level"]?.string, at: at)
        } else if let name = json["pack"]?.string, let what = json["what"]?.string {
            self = .pack(name, what: what)
        } else if let with = json["with"]?.string, let level = json["level"]?.string {
            self = .share(with: with, level: level)
        } else if let title = json["task"]?.string, let what = json["what"]?.string {
            self = .task(title, what: what, comment: json["comment"]?.string)
        } else {
            return nil
        }
    }

    /// Where the rule stands.
    public var location: String? {
        switch self {
        case .hook(_, _, let at), .confirmed(_, _, let at), .gate(_, _, _, _, _, let at),
            .approval(_, _, let at), .verdict(_, _, _, _, let at), .alert(_, _, _, let at):
            at
        case .pack, .share, .task: nil
        }
    }
}
