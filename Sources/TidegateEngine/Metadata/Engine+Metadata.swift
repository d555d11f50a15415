import TidegateModel
import TidegateRules
import TidegateScript
import TidegateStore

/// Objects and fields that admins add. They are kept as a pack, ``CustomPack``, and installed as
/// packs are.
extension Engine {
    /// What the admins of the workspace have added so far.
    ///
    /// - Throws: `custom.foreign` when someone else wrote the pack.
    public func customPack() async throws -> CustomPack {
        let active = try await installedPackFiles()
        guard let files = active.first(where: { $0.name == CustomPack.name }) else {
            return CustomPack()
        }
        return try CustomPack(reading: files)
    }

    /// Works out what a change would do. Nothing is written.
    ///
    /// - Throws: `metadata.…` for a change that makes no sense: a name that is taken, a field of
    ///   another pack. What the checker or the records have against it is in the plan.
    public func plan(_ change: MetadataChange, as actor: Actor) async throws -> MetadataPlan {
        try requirePacks()
        guard actor.mayCustomize else { throw MetadataSentences.mayNot(actor) }
        let bundle = bundle
        let active = try await installedPackFiles()
        let before = active.first { $0.name == CustomPack.name }
        let custom = try before.map { try CustomPack(reading: $0) } ?? CustomPack()
        let outcome = try MetadataPlanner(bundle: bundle, pack: custom).outcome(of: change)
        let files = outcome.pack.files
        let isDone = outcome.steps.isEmpty
        let check = try isDone ? Check() : Self.check(files, among: active, change.object)
        let now = clock.now()
        let census = try await read { reader in
            try RecordCensus(
                reader: reader, bundle: bundle, now: now,
                tellsValues: bundle.access(of: actor).isUnlimited
            ).look(at: outcome)
        }
        return MetadataPlan(
            change: change, basis: bundle.hash, steps: isDone ? [] : outcome.steps + census.steps,
            files: isDone ? [] : Self.changes(from: before, to: files), findings: check.findings,
            untranslated: check.untranslated, obstacles: census.obstacles, records: census.records,
            pack: files,
            packs: active.map(\.hash))
    }

    /// Does what a plan says: checks once more, writes the pack and widens the tables, and gives
    /// existing records their values. Applied twice, it is done once.
    ///
    /// - Throws: `metadata.conflict` when the bundle changed since; `metadata.refused` with every
    ///   reason when the plan is not possible.
    public func apply(
        _ plan: MetadataPlan, as actor: Actor, through door: Door
    ) async throws -> MetadataApplied {
        try await apply(plan.change, basis: plan.basis, as: actor, through: door)
    }

    /// The same for callers who kept nothing of the plan but the bundle it was made for.
    public func apply(
        _ change: MetadataChange, basis: String, as actor: Actor, through door: Door
    ) async throws -> MetadataApplied {
        let now = try await self.plan(change, as: actor)
        guard now.basis == basis || now.isDone else {
            throw MetadataSentences.changedMeanwhile()
        }
        guard now.isPossible else { throw MetadataSentences.refused(now) }
        guard !now.isDone else {
            return MetadataApplied(plan: now, bundle: now.basis, filled: 0, unfilled: 0)
        }
        let installed = try await replace(
            [now.pack], as: actor, through: door, why: now.steps.map(\.description),
            over: now.packs)
        var applied = MetadataApplied(plan: now, bundle: installed.hash, filled: 0, unfilled: 0)
        for case .fill(let object, let field, _, _) in now.steps {
            try await fill(field, of: object, as: actor, through: door, &applied)
        }
        return applied
    }

    /// Plans and applies in one go.
    public func apply(
        _ change: MetadataChange, as actor: Actor, through door: Door
    ) async throws -> MetadataApplied {
        try await apply(plan(change, as: actor), as: actor, through: door)
    }

    /// What the checker says of the pack as it would be.
    private struct Check {
        var findings: [PackFinding] = []
        var untranslated: [Untranslated] = []
    }

    /// Of labels only those are missed that the changed object has and that an admin can give.
    private static func check(
        _ custom: PackFiles, among active: [PackFiles], _ object: String
    ) throws -> Check {
        let packs = active.filter { $0.name != CustomPack.name } + [custom]
        let loaded = try PackSet.load(packs, engineObjects: SystemObjects.all)
        return Check(
            findings: loaded.findings.filter {
                $0.severity == .error
                    || $0.location.pack == CustomPack.name && $0.code != "locale.missing"
            },
            untranslated: loaded.untranslated.filter {
                $0.pack == CustomPack.name && $0.term?.labelled == object
            })
    }

    private static func changes(
        from old: PackFiles?, to new: PackFiles
    ) -> [MetadataPlan.FileChange] {
        func texts(_ pack: PackFiles?) -> [String: String] {
            Dictionary(
                (pack?.files ?? []).map { ($0.path, String(decoding: $0.text, as: UTF8.self)) },
                uniquingKeysWith: { first, _ in first })
        }
        let (before, after) = (texts(old), texts(new))
        return Set(before.keys).union(after.keys).sorted()
            .filter { before[$0] != after[$0] }
            .map { .init(path: $0, before: before[$0], after: after[$0]) }
    }

    // MARK: Records that are there already

    /// Each record is a save of its own, with all that follows from it: one that cannot be saved
    /// stops no other.
    private func fill(
        _ field: String, of name: String, as actor: Actor, through door: Door,
        _ applied: inout MetadataApplied
    ) async throws {
        let object = try self.object(name)
        guard let slot = object.slot(of: field), let rules = bundle.rules(of: object) else {
            return
        }
        let given = (rules.defaults + rules.rollups).first { $0.slot == slot }
        let isComputed = !object.fields[slot].isWritable
        let now = clock.now()
        let ids = try await read { reader in
            var query = Query(object, actor: .system, now: now)
            query.limit = EngineLimits.filledRecords
            return try reader.records(query).filter {
                isComputed || $0.slots[slot].isMissing
            }.map(\.id)
        }
        for id in ids {
            do {
                try await transact(as: actor, through: door) { transaction in
                    let record = try transaction.existing(object, id)
                    let cause = Transaction.Cause(
                        what: "new field \(field)", location: object.fields[slot].origin,
                        object: object.name, record: id)
                    let values = try given.map {
                        [(slot: slot, value: try transaction.value(of: $0, record, old: nil))]
                    }
                    _ = try transaction.because(cause) {
                        try Save.run(byEngine: values ?? [], on: record, in: transaction)
                    }
                }
                applied.filled += 1
            } catch is Refusal {
                applied.unfilled += 1
            } catch let error as TidegateError
                where [.rejected, .ruleFailed, .notFound].contains(error.kind)
            {
                applied.unfilled += 1
            }
        }
    }
}

extension Term {
    /// The object whose page, or whose fields' pages, take the label; `nil` where admins give none.
    fileprivate var labelled: String? {
        switch self {
        case .object(let object), .field(let object, _), .choice(let object, _, _): object
        case .pack, .plural, .help, .guide, .gate, .validation, .hook, .action, .approval, .step,
            .alert, .level, .notice, .role:
            nil
        }
    }
}

extension Actor {
    /// Users need the permission; who may open the file is past asking.
    public var mayCustomize: Bool {
        kind != .user || may(.customize) || may(.administer)
    }
}
