import TidegateModel

/// Values as they stand in a Lua source. Whatever is put in, what comes out is one literal: no text
/// ends its own quotes, so nothing a person types becomes a program.
enum LuaLiteral {
    /// Source: Lua manual 5.4, §3.1.
    static func text(_ text: String) -> String {
        var source = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": source += "\\\""
            case "\\": source += "\\\\"
            case "\n": source += "\\n"
            case _ where scalar.value < 32 || scalar.value == 127:
                let digits = String(scalar.value)
                source += "\\" + String(repeating: "0", count: 3 - digits.count) + digits
            case _ where isInvisible(scalar):
                source += "\\u{" + String(scalar.value, radix: 16) + "}"
            default: source.unicodeScalars.append(scalar)
            }
        }
        return source + "\""
    }

    static func list(_ texts: [String]) -> String {
        "{ " + texts.map(text).joined(separator: ", ") + " }"
    }

    static func option(_ option: FieldOption) -> String {
        switch option.content {
        case .text(let text): self.text(text)
        case .texts(let texts): list(texts)
        case .whole(let number): String(number)
        case .flag(let flag): flag ? "true" : "false"
        }
    }

    /// `nil` for a number that Lua would not read back exactly: its numbers with a fraction are
    /// binary.
    static func number(_ number: Decimal) -> String? {
        if let whole = number.exactly(scale: 0) {
            // The smallest integer has no literal: the minus is an operator.
            return whole.coefficient == .min ? nil : String(whole.coefficient)
        }
        let short = number.normalized.description
        guard let binary = Double(short), Decimal(binary.description) == number else { return nil }
        return short
    }

    /// Characters that change the direction of a text or end a line in some editors: a reader of the
    /// source must see what is there.
    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x80...0x9f, 0x200b...0x200f, 0x2028...0x202e, 0x2060...0x2069, 0xfeff: true
        default: false
        }
    }
}
