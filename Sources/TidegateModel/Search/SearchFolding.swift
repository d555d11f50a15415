/// What a character is to a search: a letter as it is compared, or what parts words.
///
/// Case, accents and width do not count: `É`, `é` and `Ｅ` are `e`. Simplified and traditional
/// characters stay what they are, because which of them was meant is not to be guessed.
enum SearchFolding {
    /// Stands in the workspace beside each index. Raise it when any text would be cut differently:
    /// an index is kept true by taking out just what was put in.
    static let version = 1

    /// A character of a run that knows no spaces: its words are found by pairs of characters.
    @inline(__always)
    static func isHan(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x4E00...0x9FFF, 0x3041...0x30FA, 0x30FC...0x30FF, 0xAC00...0xD7A3: true
        case 0x3400...0x4DBF, 0x3005...0x3007, 0x3105...0x312F, 0x31A0...0x31BF, 0x31F0...0x31FF,
            0x20000...0x323AF:
            true
        default: false
        }
    }

    /// How the table writes, among letters, what parts words.
    static let parting: UInt32 = 0x2D

    enum Meaning {
        case parting
        /// A mark on the letter before it.
        case nothing
        case letters(ArraySlice<UInt32>)
        case letter(UInt32)
    }

    /// Of what is neither ASCII nor left as it is by ``isHan(_:)`` alone.
    static func meaning(of scalar: UInt32) -> Meaning {
        if let letters = table[scalar] { return .letters(letters) }
        // The marks of half-width kana, which stand behind them like letters.
        if scalar == 0xFF9E || scalar == 0xFF9F { return .nothing }
        guard let character = Unicode.Scalar(scalar) else { return .parting }
        switch character.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return .nothing
        case .spacingMark, .decimalNumber, .letterNumber, .otherNumber, .lowercaseLetter,
            .otherLetter, .modifierLetter, .privateUse, .unassigned:
            return .letter(scalar)
        case .uppercaseLetter, .titlecaseLetter:
            let lower = character.properties.lowercaseMapping.unicodeScalars
            return lower.count == 1 ? .letter(lower.first?.value ?? scalar) : .letter(scalar)
        case .spaceSeparator, .lineSeparator, .paragraphSeparator, .control, .surrogate,
            .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation,
            .initialPunctuation, .finalPunctuation, .otherPunctuation, .mathSymbol,
            .currencySymbol, .modifierSymbol, .otherSymbol:
            return .parting
        @unknown default: return .parting
        }
    }

    private static let table = Table(FoldingTable.groups)

    /// Pages of 256 characters, so that looking one up hashes nothing.
    private struct Table {
        private var pages = [UInt16](repeating: 0, count: 0x110)
        /// Where the letters begin and end, in `letters`.
        private var ranges = [(UInt16, UInt16)](repeating: (0, 0), count: 256)
        private var letters: [UInt32] = []

        init(_ groups: String) {
            var target = 0..<0
            var isTarget = true
            for scalar in groups.unicodeScalars {
                switch scalar {
                case " ", "\n":
                    target = letters.count..<letters.count
                    isTarget = true
                case "=": isTarget = false
                default:
                    if isTarget {
                        letters.append(scalar.value)
                        target = target.lowerBound..<letters.count
                    } else {
                        set(scalar.value, target)
                    }
                }
            }
        }

        private mutating func set(_ scalar: UInt32, _ range: Range<Int>) {
            // All of the table lies in the first plane and the compatibility block of the third.
            let page = Self.page(scalar)
            guard page < pages.count else { return }
            if pages[page] == 0 {
                pages[page] = UInt16(ranges.count >> 8)
                ranges += [(UInt16, UInt16)](repeating: (0, 0), count: 256)
            }
            ranges[Int(pages[page]) << 8 | Int(scalar & 255)] = (
                UInt16(range.lowerBound), UInt16(range.upperBound)
            )
        }

        private static func page(_ scalar: UInt32) -> Int {
            switch scalar {
            case 0..<0x10000: Int(scalar >> 8)
            case 0x2F800..<0x30000: 0x100 + Int((scalar - 0x2F800) >> 8)
            default: Int.max
            }
        }

        subscript(scalar: UInt32) -> ArraySlice<UInt32>? {
            let page = Self.page(scalar)
            guard page < pages.count else { return nil }
            let (first, end) = ranges[Int(pages[page]) << 8 | Int(scalar & 255)]
            return first == end ? nil : letters[Int(first)..<Int(end)]
        }
    }
}
