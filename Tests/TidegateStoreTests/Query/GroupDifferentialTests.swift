import Testing
import TidegateModel
import TidegateRules

@testable import TidegateStore

/// Figures by group and the first records of a group are what one gets by going through the records.
@Suite("Groups of a query")
struct GroupDifferentialTests {
    private static let groups = [
        "stage", "flag", "pieces", "closes", "closes:day", "closes:week", "closes:month",
        "closes:quarter", "closes:year", "closes:fiscal_year(4)", "touched:day",
        "touched:fiscal_year(11)",
    ]
    private static let figures = [
        "count()", "sum(amount)", "avg(amount)", "min(closes)", "max(amount)", "distinct(stage)",
        "distinct(pieces)",
    ]

    private static func database(_ numbers: inout SeededNumbers) throws -> TestDatabase {
        let records = (1...80).map { number in
            var record = Record(object: Deals.deal, id: RecordID(number: Int64(number)), version: 1)
            func put(_ field: String, _ value: Value) {
                record[field] = numbers.chance(20) ? .none : value
            }
            put("stage", .text(numbers.pick(["open", "won", "lost"])))
            put("flag", .bool(numbers.chance(50)))
            put("pieces", .integer(Int64(numbers.below(3))))
            let cents = Int64(numbers.below(200_000)) - 100_000
            put("amount", .decimal(Decimal(coefficient: cents, scale: 2)))
            put("closes", .date(Day(number: Int64(20_000 + numbers.below(900)))))
            let hour = Int64(numbers.below(20_000)) - 4_000
            put("touched", .datetime(Instant(milliseconds: hour * 3_600_000 + 1)))
            return record
        }
        return try TestDatabase(Deals.schema, records)
    }

    private static func value(_ record: Record, _ group: Query.Group) -> Value {
        let value = record[group.field]
        guard let bucket = group.bucket else { return value }
        switch value {
        case .date(let day): return bucket.first(of: day).map(Value.date) ?? .none
        case .datetime(let instant): return bucket.first(of: instant.day).map(Value.date) ?? .none
        default: return .none
        }
    }

    private static func figure(_ name: String, of records: [Record]) -> Value {
        let cents = records.compactMap { $0["amount"].decimal?.coefficient }
        switch name {
        case "count()": return .integer(Int64(records.count))
        case "sum(amount)": return .integer(cents.reduce(0, +))
        case "avg(amount)":
            // Six digits, half away from zero.
            guard !cents.isEmpty else { return .none }
            let (sum, count) = (cents.reduce(0, +) * 10_000, Int64(cents.count))
            let whole = (2 * abs(sum) + count) / (2 * count)
            return .integer(sum < 0 ? -whole : whole)
        case "min(closes)":
            return records.compactMap(\.closes).min().map { .integer($0.number) } ?? .none
        case "max(amount)": return cents.max().map(Value.integer) ?? .none
        case "distinct(stage)":
            return .integer(Int64(Set(records.compactMap(\.["stage"].text)).count))
        default: return .integer(Int64(Set(records.compactMap(\.["pieces"].integer)).count))
        }
    }

    @Test("have the figures of a plain computation, in order", arguments: 1...150)
    func figures(seed: Int) throws {
        var numbers = SeededNumbers(UInt64(seed))
        let database = try Self.database(&numbers)
        var query = Query(Deals.deal, actor: .system, now: Instant(milliseconds: 0))
        query.groups = try (0..<numbers.below(3)).map { _ in
            try #require(Query.Group(written: numbers.pick(Self.groups)))
        }
        let names = (0...numbers.below(4)).map { _ in numbers.pick(Self.figures) }
        let scope = ConditionScope(schema: Deals.schema, object: Deals.deal, allows: .query)
        query.summary = try Summary.compile(names.joined(separator: ", "), in: scope)
        var records = database.all(Deals.deal)
        if numbers.chance(50) {
            query.condition = try Condition.compile("pieces is empty or pieces > 0", in: scope)
            records = records.filter { $0["pieces"].integer != 0 }
        }
        let kept = records
        let dialect = SQLiteDialect()
        let keys =
            query.groups.isEmpty
            ? [[]]
            : Set(
                kept.map { record in query.groups.map { Self.value(record, $0) } })
        var wanted = keys.map { key in
            let members = kept.filter { record in
                query.groups.map { Self.value(record, $0) } == key
            }
            return key.map { dialect.binding($0, scale: 0) }
                + names.map { Self.figure($0, of: members) }
        }
        if !query.groups.isEmpty, numbers.chance(60) {
            query.order = [Query.Order(numbers.pick(names), descending: numbers.chance(50))]
        }
        let columns = query.groups.map(\.description) + names
        let sorted =
            query.order.map { (columns.firstIndex(of: $0.field) ?? 0, $0.isDescending) }
            + query.groups.indices.map { ($0, false) }
        wanted.sort { Self.isBefore($0, $1, sorted) }
        if numbers.chance(40) {
            query.limit = numbers.below(5)
            wanted = Array(wanted.prefix(query.limit ?? 0))
        }
        let found = try database.run(QueryCompiler(dialect).summary(query))
        #expect(found == wanted, "seed \(seed) \(query.groups) \(names) \(query.order)")
        if let pivot = try QueryCompiler(dialect).pivot(query) {
            let rows = try database.run(pivot.sql).first.flatMap(pivot.rows)
            #expect(rows == wanted, "pivot, seed \(seed)")
        }
    }

    @Test("have their first records in the order asked for", arguments: 1...100)
    func top(seed: Int) throws {
        var numbers = SeededNumbers(UInt64(seed))
        let database = try Self.database(&numbers)
        var query = Query(Deals.deal, actor: .system, now: Instant(milliseconds: 0))
        query.groups = try (0...numbers.below(2)).map { _ in
            try #require(Query.Group(written: numbers.pick(Self.groups)))
        }
        query.order = (0..<numbers.below(3)).map { _ in
            Query.Order(numbers.pick(["pieces", "amount", "id"]), descending: numbers.chance(50))
        }
        let whole = try Self.ids(database, query)
        query.top = 1 + numbers.below(4)
        let byID = Dictionary(uniqueKeysWithValues: database.all(Deals.deal).map { ($0.id, $0) })
        var taken: [[Value]: [RecordID]] = [:]
        for id in whole {
            let record = try #require(byID[id])
            let key = query.groups.map { Self.value(record, $0) }
            guard taken[key, default: []].count < query.top ?? 0 else { continue }
            taken[key, default: []].append(id)
        }
        let dialect = SQLiteDialect()
        let wanted = taken.sorted { left, right in
            Self.isBefore(
                left.key.map { dialect.binding($0, scale: 0) },
                right.key.map { dialect.binding($0, scale: 0) },
                query.groups.indices.map { ($0, false) })
        }.flatMap(\.value)
        #expect(try Self.ids(database, query) == wanted, "seed \(seed) \(query.groups)")
    }

    @Test("are refused where a field lies in no month, and where nothing is to be sorted by")
    func refused() throws {
        let scope = ConditionScope(schema: Deals.schema, object: Deals.deal, allows: .query)
        var query = Query(Deals.deal, actor: .system, now: Instant(milliseconds: 0))
        query.summary = try Summary.compile("count()", in: scope)
        query.groups = [.init("stage", by: .month)]
        #expect(throws: QueryProblem.notADate("stage", object: "Deal")) {
            try QueryCompiler(SQLiteDialect()).summary(query)
        }
        query.groups = [.init("stage")]
        query.order = [.init("amount")]
        #expect(throws: QueryProblem.noColumn("amount")) {
            try QueryCompiler(SQLiteDialect()).summary(query)
        }
    }

    private static func ids(_ database: TestDatabase, _ query: Query) throws -> [RecordID] {
        try database.run(QueryCompiler(SQLiteDialect()).records(query)).compactMap {
            $0[0].integer.map { RecordID(number: $0) }
        }
    }

    /// Missing values last in both directions.
    private static func isBefore(
        _ left: [Value], _ right: [Value], _ columns: [(Int, Bool)]
    ) -> Bool {
        for (column, isDescending) in columns {
            let (one, other) = (left[column], right[column])
            guard one != other else { continue }
            if one.isMissing || other.isMissing { return other.isMissing }
            if let one = one.text, let other = other.text {
                return isDescending != (one < other)
            }
            return isDescending != (one.integer ?? 0 < other.integer ?? 0)
        }
        return false
    }
}

extension Record {
    fileprivate var closes: Day? {
        guard case .date(let day) = self["closes"] else { return nil }
        return day
    }
}
