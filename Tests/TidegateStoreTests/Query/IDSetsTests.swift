import Testing
import TidegateModel

@testable import TidegateStore

@Suite("Sets of ids in SQL")
struct IDSetsTests {
    private static func statement(_ lists: [[Int64]], of table: String) -> CompiledSQL {
        CompiledSQL(
            text: "SELECT a, b, " + SQLiteDialect().isMember(["a", "b"], of: "?1")
                + " FROM \(table)",
            bindings: [.none],
            sets: CompiledSQL.Sets(ids: IDSets(["a", "b"], lists, tellAll: true), number: 1),
            columns: [])
    }

    @Test("find what IN finds, whatever the lists hold")
    func meaning() throws {
        var numbers = SeededNumbers(DifferentialTests.seed &+ 3)
        let database = try TestDatabase(Deals.schema, [])
        _ = try database.run("CREATE TABLE pairs(a INTEGER, b INTEGER)")
        var found = 0
        for round in 0..<40 {
            _ = try database.run("DELETE FROM pairs")
            // Ids that differ in high bits, in low bits, and in nothing a hash should stumble over.
            let pool = (1...60).map { Int64($0) << (round % 4 * 14) }
            for _ in 0..<50 {
                let pair = [0, 1].map { _ in
                    numbers.below(10) == 0 ? Value.none : .integer(numbers.pick(pool))
                }
                _ = try database.run("INSERT INTO pairs VALUES (?, ?)", pair)
            }
            let lists = [0, 1].map { _ in
                (0..<numbers.below(50)).map { _ in numbers.pick(pool) }
            }
            for row in try database.run(Self.statement(lists, of: "pairs")) {
                let isIn = zip(row, lists).contains { value, list in
                    value.integer.map(list.contains) ?? false
                }
                #expect(row[2] == (isIn ? .integer(1) : .none), "\(row) in \(lists)")
                found += isIn ? 1 : 0
            }
        }
        #expect(found > 200)
    }

    @Test("look up among very many")
    func many() throws {
        let database = try TestDatabase(Deals.schema, [])
        let text =
            "WITH RECURSIVE many(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM many WHERE n < 50000) "
            + "SELECT sum(tg_among(?1, n)) FROM many"
        let even = IDSets(["n"], [(1...50_000).map { $0 * 2 }], tellAll: true)
        let rows = try database.run(
            CompiledSQL(
                text: text, bindings: [.none], sets: CompiledSQL.Sets(ids: even, number: 1),
                columns: []))
        #expect(rows == [[.integer(25_000)]])
    }

    @Test("hold each id once, however often it is given, and no missing one")
    func once() {
        let sets = IDSets(["owner", "team"], [[3, 1, 3, 2, 1], []], tellAll: true)
        #expect(sets.ids == [[1, 2, 3], []])
        #expect(sets.count == 3)
    }

    @Test(
        "that are not given are an error, never empty",
        arguments: [
            "tg_among(1, 5)", "tg_among(NULL, 5)", "tg_among('tg_sets', 5)", "tg_among(x'00', 5)",
            "tg_among()", "tg_among(?1)",
        ])
    func unknown(call: String) throws {
        let database = try TestDatabase(Deals.schema, [])
        #expect(throws: TestDatabase.Failure.self) {
            try database.run("SELECT \(call)", [.integer(1)])
        }
    }
}
