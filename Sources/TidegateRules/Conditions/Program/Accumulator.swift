import TidegateModel

/// Takes the records of a collection one by one and gives the aggregate's answer.
///
/// Values that are missing are left out, as SQL's aggregates do; the sum of none is 0, and the
/// smallest, largest or mean of none is missing.
struct Accumulator {
    private let function: AggregateFunction
    private let type: ExpressionType
    private var records = 0
    private var unknown = 0
    private var no = 0
    private var values = 0
    /// 128 bits: only the final sum has to fit 64.
    private var sum: Int128 = 0
    private var best: Int64 = 0

    init(_ aggregate: Aggregate) {
        function = aggregate.function
        type = aggregate.argument?.type ?? .integer
    }

    /// Takes the condition's answer for one record.
    ///
    /// - Returns: whether the record's value counts.
    mutating func take(_ truth: Truth) -> Bool {
        switch truth {
        case .yes: records += 1
        case .no: no += 1
        case .unknown: unknown += 1
        }
        return truth == .yes
    }

    mutating func take(_ value: Slot) {
        guard value.tag != 0 else { return }
        if values == 0 { best = value.word }
        values += 1
        sum += Int128(value.word)
        best = function == .min ? Swift.min(best, value.word) : Swift.max(best, value.word)
    }

    var answer: Slot {
        switch function {
        case .count: return Slot(kind: .integer, word: Int64(records))
        case .any: return records > 0 ? Slot(true) : unknown > 0 ? .missing : Slot(false)
        case .all: return no > 0 ? Slot(false) : unknown > 0 ? .missing : Slot(true)
        case .sum: return Slot(type.kind, Int64(exactly: sum), scale: type.scale)
        case .min, .max:
            return values == 0 ? .missing : Slot(kind: type.kind, word: best, scale: type.scale)
        case .avg:
            let target = ExactArithmetic.quotientScale(type.scale, 0)
            return Slot(
                .decimal,
                ExactArithmetic.average(sum, count: values, scale: type.scale, target: target),
                scale: target)
        }
    }
}
