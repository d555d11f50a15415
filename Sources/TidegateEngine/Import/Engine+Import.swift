import TidegateModel
import TidegateRules
import TidegateStore

/// How a file is loaded, beside what every request may ask for.
public struct ImportWay: Sendable {
    /// What the file is called, for people who look at the import later.
    public var file: String
    /// Load the file though all of it was loaded before.
    public var again: Bool
    /// By which fields records are found that are there already; `nil`: by the key of the mapping.
    public var match: MatchKey?
    public var atMatch: AtMatch
    /// Of a workbook; `nil`: the first that is shown.
    public var sheet: String?

    /// What becomes of a row whose record is there already.
    public enum AtMatch: String, Sendable, CaseIterable {
        case update, skip, refuse
    }

    public init(
        file: String = "", again: Bool = false, match: MatchKey? = nil, atMatch: AtMatch = .update,
        sheet: String? = nil
    ) {
        self.file = file
        self.again = again
        self.match = match
        self.atMatch = atMatch
        self.sheet = sheet
    }

    /// The mapping with the key that is asked for.
    func keyed(_ rule: Import) -> Import {
        guard let match else { return rule }
        var keyed = rule
        keyed.key = match
        return keyed
    }
}

extension Engine {
    /// Loads a file of records by a mapping of a pack.
    ///
    /// - Parameter name: the import's name; `nil` to take the one whose columns the file has.
    /// - Parameter options: `waiver` passes the gates of historic records and needs the permission.
    ///   With an idempotency key the file is loaded once: the same file with the same key goes on
    ///   where the first request ended, and gets the report of all of it. A dry run keeps no key.
    ///   Without a key, a file whose import was interrupted goes on behind the last row that is in.
    /// - Throws: `import.done_before` when the file was loaded already and would make its records twice.
    public func importFile(
        _ bytes: [UInt8], with name: String?, as actor: Actor,
        _ options: RequestOptions = RequestOptions(), _ way: ImportWay = ImportWay(),
        progress: @escaping @Sendable (ImportProgress) -> Void = { _ in }
    ) async throws -> ImportReport {
        try requireImporter(actor)
        if options.waiver != nil, !actor.may(.waiveGates) { throw Sentences.mayNotWaive(actor) }
        guard bytes.count <= ImportLimits.fileBytes else { throw ImportSentences.tooLarge() }
        let source = try ImportSource(bytes, way)
        var reader = CSVReader(source.csv, rowsBefore: source.rowsBefore)
        guard let heading = reader.next() else { throw ImportSentences.empty() }
        if let problem = heading.problem { throw ImportSentences.heading(problem) }
        let columns = heading.cells.compactMap { String(validating: $0.bytes, as: UTF8.self) }
        guard columns.count == heading.cells.count, !columns.contains(where: { $0.contains("\0") })
        else { throw ImportSentences.notText() }
        let rule = way.keyed(try importRule(name, columns, as: actor))
        let object = try object(rule.object)
        if rule.key == .id, !columns.contains(MatchKey.idField) {
            throw ImportSentences.matchNotRead(MatchKey.idField, rule)
        }
        try await prepareMatching(rule, object, isOwnKey: way.match == nil, as: actor)
        let found = try ImportHeading(columns, rule, object, bundle)
        var report = ImportReport()
        report.isDryRun = options.isDryRun
        report.sheet = source.sheet
        report.refusedFile = Array(heading.raw) + [0x0a]
        report.ignoredColumns = found.ignored
        // Of an object's own import no column is missing: a file has those that it has.
        report.missingColumns = rule.name == rule.object ? [] : found.missing
        let job = ImportJob(
            reader: reader, columns: columns,
            claim: claim(of: bytes, rule, options, way), options: options, way: way,
            report: report)
        return try await run(job, as: actor, progress)
    }

    /// Looks whether rows can be matched as asked for, and sees to an index by which that is fast.
    private func prepareMatching(
        _ rule: Import, _ object: Object, isOwnKey: Bool, as actor: Actor
    ) async throws {
        let matcher = try RecordMatcher(rule.key, object, bundle.access(of: actor))
        for field in rule.key.fields {
            guard let slot = object.slot(of: field),
                !rule.columns.contains(where: { $0.slot == slot })
            else { continue }
            throw ImportSentences.matchNotRead(field, rule)
        }
        // A mapping's own key had its index when the pack was installed, but for normal names.
        if isOwnKey, !rule.key.parts.contains(where: \.isByName) { return }
        let stored = bundle.storedSchema[object.name] ?? object
        do {
            try await store.write { try matcher.prepare($0, stored: stored) }
        } catch let error as StoreError {
            throw Sentences.storeFailed(error)
        }
    }

    private func claim(
        of bytes: [UInt8], _ rule: Import, _ options: RequestOptions, _ way: ImportWay
    ) -> ImportClaim {
        let asked = [
            options.waiver.map { "waiver: \($0)" },
            options.confirmation.map { "confirmation: \($0)" },
            way.sheet.map { "sheet: \($0)" },
        ]
        return ImportClaim(
            key: options.idempotencyKey,
            file: String(way.file.withoutNull.prefix(ImportLimits.fileNameCharacters)),
            hash: options.isDryRun ? "" : Digest.sha256Hex(bytes), mapping: rule.name,
            object: rule.object,
            options: asked.compactMap { $0?.withoutNull }.joined(separator: "\n"),
            isRepeatWanted: way.again, wouldDouble: rule.key.isEmpty)
    }

    /// Loads the sample records a pack brings, file by file in the pack's order.
    public func importSamples(
        of name: String, as actor: Actor,
        progress: @escaping @Sendable (ImportProgress) -> Void = { _ in }
    ) async throws -> [(file: String, report: ImportReport)] {
        let files = try await installedPackFiles().first { $0.name == name }
        var reports: [(file: String, report: ImportReport)] = []
        for sample in bundle.packs.first(where: { $0.name == name })?.samples ?? [] {
            guard let file = files?.files.first(where: { $0.path == "data/\(sample).csv" }) else {
                throw TidegateError(
                    .invalid, "pack.samples", "Pack \(name) has no file data/\(sample).csv.",
                    hint: "Take \"\(sample)\" out of samples in its pack.lua.")
            }
            let own = "\(name)/\(sample)"
            let report = try await importFile(
                file.text, with: bundle.imports[own] == nil ? nil : own, as: actor,
                RequestOptions(), ImportWay(file: file.path, again: true), progress: progress)
            reports.append((file.path, report))
        }
        return reports
    }

    /// Batch by batch, each in a transaction of its own, so that nobody waits for a whole file. Those of a dry run
    /// are rolled back.
    private func run(
        _ start: ImportJob, as actor: Actor,
        _ progress: @escaping @Sendable (ImportProgress) -> Void
    ) async throws -> ImportReport {
        let isDryRun = start.options.isDryRun
        var job = start
        while !job.isFinished {
            let last = job
            job = try await patiently { [self] in
                try await underRulesInForce {
                    try await transact(as: actor, through: .import, rehearse: isDryRun) {
                        var next = last
                        if isDryRun { try next.runBatch($0) } else { try next.goOn($0) }
                        return next
                    }
                }
            }
            progress(job.progress)
        }
        return job.report
    }

    private func importRule(
        _ name: String?, _ columns: [String], as actor: Actor
    ) throws -> Import {
        let imports = bundle.imports
        if let name {
            guard let rule = bundle.importRule(name, heading: columns, as: actor) else {
                throw ImportSentences.unknown(name, Array(imports.keys))
            }
            return rule
        }
        let complete = imports.values.filter { rule in
            rule.columns.allSatisfy { $0.isAddition || columns.contains($0.header) }
        }
        let own = { (rule: Import) in rule.columns.count { !$0.isAddition } }
        let most = complete.map(own).max()
        let fitting = complete.filter { own($0) == most }
        guard let rule = fitting.first, fitting.count == 1 else {
            let names = (fitting.isEmpty ? Array(imports.values) : fitting).map(\.name).sorted()
            throw TidegateError(
                .invalid, "import.which",
                fitting.isEmpty
                    ? "No import reads a file with these columns."
                    : "\(fitting.count) imports read a file with these columns.",
                hint: names.isEmpty
                    ? "Name the object the rows are of with --with, if the columns are its fields."
                    : "Name one with --with, or the object if the columns are its fields: "
                        + names.joined(separator: ", "))
        }
        return rule
    }
}

extension String {
    /// No text of a record may hold U+0000.
    fileprivate var withoutNull: String { replacing("\0", with: "\u{FFFD}") }
}
