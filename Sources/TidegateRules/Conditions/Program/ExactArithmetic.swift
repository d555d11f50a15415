import TidegateModel

/// Arithmetic on coefficients with a known count of digits after the point.
///
/// The evaluator and the functions registered with SQLite call these same functions, so that a
/// condition means the same in memory and in a query. `nil`: the result has more than 64 bits, or a
/// divisor is zero.
package enum ExactArithmetic {
    package typealias Word = Int64

    package static func add(_ left: Word, _ leftScale: Int, _ right: Word, _ rightScale: Int)
        -> Word?
    {
        if leftScale == rightScale {
            let (sum, overflow) = left.addingReportingOverflow(right)
            return overflow ? nil : sum
        }
        let common = max(leftScale, rightScale)
        return Int64(exactly: widened(left, leftScale, common) + widened(right, rightScale, common))
    }

    package static func subtract(
        _ left: Word, _ leftScale: Int, _ right: Word, _ rightScale: Int
    ) -> Word? {
        if leftScale == rightScale {
            let (difference, overflow) = left.subtractingReportingOverflow(right)
            return overflow ? nil : difference
        }
        let common = max(leftScale, rightScale)
        return Int64(exactly: widened(left, leftScale, common) - widened(right, rightScale, common))
    }

    /// The product at `scale` digits, at most as many as both have together, rounded half away from zero
    /// where digits are dropped.
    package static func multiply(
        _ left: Word, _ leftScale: Int, _ right: Word, _ rightScale: Int, scale: Int
    ) -> Word? {
        let product = Int128(left) * Int128(right)
        let excess = leftScale + rightScale - scale
        guard excess > 0 else { return Int64(exactly: product) }
        return Int64(
            exactly: Decimal.divideHalfUp(product, Int128(Decimal.powersOfTen[excess])))
    }

    /// The quotient at `scale` digits, rounded half away from zero.
    package static func divide(
        _ left: Word, _ leftScale: Int, _ right: Word, _ rightScale: Int, scale: Int
    ) -> Word? {
        Decimal(coefficient: left, scale: leftScale)
            .divided(by: Decimal(coefficient: right, scale: rightScale), scale: scale)?.coefficient
    }

    package static func rescale(_ value: Word, from: Int, to: Int) -> Word? {
        Decimal(coefficient: value, scale: from).rescaled(to: to)?.coefficient
    }

    /// -1, 0 or 1. Never fails: 64 bits with up to 12 more digits fit 128.
    package static func compare(
        _ left: Word, _ leftScale: Int, _ right: Word, _ rightScale: Int
    ) -> Int {
        if leftScale == rightScale { return left < right ? -1 : left > right ? 1 : 0 }
        let common = max(leftScale, rightScale)
        let (wideLeft, wideRight) = (
            widened(left, leftScale, common), widened(right, rightScale, common)
        )
        return wideLeft < wideRight ? -1 : wideLeft > wideRight ? 1 : 0
    }

    package static func negate(_ value: Word) -> Word? { subtract(0, 0, value, 0) }

    package static func absolute(_ value: Word) -> Word? { value < 0 ? negate(value) : value }

    /// The mean of `count` values that sum to `sum`, at `target` digits.
    package static func average(_ sum: Int128, count: Int, scale: Int, target: Int) -> Word? {
        guard count > 0 else { return nil }
        let factor = Int128(Decimal.powersOfTen[target - scale])
        let (wide, overflow) = sum.multipliedReportingOverflow(by: factor)
        guard !overflow else { return nil }
        return Int64(exactly: Decimal.divideHalfUp(wide, Int128(count)))
    }

    package static func productScale(_ left: Int, _ right: Int) -> Int {
        min(left + right, Limits.decimalScale)
    }

    package static func quotientScale(_ left: Int, _ right: Int) -> Int {
        max(ConditionLimits.divisionScale, left, right)
    }

    private static func widened(_ value: Word, _ scale: Int, _ common: Int) -> Int128 {
        Int128(value) * Int128(Decimal.powersOfTen[common - scale])
    }
}
