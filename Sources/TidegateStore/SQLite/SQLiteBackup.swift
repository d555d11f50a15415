import CSQLite
import TidegateModel

/// Copies a whole database with SQLite's online backup.
///
/// Source: https://sqlite.org/backup.html. A copying starts over when another connection writes in
/// its midst; the source's snapshot is held meanwhile, so it does not, and writers are not held up
/// either. The price is a log that grows until the copy is made.
enum SQLiteBackup {
    static func copy(
        _ source: SQLiteConnection, to path: String, _ options: SQLiteStore.Options,
        _ progress: (CopyProgress) throws -> Void
    ) throws {
        guard !StoreFiles.hasContent(path) else {
            throw StoreError.failed(detail: "\(path) is there already")
        }
        do {
            try fill(path, from: source, options, progress)
            try settle(path, options)
        } catch {
            for end in StoreFiles.ends { StoreFiles.remove(path + end) }
            throw error
        }
    }

    private static func fill(
        _ path: String, from source: SQLiteConnection, _ options: SQLiteStore.Options,
        _ progress: (CopyProgress) throws -> Void
    ) throws {
        // The snapshot begins with the first reading.
        let pageBytes = try source.integer("PRAGMA page_size")
        _ = try source.integer("SELECT count(*) FROM sqlite_schema")
        let target = try SQLiteConnection(path: path, role: .writer, options: options)
        // It is a file of nobody yet: a crash leaves one that is thrown away.
        try target.execute("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF")
        if let limit = options.pageLimit {
            try target.execute("PRAGMA max_page_count = \(limit)")
        }
        guard let backup = sqlite3_backup_init(target.handle, "main", source.handle, "main") else {
            throw SQLiteFailure.error(target.handle, sqlite3_extended_errcode(target.handle))
        }
        do {
            var code = SQLITE_OK
            while code == SQLITE_OK {
                code = sqlite3_backup_step(backup, StoreLimits.pagesAStep)
                guard code == SQLITE_OK || code == SQLITE_DONE else {
                    throw SQLiteFailure.error(target.handle, code)
                }
                let total = Int64(sqlite3_backup_pagecount(backup)) * pageBytes
                let left = Int64(sqlite3_backup_remaining(backup)) * pageBytes
                try progress(CopyProgress(doneBytes: total - left, totalBytes: total))
            }
        } catch {
            sqlite3_backup_finish(backup)
            throw error
        }
        guard sqlite3_backup_finish(backup) == SQLITE_OK else {
            throw SQLiteFailure.error(target.handle, sqlite3_extended_errcode(target.handle))
        }
    }

    /// A log of its own would be a second file; without one the copy can be read where nothing can
    /// be written.
    private static func settle(_ path: String, _ options: SQLiteStore.Options) throws {
        do {
            let target = try SQLiteConnection(path: path, role: .writer, options: options)
            guard try target.text("PRAGMA journal_mode = DELETE") == "delete" else {
                throw StoreError.failed(detail: "the copy could not be closed")
            }
        }
        try StoreFiles.makeDurable(path)
    }
}
