/// How a number may be written where a field takes one.
public enum NumberForm: Sendable {
    /// `12500.00` alone, as programs write.
    case plain
    /// Also as pages show it: `12,500.00`, and a percentage as `25%` or `25 %`; and with the wide
    /// digits of Chinese keyboards. All three languages group by
    /// three, with commas. Groups that are not right are refused, because `12,50` may be meant as
    /// twelve and a half.
    case grouped
}

extension Field {
    /// The number a person typed, its digits maybe in groups, before it is fitted to the field.
    public func number(typed text: String) -> Result<Decimal, FieldProblem> {
        Array(text.utf8).withUnsafeBufferPointer { number($0, .grouped) }
            .mapError { FieldProblem(field: name, value: text, why: $0.why) }
    }

    func number(
        _ bytes: UnsafeBufferPointer<UInt8>, _ form: NumberForm
    ) -> Result<Decimal, FieldProblem.Misfit> {
        if let number = Decimal.parse(bytes) { return .success(number) }
        switch form {
        case .plain: return .failure(FieldProblem.Misfit(why: misfit(bytes)))
        case .grouped:
            var digits = Array(String(decoding: bytes, as: UTF8.self).narrow.utf8)
            if case .percent = type, digits.last == UInt8(ascii: "%") {
                digits.removeLast()
                while digits.last == UInt8(ascii: " ") { digits.removeLast() }
            }
            let isGrouped = digits.contains(UInt8(ascii: ","))
            let bare = digits.filter { $0 != UInt8(ascii: ",") }
            guard let number = bare.withUnsafeBufferPointer(Decimal.parse) else {
                let why = bare.withUnsafeBufferPointer(misfit)
                return .failure(FieldProblem.Misfit(why: why))
            }
            guard !isGrouped || number.isWritten(inGroups: digits) else {
                return .failure(FieldProblem.Misfit(why: .badGroups))
            }
            return .success(number)
        }
    }
}

extension Field {
    /// Why no number could be read.
    private func misfit(_ bytes: UnsafeBufferPointer<UInt8>) -> FieldProblem.Why {
        let digits = bytes.first == UInt8(ascii: "-") ? bytes.dropFirst() : bytes[...]
        let parts = digits.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard let whole = parts.first, parts.count <= 2,
            parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy { (0x30...0x39).contains($0) } })
        else { return type.kind == .integer ? .notInteger : .notNumber }
        let most = Decimal.powersOfTen.count - 1 - type.scale
        return whole.drop { $0 == 0x30 }.count > most ? .tooLarge : .tooManyDigits(type.scale)
    }
}

extension String {
    /// With the letters, digits and signs of a Chinese keyboard as the half-width ones they stand for.
    ///
    /// Source: Unicode, "Halfwidth and Fullwidth Forms": U+FF01 to U+FF5E are U+0021 to U+007E.
    public var narrow: String {
        String(
            String.UnicodeScalarView(
                unicodeScalars.map { scalar in
                    switch scalar {
                    case "\u{FF01}"..."\u{FF5E}": Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar
                    case "\u{3000}": " "
                    default: scalar
                    }
                }))
    }
}

extension FieldProblem {
    /// A reason without the field it is about.
    struct Misfit: Error {
        let why: Why
    }
}

extension Decimal {
    /// Whether the digits before the point stand in groups of three, and none behind it do.
    fileprivate func isWritten(inGroups text: [UInt8]) -> Bool {
        let unsigned = text.first == UInt8(ascii: "-") ? text.dropFirst() : text[...]
        let parts = unsigned.split(
            separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard let whole = parts.first, !parts.dropFirst().joined().contains(UInt8(ascii: ","))
        else { return false }
        let groups = whole.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        return (1...3).contains(groups.first?.count ?? 0)
            && groups.dropFirst().allSatisfy { $0.count == 3 }
    }
}
