import TidegateModel

extension JSONWriter {
    public mutating func importRun(_ run: ImportRun) {
        object { json in
            json.member("id", run.id)
            json.member("file", run.file)
            json.member("hash", run.hash)
            json.member("mapping", run.mapping)
            json.member("object", run.object)
            json.member("options", run.options)
            json.member("state", run.state.rawValue)
            json.member("rows", run.rows)
            json.member("created", run.created)
            json.member("updated", run.updated)
            json.member("unchanged", run.unchanged)
            json.member("skipped", run.skipped)
            json.member("refused", run.refused)
            json.member("started_at", optional: run.startedAt?.description)
            json.member("started_by", optional: run.startedBy?.description)
            json.member("done_at", optional: run.doneAt?.description)
            json.member("undone", run.undone)
            json.member("kept", run.kept)
            json.member("undone_at", optional: run.undoneAt?.description)
            json.member("undone_by", optional: run.undoneBy?.description)
        }
    }

    /// - Parameter reason: why a record was left as it is, in the reader's words.
    public mutating func importUndo(
        _ report: ImportUndoReport, limit: Int, _ reason: (ImportKept) -> String
    ) {
        object { json in
            json.member("dry_run", report.isDryRun)
            json.member("import", report.run)
            json.member("deleted", report.deleted)
            json.member("restored", report.restored)
            json.member("gone", report.gone)
            json.member("kept", report.keptCount)
            json.key("left")
            json.array { json in
                for kept in report.kept.prefix(limit) {
                    json.object { json in
                        json.member("row", kept.row)
                        json.member("record", kept.place.description)
                        json.member("reason", reason(kept))
                        json.member("code", kept.code)
                    }
                }
            }
        }
    }
}
