import TidegateModel
import TidegateRules
import TidegateScript
import TidegateStore

/// An action with what the records say to it.
public struct PlannedAction: Hashable, Sendable {
    public enum Verdict: String, Hashable, Sendable {
        case safe, loses, violates
    }

    public let action: SchemaAction
    public let verdict: Verdict
    /// How many records are concerned: would lose a value, or do not fit.
    public let records: Int
    /// The first few of them.
    public let samples: [RecordID]
}

/// What the installation of packs would do to objects and fields. Nothing of it is done yet.
///
///     let plan = try await engine.plan(packs, as: ada)
///     for action in plan.actions { print(action.action, action.verdict, action.records) }
public struct PackPlan: Sendable {
    public let actions: [PlannedAction]

    public var violations: [PlannedAction] { actions.filter { $0.verdict == .violates } }
    public var losses: [PlannedAction] { actions.filter { $0.verdict == .loses } }

    init(from old: Schema, to new: Schema, _ reader: any StoreReader, now: Instant) throws {
        let census = SchemaCensus(reader: reader, schema: old, now: now)
        actions = try SchemaDifference(from: old, to: new).actions.map(census.look)
    }

    /// - Throws: `pack.violates` whatever is accepted; `pack.loses` unless the loss is.
    func require(acceptingLoss: Bool) throws {
        if !violations.isEmpty { throw Sentences.packsViolate(violations) }
        if !losses.isEmpty, !acceptingLoss { throw Sentences.packsLose(losses) }
    }
}

extension Engine {
    /// Works out what installing these packs would do to objects, fields and records. Nothing is written.
    ///
    /// - Throws: as ``install(_:as:through:acceptingLoss:)``, except for what the records have against it: that is
    ///   in the plan.
    public func plan(_ packs: [PackFiles], as actor: Actor = .system) async throws -> PackPlan {
        try requireInstaller(actor)
        try await requireAdditions(in: packs)
        let names = Set(packs.map(\.name))
        let kept = try await installedPackFiles().filter { !names.contains($0.name) }
        let next = try ActiveBundle.load(kept + packs).bundle.schema
        let (old, now) = (bundle.schema, clock.now())
        return try await read { try PackPlan(from: old, to: next, $0, now: now) }
    }

    func requireInstaller(_ actor: Actor) throws {
        guard actor.kind != .user || bundle.isOpen || actor.may(.administer) else {
            throw AccessSentences.mayNotInstall(actor)
        }
    }

    /// Nothing that admins added here is taken away by a pack from elsewhere.
    func requireAdditions(in packs: [PackFiles]) async throws {
        guard let custom = packs.first(where: { $0.name == CustomPack.name }) else { return }
        let theirs = try CustomPack(reading: custom)
        guard try await theirs.covers(customPack()) else {
            throw MetadataSentences.customFromElsewhere()
        }
    }
}

extension Sentences {
    static func packsViolate(_ actions: [PlannedAction]) -> TidegateError {
        TidegateError(
            .rejected, "pack.violates", "The packs do not fit the records that are there.",
            reasons: actions.map { reason("pack.violates", $0) },
            hint: "Change those records first; nothing was installed.")
    }

    static func packsLose(_ actions: [PlannedAction]) -> TidegateError {
        TidegateError(
            .rejected, "pack.loses", "Values of records would be lost.",
            reasons: actions.map { reason("pack.loses", $0) },
            hint: "Nothing was installed; --accept-loss installs the packs all the same.")
    }

    private static func reason(_ code: String, _ planned: PlannedAction) -> Reason {
        let action = planned.action
        return Reason(
            code: code, message: "\(action): \(planned.told)", field: action.field,
            hint: action.advice)
    }
}

extension PlannedAction {
    /// What the records say to it, for people.
    public var told: String {
        let many = records == 1 ? "1 record" : "\(records) records"
        let such = samples.isEmpty ? "" : ", such as \(samples[0])"
        switch verdict {
        case .safe: return "safe"
        case .loses: return "\(many) would lose what is kept there\(such)"
        case .violates:
            return records == 0 ? "values are not kept that way" : "\(many) against it\(such)"
        }
    }
}

extension SchemaAction {
    /// What to do when records are against it.
    public var advice: String? {
        switch change {
        case .addField: "Add it without required, fill it in, and require it then."
        case .makeRequired: "Fill it in first."
        case .dropField(_, let successor?):
            "If it is called \(successor) now: install both, copy the values, and remove it then."
        case .changeForm: "Add a field of another name, and copy the values."
        case .removeValues: "Give those records another value first."
        case .makeUnique: "Change those that are the same first."
        case .changeCurrency: "Add a field of another name, and compute or copy the values."
        case .dropObject, .dropField, .changeType, .shorten, .setMinimum, .setMaximum, .retarget,
            .startComputing, .addObject, .widenScale, .lengthen, .addValues, .makeOptional,
            .stopComputing, .recompute, .dropUnique, .addIndex, .dropIndex, .search:
            nil
        }
    }
}

extension JSONWriter {
    public mutating func plan(_ plan: PackPlan) {
        object { json in
            json.member("possible", plan.violations.isEmpty)
            json.member("loses", !plan.losses.isEmpty)
            json.key("actions")
            json.array { json in
                for planned in plan.actions {
                    json.object { json in
                        json.member("action", planned.action.word)
                        json.member("object", planned.action.object)
                        json.member("field", optional: planned.action.field)
                        json.member("what", planned.action.description)
                        json.member("verdict", planned.verdict.rawValue)
                        json.member("records", planned.records)
                        json.key("samples")
                        json.array { json in
                            planned.samples.forEach { json.string($0.description) }
                        }
                        json.member("hint", optional: planned.hint)
                    }
                }
            }
        }
    }
}

extension PlannedAction {
    /// What to do, where something has to be.
    public var hint: String? { verdict == .safe ? nil : action.advice }
}
