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
        let bytes = Array(text.utf8)
        guard let type = type.behavior as? any NumberBehavior else {
            return .failure(FieldProblem(field: name, value: text, why: .wrongKind(type.kind)))
        }
        return Result { () throws(FieldProblem.Why) in
            try bytes.withUnsafeBufferPointer { (digits) throws(FieldProblem.Why) in
                try type.number(digits, .grouped)
            }
        }.mapError { FieldProblem(field: name, value: text, why: $0) }
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
