import CSQLite
import TidegateModel

/// What a file that holds a whole workspace was found to hold.
public struct CopyReport: Hashable, Sendable {
    public var format: Int
    public var bytes: Int64
    /// Rows of all objects.
    public var records: Int64
    /// The end of the history, every link of which holds.
    public var tail: ChangeChain.Tail
}

extension SQLiteStore {
    /// Reads a whole file that nobody writes, and changes nothing: its format, every page and
    /// index, and every link of the history. A wrong letter in a record's own column is not
    /// noticed; what is wrong in the file's structure or in the history is.
    ///
    /// - Parameter isUnwanted: asked from time to time; yes ends it with `CancellationError`.
    /// - Throws: ``StoreError/notAWorkspace(path:)``, ``StoreError/newerFormat(found:known:)``,
    ///   ``StoreError/damaged(detail:)``, ``StoreError/unfinished(path:)``.
    public static func examine(
        copy path: String, isUnwanted: @escaping @Sendable () -> Bool = { false }
    ) async throws -> CopyReport {
        try await StoreThread.answer {
            guard !StoreFiles.hasContent(path + "-wal"), !StoreFiles.hasContent(path + "-journal")
            else { throw StoreError.unfinished(path: path) }
            let connection = try SQLiteConnection(path: path, role: .examiner, options: Options())
            let watch = Watch(isUnwanted)
            return try watch.over(connection.handle) { try examine(connection, path) }
        }
    }

    /// Makes the file complete in itself, its log copied home and gone.
    ///
    /// - Throws: ``StoreError/busy`` when a program has it open.
    public static func settle(file path: String) throws {
        var options = Options()
        options.createsFile = false
        options.busyMilliseconds = 0
        let connection = try SQLiteConnection(path: path, role: .writer, options: options)
        // Only who has the file alone may change this.
        guard try connection.text("PRAGMA journal_mode = DELETE") == "delete" else {
            throw StoreError.busy
        }
    }

    private static func examine(
        _ connection: SQLiteConnection, _ path: String
    ) throws -> CopyReport {
        try SQLiteFormat.openExaminer(connection, path: path)
        try requireSoundPages(connection)
        let reader = try SQLiteReader(connection)
        let verdict = try reader.snapshot { try ChangeChain.verify(reader) }
        guard case .intact(let tail) = verdict else {
            throw StoreError.damaged(detail: "the history does not hold: \(verdict)")
        }
        let pages = try connection.integer("PRAGMA page_count")
        let pageBytes = try connection.integer("PRAGMA page_size")
        return CopyReport(
            format: Int(try connection.integer("PRAGMA user_version")),
            bytes: pages * pageBytes, records: try countRecords(connection), tail: tail)
    }

    private static func requireSoundPages(_ connection: SQLiteConnection) throws {
        let check = try connection.prepare(
            "PRAGMA integrity_check(\(StoreLimits.toldDamages))")
        var told: [String] = []
        while try check.step() { told.append(check.text(0)) }
        guard told == ["ok"] else {
            throw StoreError.damaged(detail: told.joined(separator: "; "))
        }
    }

    private static func countRecords(_ connection: SQLiteConnection) throws -> Int64 {
        let names = try connection.prepare(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'tg\\_%' "
                + "ESCAPE '\\' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'")
        var tables: [String] = []
        while try names.step() { tables.append(names.text(0)) }
        return try tables.reduce(0) {
            try $0 + connection.integer("SELECT count(*) FROM \(SQLiteConnection.quoted($1))")
        }
    }
}

/// Lets SQLite ask whether its work is still wanted. Used by the thread that works alone.
private final class Watch {
    private let isUnwanted: @Sendable () -> Bool

    init(_ isUnwanted: @escaping @Sendable () -> Bool) { self.isUnwanted = isUnwanted }

    /// The pointer is not retained: the handler is taken away before this ends.
    func over<Answer>(_ handle: OpaquePointer, _ body: () throws -> Answer) throws -> Answer {
        sqlite3_progress_handler(
            handle, StoreLimits.stepsBetweenLooks,
            { context in
                guard let context else { return 0 }
                let watch = Unmanaged<Watch>.fromOpaque(context).takeUnretainedValue()
                return watch.isUnwanted() ? 1 : 0
            }, Unmanaged.passUnretained(self).toOpaque())
        defer { sqlite3_progress_handler(handle, 0, nil, nil) }
        do { return try body() } catch StoreError.tooLong { throw CancellationError() }
    }
}
