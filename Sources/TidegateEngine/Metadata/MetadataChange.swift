import TidegateModel
import TidegateRules
import TidegateScript

/// What an admin asks of the objects and fields of a workspace.
///
///     let draft = try FieldRequest(name: "segment", kind: "choice", values: ["A", "B"]).draft()
///     let plan = try await engine.plan(.addField(draft, to: "Account"), as: ada)
///     for step in plan.steps { print(step) }        // Account gets the field segment (choice)
///     if plan.isPossible { _ = try await engine.apply(plan, as: ada, through: .page) }
public enum MetadataChange: Hashable, Sendable {
    case addObject(ObjectDraft)
    /// To an object of any pack.
    case addField(FieldDraft, to: String)
    /// Of a field that was added here; its kind stays.
    case changeField(FieldDraft, of: String)
    case relabelObject(String, NewLabels)
    case relabelField(String, of: String, NewLabels)
    /// Who may do what with an object that was added here; roles that are left out may nothing.
    case setAccess([AccessDraft], of: String)
    /// A field that was added here and that no record and no rule uses.
    case removeField(String, of: String)
    case removeObject(String)
}

/// What a change would do, before it happens. Nothing of it is done yet.
public struct MetadataPlan: Sendable {
    public enum Step: Hashable, Sendable {
        case addObject(String)
        case addField(object: String, field: String, kind: String)
        case changeField(object: String, field: String)
        /// - Parameter in: `nil`: in the language packs are written in. An empty label is taken away.
        case relabel(String, to: String, in: Language? = nil)
        /// What several of an object are called.
        case relabelMany(String, to: String)
        case grant(role: String, object: String, rights: [String])
        /// The role was given rights to the object and has none now.
        case revoke(role: String, object: String)
        case makeUnique(object: String, field: String)
        case makeIndex(object: String, field: String)
        /// Records that are there already get a value: a default, which is told, a formula, a roll-up.
        case fill(
            object: String, field: String, records: Int, value: FieldDraft.Default? = nil)
        /// Records that are there already have no value of a new field.
        /// - Parameter isDefaulted: new ones begin with a default that is about their creation, or
        ///   there are too many to give it to them.
        case leaveEmpty(object: String, field: String, records: Int, isDefaulted: Bool)
        /// There are too many to compute it at once.
        case fillLater(object: String, field: String, records: Int)
        case remove(String)
    }

    /// One file of the pack `custom`, as it is and as it would be.
    public struct FileChange: Hashable, Sendable {
        public enum Line: Hashable, Sendable {
            case kept(String), added(String), removed(String)
        }

        public var path: String
        /// `nil`: a new file.
        public var before: String?
        /// `nil`: the file goes away.
        public var after: String?

        /// Line by line, in order.
        public var lines: [Line] { Self.difference(before ?? "", after ?? "") }
    }

    public let change: MetadataChange
    /// The bundle the plan was made for; applying it over another one is a conflict.
    public let basis: String
    public let steps: [Step]
    public let files: [FileChange]
    /// What the checker says of the pack as it would be, with file, line and column.
    public let findings: [PackFinding]
    /// Labels of the changed object that one of the pack's languages lacks and that can be given.
    public let untranslated: [Untranslated]
    /// Why the records that are there do not allow it.
    public let obstacles: [Reason]
    /// How many records the object has.
    public let records: Int
    let pack: PackFiles
    /// Hashes of the packs that were active.
    let packs: [String]

    /// Whether it was done before, so that there is nothing left to do.
    public var isDone: Bool { steps.isEmpty }

    public var isPossible: Bool {
        obstacles.isEmpty && !findings.contains { $0.severity == .error }
    }
}

extension MetadataChange {
    /// The object it is about.
    public var object: String {
        switch self {
        case .addObject(let draft): draft.name.description
        case .addField(_, let object), .changeField(_, let object), .relabelObject(let object, _),
            .relabelField(_, let object, _), .setAccess(_, let object),
            .removeField(_, let object), .removeObject(let object):
            object
        }
    }
}

/// What came of an applied plan.
public struct MetadataApplied: Sendable {
    public var plan: MetadataPlan
    /// The bundle that is in force now.
    public var bundle: String
    /// Records that got a value.
    public var filled: Int
    /// Records that could not be saved with it; they get it when they can.
    public var unfilled: Int
}

extension MetadataPlan.FileChange {
    private static func difference(_ before: String, _ after: String) -> [Line] {
        let (old, new) = (lines(before), lines(after))
        let difference = new.difference(from: old)
        let removed = Set(
            difference.removals.map { change in
                if case .remove(let offset, _, _) = change { offset } else { -1 }
            })
        let added = Set(
            difference.insertions.map { change in
                if case .insert(let offset, _, _) = change { offset } else { -1 }
            })
        var result: [Line] = []
        var next = 0
        for (offset, line) in old.enumerated() {
            if removed.contains(offset) {
                result.append(.removed(line))
                continue
            }
            while added.contains(next) {
                result.append(.added(new[next]))
                next += 1
            }
            result.append(.kept(line))
            next += 1
        }
        return result + new[next...].map(Line.added)
    }

    private static func lines(_ text: String) -> [String] {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        if lines.last == "" { lines.removeLast() }
        return lines
    }
}
