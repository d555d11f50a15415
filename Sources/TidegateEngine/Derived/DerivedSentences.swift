import TidegateModel

extension Sentences {
    /// - Parameter record: whose change it is; `nil` where that is not known any more.
    static func tooManyDerived(_ object: Object, _ record: Record?) -> TidegateError {
        let most = EngineLimits.derivedSavesATransaction
        return TidegateError(
            .rejected, "save.derived",
            "Formulas and roll-ups of more than \(most) records of \(object.plural) would change"
                + (record.map { " with \($0.object.label) \($0.id)." } ?? "."),
            hint:
                "Change fewer records at once, or copy the value with a hook when the record is made.",
            speech: .sentence(
                "save.derived", ["most": .number(most), "object": .term(.plural(object.name))]))
    }
}
