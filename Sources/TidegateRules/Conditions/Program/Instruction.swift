import TidegateModel

/// One step of a condition's program: a fixed size, registers by number, no object behind it.
struct Instruction {
    enum Operation: UInt8 {
        // Inside the loop
        case constant, field
        case compareField, compareFieldText, compare
        case conjoinFirst, conjoin, disjoinFirst, disjoin, not
        case memberTexts, memberWords
        // From registers to a register
        case compareScaled, compareText
        case isEmpty, isNotEmpty, contains, holds, matches, distance
        case add, subtract, multiply, divide, negate, absolute, rescale
        case later, earlier, difference, part, dayOf, length
        case clear, fill
        // From the context
        case path, changed, today, now, me, hasRole, approved, people, rate, aggregate
    }

    var operation: Operation
    /// The orders a comparison accepts (``Comparison``); else a small number of the operation.
    var mask: UInt8 = 0
    /// The kind and the scale a loaded field is brought to, or of the result.
    var kind: UInt8 = 0
    var scale: UInt8 = 0
    var target: UInt16
    var left: UInt16 = 0
    var right: UInt16 = 0
    /// Where to go on when `and`, `or` or `coalesce` is decided, or a count.
    var extra: UInt16 = 0
    /// A constant, or an index into a table of the program.
    var word: Int64 = 0
}
