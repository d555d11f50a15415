import TidegateModel
import TidegateRules
import TidegateStore

extension StoreReader {
    /// The last rate of the currency up to the day.
    func rate(_ currency: String, on day: Day, in rates: ExchangeRates) throws -> Decimal? {
        try newestRate(
            "\(rates.name(of: \.currency)) == ? and \(rates.name(of: \.day)) <= ?",
            [.text(currency), .date(day)], in: rates, descending: true)?[rates.rate].decimal
    }

    /// From when on another rate than the one of this day holds; `nil`: it is the last.
    fileprivate func nextDay(
        _ currency: String, after day: Day, in rates: ExchangeRates
    ) throws -> Day? {
        try newestRate(
            "\(rates.name(of: \.currency)) == ? and \(rates.name(of: \.day)) > ?",
            [.text(currency), .date(day)], in: rates, descending: false
        ).flatMap(rates.start)
    }

    private func newestRate(
        _ source: String, _ parameters: [Value], in rates: ExchangeRates, descending: Bool
    ) throws -> Record? {
        var query = Query(
            rates.object, where: try .compile(source, of: rates.object, parameters),
            actor: .system, now: Instant(milliseconds: 0))
        query.order = [Query.Order(rates.name(of: \.day), descending: descending)]
        query.limit = 1
        return try records(query).first
    }
}

extension ExchangeRates {
    fileprivate func name(of slot: KeyPath<ExchangeRates, Int>) -> String {
        object.fields[self[keyPath: slot]].name
    }
}

extension Condition {
    fileprivate static func compile(
        _ source: String, of object: Object, _ parameters: [Value]
    ) throws -> Condition {
        try compile(
            source,
            in: ConditionScope(
                schema: Schema([object]), object: object, parameters: parameters))
    }
}

/// What follows from a rate that is added, changed or removed.
extension Transaction {
    /// The records in the currency of the rate, on a day from its own until the next rate's.
    func rated(
        _ object: Object, currency: Int?, day: Int?, _ old: Record?, _ new: Record?
    ) throws -> [RecordID] {
        guard let rates = (new ?? old).flatMap({ ExchangeRates($0.object) }) else { return [] }
        var found: [RecordID] = []
        for record in [old, new].compactMap(\.self) {
            guard let code = record[rates.currency].text, let start = rates.start(of: record)
            else { continue }
            let end = try writer.nextDay(code, after: start, in: rates)
            var parts: [(source: String, value: Value)] = []
            if let currency { parts.append(("\(object.fields[currency].name) == ?", .text(code))) }
            if let day {
                let name = object.fields[day].name
                let isDay = object.fields[day].type.kind == .date
                parts.append(("\(name) >= ?", isDay ? .date(start) : .datetime(Instant(start))))
                if let end {
                    parts.append(("\(name) < ?", isDay ? .date(end) : .datetime(Instant(end))))
                }
            }
            found += try ids(object, parts)
        }
        return found
    }

    private func ids(_ object: Object, _ parts: [(source: String, value: Value)]) throws
        -> [RecordID]
    {
        var query = Query(
            object,
            where: parts.isEmpty
                ? nil
                : try .compile(
                    parts.map(\.source).joined(separator: " and "), of: object, parts.map(\.value)),
            actor: .system, now: now)
        query.limit = EngineLimits.derivedSavesATransaction + 1
        return try writer.records(query).map(\.id)
    }
}
