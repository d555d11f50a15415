import TidegateModel
import TidegateRules

extension ConditionSQL {
    /// The last rate up to the day: the first entry of the index over currency and day, backwards. Rates are known
    /// to everyone who may see an amount, as they are in memory.
    mutating func rate(
        _ rates: ExchangeRates, _ currency: String, _ day: String
    ) -> String {
        let row = alias()
        func name(_ slot: Int) -> String { column(row, rates.object.fields[slot].name) }
        return "(SELECT \(name(rates.rate)) FROM \(dialect.quoted(rates.object.table)) AS \(row)"
            + " WHERE \(name(rates.currency)) = \(currency) AND \(name(rates.day)) <= \(day)"
            + " ORDER BY \(name(rates.day)) DESC LIMIT 1)"
    }
}
