import TidegateModel

/// Where it stands what currencies are worth: the records of the object `ExchangeRate`. A rate holds from its day on,
/// until the next.
public struct ExchangeRates: Sendable {
    public let object: Object
    /// The code of a currency.
    public let currency: Int
    /// From when on the rate holds.
    public let day: Int
    /// What one unit is worth in the currency of the workspace.
    public let rate: Int

    package static let name = "ExchangeRate"

    var slots: [Int] { [currency, day, rate] }

    /// - Returns: `nil` for an object that is none.
    package init?(_ object: Object) {
        guard let currency = object.slot(of: "currency"),
            object.fields[currency].type.kind == .text,
            let day = object.slot(of: "day"), object.fields[day].type == .date,
            let rate = object.slot(of: "rate"), object.fields[rate].type.kind == .decimal
        else { return nil }
        self.object = object
        self.currency = currency
        self.day = day
        self.rate = rate
    }

    /// From when on a rate holds.
    public func start(of rate: Record) -> Day? {
        if case .date(let start) = rate[day] { start } else { nil }
    }

    package var scale: Int { object.fields[rate].type.scale }
}
