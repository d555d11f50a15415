import TidegateModel
import TidegateRules
import TidegateStore

extension Engine {
    /// Loads a file of records by a mapping of a pack.
    ///
    /// - Parameter name: the import's name; `nil` to take the one whose columns the file has.
    /// - Parameter options: `waiver` passes the gates of historic records and needs the permission.
    ///   With an idempotency key the file is loaded once: the same file with the same key goes on
    ///   where the first request ended, and gets the report of all of it. A dry run keeps no key.
    public func importFile(
        _ bytes: [UInt8], with name: String?, as actor: Actor,
        _ options: RequestOptions = RequestOptions(),
        progress: @escaping @Sendable (ImportProgress) -> Void = { _ in }
    ) async throws -> ImportReport {
        guard actor.kind != .user || actor.may(.importRecords) else {
            throw ImportSentences.notAllowed(actor)
        }
        if options.waiver != nil, !actor.may(.waiveGates) { throw Sentences.mayNotWaive(actor) }
        guard bytes.count <= ImportLimits.fileBytes else { throw ImportSentences.tooLarge() }
        if let (row, encoding) = CSVEncoding.foreign(bytes) {
            throw ImportSentences.otherEncoding(encoding, row: row)
        }
        var reader = CSVReader(bytes)
        guard let heading = reader.next() else { throw ImportSentences.empty() }
        if let problem = heading.problem { throw ImportSentences.heading(problem) }
        let columns = heading.cells.compactMap { String(validating: $0.bytes, as: UTF8.self) }
        guard columns.count == heading.cells.count, !columns.contains(where: { $0.contains("\0") })
        else { throw ImportSentences.notText() }
        let rule = try importRule(name, columns)
        let object = try object(rule.object)
        let found = try ImportHeading(columns, rule, object, bundle)
        var report = ImportReport()
        report.isDryRun = options.isDryRun
        report.refusedFile = Array(heading.raw) + [0x0a]
        report.ignoredColumns = found.ignored
        report.missingColumns = found.missing
        let job = ImportJob(
            reader: reader, columns: columns, rule: rule.name, options: options,
            report: report)
        return try await run(job, as: actor, progress)
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
                progress: progress)
            reports.append((file.path, report))
        }
        return reports
    }

    private func run(
        _ start: ImportJob, as actor: Actor,
        _ progress: @escaping @Sendable (ImportProgress) -> Void
    ) async throws -> ImportReport {
        if start.options.isDryRun {
            return try await underRulesInForce {
                try await transact(as: actor, through: .import, rehearse: true) { transaction in
                    var job = start
                    while !job.isFinished {
                        try job.runBatch(transaction)
                        progress(job.progress)
                    }
                    return job.report
                }
            }
        }
        var job = start
        while !job.isFinished {
            job = try await commit(job, as: actor)
            progress(job.progress)
        }
        return job.report
    }

    /// One batch. Another program at work on the same file takes turns with us: what is busy now is
    /// tried again.
    private func commit(_ job: ImportJob, as actor: Actor) async throws -> ImportJob {
        for _ in 1..<ImportLimits.busyAttempts {
            do { return try await attempt(job, as: actor) } catch let error as TidegateError
                where error.code == "store.busy"
            { continue }
        }
        return try await attempt(job, as: actor)
    }

    private func attempt(_ job: ImportJob, as actor: Actor) async throws -> ImportJob {
        try await underRulesInForce {
            try await transact(as: actor, through: .import) { transaction in
                var next = job
                try next.goOn(transaction)
                return next
            }
        }
    }

    private func importRule(_ name: String?, _ columns: [String]) throws -> Import {
        let imports = bundle.imports
        if let name {
            guard let rule = imports[name] else {
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
                    ? "A pack declares one with import \"…\" { into = …, columns = … }."
                    : "Name one with --with: " + names.joined(separator: ", "))
        }
        return rule
    }
}
