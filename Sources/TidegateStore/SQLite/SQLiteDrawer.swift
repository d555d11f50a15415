import CSQLite
import TidegateModel

/// The drawer: one table beside the records, which no schema and no query names.
enum SQLiteDrawer {
    static let table = "tg_drawer"

    /// Run at every opening, so that a workspace made before there was a drawer gets one. An older
    /// program leaves it alone, so the format stays what it is.
    static let creation = """
        CREATE TABLE IF NOT EXISTS tg_drawer(
            kind TEXT NOT NULL, key BLOB NOT NULL, owner INTEGER, expires INTEGER,
            content BLOB NOT NULL, PRIMARY KEY(kind, key)) STRICT, WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS tg_drawer_owner ON tg_drawer(owner) WHERE owner IS NOT NULL;
        """

    fileprivate static let columns = "kind, key, owner, expires, content FROM tg_drawer"

    fileprivate static func item(_ row: SQLiteStatement) -> DrawerItem {
        DrawerItem(
            row.text(0), key: row.bytes(1),
            owner: row.isNull(2) ? nil : RecordID(number: row.integer(2)),
            expires: row.isNull(3) ? nil : Instant(milliseconds: row.integer(3)),
            content: row.bytes(4))
    }
}

extension SQLiteReader {
    func item(_ kind: String, _ key: [UInt8]) throws -> DrawerItem? {
        let statement = try connection.cached(
            "SELECT \(SQLiteDrawer.columns) WHERE kind = ?1 AND key = ?2")
        statement.bind(1, kind)
        statement.bind(2, bytes: key)
        guard try statement.step() else { return nil }
        defer { statement.reset() }
        return SQLiteDrawer.item(statement)
    }

    func items(_ kind: String) throws -> [DrawerItem] {
        let statement = try connection.cached(
            "SELECT \(SQLiteDrawer.columns) WHERE kind = ?1 ORDER BY key")
        statement.bind(1, kind)
        return try all(statement)
    }

    func items(_ kind: String, of owner: RecordID) throws -> [DrawerItem] {
        let statement = try connection.cached(
            "SELECT \(SQLiteDrawer.columns) WHERE owner = ?2 AND kind = ?1 ORDER BY key")
        statement.bind(1, kind)
        statement.bind(2, owner.number)
        return try all(statement)
    }

    private func all(_ statement: SQLiteStatement) throws -> [DrawerItem] {
        var found: [DrawerItem] = []
        while try statement.step() { found.append(SQLiteDrawer.item(statement)) }
        return found
    }
}

extension SQLiteWriter {
    func keep(_ item: DrawerItem) throws {
        try beforeWrite(.drawer)
        let statement = try connection.cached(
            "INSERT OR REPLACE INTO tg_drawer(kind, key, owner, expires, content) "
                + "VALUES(?1, ?2, ?3, ?4, ?5)")
        statement.bind(1, item.kind)
        statement.bind(2, bytes: item.key)
        statement.bind(3, item.owner.map(Value.reference) ?? .none)
        statement.bind(4, item.expires.map(Value.datetime) ?? .none)
        statement.bind(5, bytes: item.content)
        try statement.run()
    }

    func discard(_ kind: String, _ key: [UInt8]) throws -> Bool {
        try discard("kind = ?1 AND key = ?2") { statement in
            statement.bind(1, kind)
            statement.bind(2, bytes: key)
        } > 0
    }

    func discard(_ kind: String, of owner: RecordID) throws -> Int {
        try discard("owner = ?2 AND kind = ?1") { statement in
            statement.bind(1, kind)
            statement.bind(2, owner.number)
        }
    }

    func discard(expiredBy now: Instant) throws -> Int {
        try discard("expires <= ?1") { $0.bind(1, now.milliseconds) }
    }

    private func discard(_ which: String, _ bind: (SQLiteStatement) -> Void) throws -> Int {
        try beforeWrite(.drawer)
        let statement = try connection.cached("DELETE FROM tg_drawer WHERE \(which)")
        bind(statement)
        try statement.run()
        return Int(connection.changedRows)
    }
}
