import BareSQLite
import Foundation
import GRDB
import TidegateModel
import TidegateStore

enum WithGRDB {
    private static let insertSQL = """
        INSERT INTO opportunity(id,version,name,account,amount,currency,stage,probability,close_date,
        owner,source,confirmed,notes,weighted,created_at,created_by,updated_at,updated_by)
        VALUES(?,1,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)
        """
    private static let appendSQL =
        "INSERT INTO tg_change(sequence,object,record,version,at,entry,hash) VALUES(?,1,?,1,?,?,?)"

    private static func queue(_ path: String) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.journalMode = .wal
        configuration.foreignKeysEnabled = false
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        // After the opening, because journalMode = .wal sets synchronous to NORMAL by itself.
        try queue.writeWithoutTransaction { database in
            try database.execute(
                sql: """
                    PRAGMA synchronous = FULL;
                    PRAGMA wal_autocheckpoint = 2000;
                    PRAGMA cache_size = -8192;
                    """)
            let synchronous = try Int.fetchOne(database, sql: "PRAGMA synchronous")
            precondition(synchronous == 2, "not durable, so not comparable")
        }
        return queue
    }

    /// `batch` bodies a transaction, each under a savepoint when there are several. The group is
    /// given, so GRDB pays nothing for callers that wait.
    static func save(_ path: String, count: Int, batch: Int) throws {
        let queue = try queue(path)
        var latencies: [Double] = []
        var hash = ChangeChain.Tail.empty.hash
        let cpu = process_cpu()
        for first in stride(from: 0, to: count, by: batch) {
            let start = wall()
            try queue.writeWithoutTransaction { database in
                try database.inTransaction(.immediate) {
                    for number in first..<min(first + batch, count) {
                        if batch == 1 {
                            try one(database, number, &hash)
                        } else {
                            try database.inSavepoint {
                                try one(database, number, &hash)
                                return .commit
                            }
                        }
                    }
                    return .commit
                }
            }
            latencies.append(wall() - start)
        }
        report(
            "GRDB", "save, \(batch) a commit", p50: latencies,
            cpu: (process_cpu() - cpu) / Double(count) * 1e6)
    }

    private static func one(_ database: Database, _ number: Int, _ hash: inout [UInt8]) throws {
        let id = Int64(number + 1) << 13
        let digits = String(number)
        let name = "Opportunity " + String(repeating: "0", count: 8 - digits.count) + digits
        try database.cachedStatement(sql: insertSQL).execute(arguments: [
            id, name, 1 + number % 1000, number * 100, "EUR", "Lead", number % 101,
            20454 + number % 300, 1 + number % 200, "Web", true, Workload.notes, number,
            1_790_000_000_000, 7, 1_790_000_000_000, 7,
        ])
        hash = ChangeChain.link(
            hash,
            Change(
                object: "Opportunity", record: RecordID(number: id), version: 1,
                at: Workload.time, entry: Workload.entry), sequence: Int64(number + 1))
        try database.cachedStatement(sql: appendSQL).execute(arguments: [
            number + 1, id, 1_790_000_000_000,
            String(decoding: Workload.entry, as: UTF8.self), Data(hash),
        ])
    }

    struct Row12 {
        var id, version: Int64
        var name: String
        var account, amount: Int64?
        var stage: String?
        var probability, closeDate, owner: Int64?
        var notes: String?
        var createdAt, createdBy, updatedAt, updatedBy: Int64?

        init(_ row: GRDB.Row) {
            id = row[0]
            version = row[1]
            name = row[2]
            account = row[3]
            amount = row[4]
            stage = row[5]
            probability = row[6]
            closeDate = row[7]
            owner = row[8]
            notes = row[9]
            createdAt = row[10]
            createdBy = row[11]
            updatedAt = row[12]
            updatedBy = row[13]
        }
    }

    static func read(_ path: String, times: Int) throws -> Double {
        let queue = try queue(path)
        var best = Double.infinity
        for _ in 0..<times {
            let seconds = try queue.read { database in
                let start = wall()
                let statement = try database.cachedStatement(
                    sql: """
                        SELECT id,version,name,account,amount,stage,probability,close_date,owner,
                        notes,created_at,created_by,updated_at,updated_by FROM row ORDER BY id
                        """)
                var rows: [Row12] = []
                let cursor = try GRDB.Row.fetchCursor(statement)
                while let row = try cursor.next() { rows.append(Row12(row)) }
                return wall() - start
            }
            best = min(best, seconds)
        }
        return best
    }
}
