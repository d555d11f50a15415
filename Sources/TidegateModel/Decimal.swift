/// An exact decimal number: `coefficient / 10^scale`.
///
/// Money, percentages and quantities are decimals; no binary float ever holds one. The coefficient
/// has 64 bits, so every number of up to 18 digits is exact. Intermediate products use 128 bits;
/// what does not fit afterwards is `nil`, never a rounded surprise.
///
///     let net = Decimal("80000.00")?.multiplied(by: Decimal("0.8") ?? .zero)   // 64000.000
public struct Decimal: Sendable {
    public let coefficient: Int64
    /// Digits after the point, 0...``Limits/decimalScale``.
    public let scale: Int

    public static let zero = Decimal(coefficient: 0, scale: 0)

    public init(coefficient: Int64, scale: Int) {
        precondition((0...Limits.decimalScale).contains(scale), "decimal scale out of range")
        self.coefficient = coefficient
        self.scale = scale
    }

    public init(_ integer: Int64) {
        self.init(coefficient: integer, scale: 0)
    }

    /// Reads `[-]digits[.digits]`; anything else (spaces, separators, exponents) is `nil`.
    public init?(_ text: some StringProtocol) {
        let parsed = Array(text.utf8).withUnsafeBufferPointer(Self.parse)
        guard let parsed else { return nil }
        self = parsed
    }

    public static func parse(_ bytes: UnsafeBufferPointer<UInt8>) -> Decimal? {
        var index = 0
        let negative = bytes.first == UInt8(ascii: "-")
        if negative { index = 1 }
        var value: Int64 = 0
        var digits = 0
        var scale: Int?
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            if byte == UInt8(ascii: "."), scale == nil, digits > 0 {
                scale = 0
                continue
            }
            guard byte >= 0x30, byte <= 0x39 else { return nil }
            let (tenfold, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, carry) = tenfold.addingReportingOverflow(Int64(byte &- 0x30))
            guard !overflow, !carry else { return nil }
            value = sum
            digits += 1
            if let known = scale { scale = known + 1 }
        }
        guard digits > 0, scale != 0, (scale ?? 0) <= Limits.decimalScale else { return nil }
        return Decimal(coefficient: negative ? -value : value, scale: scale ?? 0)
    }

    // MARK: Scale

    public static let powersOfTen: [Int64] = (0...18).map { exponent in
        (0..<exponent).reduce(Int64(1)) { power, _ in power * 10 }
    }

    /// The same number with another count of digits after the point, rounded half away from zero.
    public func rescaled(to target: Int) -> Decimal? {
        if target == scale { return self }
        let moved = Self.rescale(Int128(coefficient), from: scale, to: target)
        guard let fitting = Int64(exactly: moved) else { return nil }
        return Decimal(coefficient: fitting, scale: target)
    }

    /// The same number at `target` digits, or `nil` when digits other than zero would be lost.
    public func exactly(scale target: Int) -> Decimal? {
        guard let moved = rescaled(to: target), moved == self else { return nil }
        return moved
    }

    /// Rounds half away from zero ("half-up" for money), the rule SQL's `round` follows.
    static func rescale(_ value: Int128, from: Int, to: Int) -> Int128 {
        if to >= from { return value * Int128(powersOfTen[to - from]) }
        return divideHalfUp(value, Int128(powersOfTen[from - to]))
    }

    public static func divideHalfUp(_ value: Int128, _ divisor: Int128) -> Int128 {
        let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
        guard remainder.magnitude * 2 >= divisor.magnitude else { return quotient }
        return (value < 0) == (divisor < 0) ? quotient + 1 : quotient - 1
    }

    /// The shortest form of the same number: no zeros at the end.
    public var normalized: Decimal {
        var coefficient = coefficient
        var scale = scale
        while scale > 0, coefficient % 10 == 0 {
            coefficient /= 10
            scale -= 1
        }
        return Decimal(coefficient: coefficient, scale: scale)
    }

    // MARK: Arithmetic; nil when the result has more than 64 bits

    public func adding(_ other: Decimal) -> Decimal? {
        combine(other) { $0.addingReportingOverflow($1) }
    }

    public func subtracting(_ other: Decimal) -> Decimal? {
        combine(other) { $0.subtractingReportingOverflow($1) }
    }

    public func multiplied(by other: Decimal) -> Decimal? {
        let product = Int128(coefficient) * Int128(other.coefficient)
        let exact = scale + other.scale
        let kept = min(exact, Limits.decimalScale)
        guard let fitting = Int64(exactly: Self.rescale(product, from: exact, to: kept))
        else { return nil }
        return Decimal(coefficient: fitting, scale: kept)
    }

    /// The quotient at `scale` digits, rounded half away from zero; `nil` for a zero divisor.
    public func divided(by other: Decimal, scale target: Int) -> Decimal? {
        guard other.coefficient != 0 else { return nil }
        let shift = target + other.scale - scale
        var dividend = Int128(coefficient)
        var divisor = Int128(other.coefficient)
        if shift >= 0 {
            guard shift <= 36 else { return nil }
            let (wide, overflow) = dividend.multipliedReportingOverflow(by: Self.power(shift))
            guard !overflow else { return nil }
            dividend = wide
        } else {
            divisor *= Self.power(-shift)
        }
        guard let fitting = Int64(exactly: Self.divideHalfUp(dividend, divisor)) else { return nil }
        return Decimal(coefficient: fitting, scale: target)
    }

    private static func power(_ exponent: Int) -> Int128 {
        exponent <= 18
            ? Int128(powersOfTen[exponent])
            : Int128(powersOfTen[18]) * Int128(powersOfTen[exponent - 18])
    }

    private func combine(
        _ other: Decimal, _ operation: (Int64, Int64) -> (partialValue: Int64, overflow: Bool)
    ) -> Decimal? {
        let common = max(scale, other.scale)
        guard let left = rescaled(to: common), let right = other.rescaled(to: common)
        else { return nil }
        let (result, overflow) = operation(left.coefficient, right.coefficient)
        return overflow ? nil : Decimal(coefficient: result, scale: common)
    }
}

extension Decimal: Hashable, Comparable {
    public static func == (left: Decimal, right: Decimal) -> Bool {
        left.compare(to: right) == 0
    }

    public static func < (left: Decimal, right: Decimal) -> Bool {
        left.compare(to: right) < 0
    }

    private func compare(to other: Decimal) -> Int {
        let common = max(scale, other.scale)
        let left = Self.rescale(Int128(coefficient), from: scale, to: common)
        let right = Self.rescale(Int128(other.coefficient), from: other.scale, to: common)
        return left < right ? -1 : left > right ? 1 : 0
    }

    public func hash(into hasher: inout Hasher) {
        let short = normalized
        hasher.combine(short.coefficient)
        hasher.combine(short.scale)
    }
}

extension Decimal: CustomStringConvertible {
    /// `80000.00`: always a point as separator, no grouping, all digits of the scale.
    public var description: String {
        guard scale > 0 else { return String(coefficient) }
        var digits = String(coefficient.magnitude)
        if digits.utf8.count <= scale {
            digits = String(repeating: "0", count: scale - digits.utf8.count + 1) + digits
        }
        let point = digits.index(digits.endIndex, offsetBy: -scale)
        return (coefficient < 0 ? "-" : "") + digits[..<point] + "." + digits[point...]
    }
}
