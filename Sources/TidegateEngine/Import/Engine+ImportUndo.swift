import TidegateModel

extension Engine {
    /// Takes an import back: deletes what it made and puts back what it changed, each by a save like any
    /// other, newest first. What was changed since is left as it is.
    ///
    /// - Parameter skipsChanged: take back the rest when something was changed since; otherwise nothing is.
    /// - Parameter options: `waiver` passes gates on the way back; a dry run changes nothing.
    /// - Throws: `import.no_run`, `import.undone_before`, `import.changed_since`.
    public func undoImport(
        _ id: RecordID, skipsChanged: Bool = false, as actor: Actor,
        _ options: RequestOptions = RequestOptions()
    ) async throws -> ImportUndoReport {
        try requireImporter(actor)
        if options.waiver != nil, !actor.may(.waiveGates) { throw Sentences.mayNotWaive(actor) }
        if !skipsChanged, !options.isDryRun {
            let look = ImportUndo(id, waiver: nil, purpose: .look, isDryRun: true)
            let found = try await run(look, as: actor, rehearse: true)
            let changed = found.kept.filter { $0.code == ImportSentences.changedCode }
            guard changed.isEmpty else { throw ImportSentences.changedSince(id, changed) }
        }
        let undo = ImportUndo(
            id, waiver: options.waiver, purpose: .carryOut, isDryRun: options.isDryRun)
        return try await run(undo, as: actor, rehearse: options.isDryRun)
    }

    private func run(
        _ start: ImportUndo, as actor: Actor, rehearse: Bool
    ) async throws -> ImportUndoReport {
        var undo = start
        while !undo.isFinished {
            let last = undo
            undo = try await patiently { [self] in
                try await underRulesInForce {
                    try await transact(as: actor, through: .import, rehearse: rehearse) {
                        var next = last
                        try next.runBatch($0, isKept: !rehearse)
                        return next
                    }
                }
            }
        }
        return undo.report
    }

    /// Another program at work on the same file takes turns with us: what is busy now is tried again.
    func patiently<Answer>(_ body: () async throws -> Answer) async throws -> Answer {
        for _ in 1..<ImportLimits.busyAttempts {
            do { return try await body() } catch let error as TidegateError
                where error.code == "store.busy"
            { continue }
        }
        return try await body()
    }
}
