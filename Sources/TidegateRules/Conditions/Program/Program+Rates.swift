import TidegateModel

extension Program {
    func rate(
        _ rates: ExchangeRates, _ currency: Slot, _ day: Slot, _ context: ConditionContext
    ) throws -> Slot {
        guard currency.hasBytes, day.kind == .date else { return .missing }
        let code = String(decoding: currency.text, as: UTF8.self)
        guard let rate = try context.source.rate(code, on: Day(number: day.word), in: rates),
            let scaled = rate.rescaled(to: rates.scale)
        else { return .missing }
        return Slot(kind: .decimal, word: scaled.coefficient, scale: scaled.scale)
    }
}
