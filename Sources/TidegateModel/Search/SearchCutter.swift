/// Cuts a text into the words it is found by.
///
/// Letters and digits in a row are one word, folded (``SearchFolding``). Chinese, Japanese and Korean
/// write no spaces, so a run of their characters becomes each pair of neighbours, and the last character
/// by itself: `电子公司` is `电子`, `子公`, `公司`, `司`. Any part of the run is then found as a phrase of
/// pairs, and a single character as the beginning of a pair, with one word for each character.
///
///     var cutter = SearchCutter()
///     cutter.cut("Müller 公司") { word, source, kind in … }   // muller, 公司, 司
public struct SearchCutter {
    public enum Kind: Sendable {
        case word
        /// Two neighbours of a run.
        case pair
        /// The last character of a run.
        case end
    }

    private var word: [UInt8] = []
    /// Where the word began in the text.
    private var start = 0
    private var end = 0
    /// The character of a run that waits for its neighbour stands alone in `word`.
    private var isRun = false

    public init() {}

    /// - Parameter body: a word, as UTF-8; where it stands in the text, in bytes; what it is.
    public mutating func cut(
        _ text: UnsafeBufferPointer<UInt8>,
        _ body: (UnsafeBufferPointer<UInt8>, Range<Int>, Kind) -> Void
    ) {
        var position = 0
        while position < text.count {
            let byte = text[position]
            if byte < 0x80 {
                let letter = Self.ascii[Int(byte)]
                if letter == 0 {
                    finish(body)
                } else {
                    if isRun { finish(body) }
                    begin(position)
                    append(letter, position + 1)
                }
                position += 1
                continue
            }
            let (scalar, length) = Self.scalar(text, position)
            take(scalar, position..<position + length, body)
            position += length
        }
        finish(body)
    }

    private mutating func take(
        _ scalar: UInt32, _ source: Range<Int>,
        _ body: (UnsafeBufferPointer<UInt8>, Range<Int>, Kind) -> Void
    ) {
        // A kana with its mark is folded to the one without; the others are as they are.
        if (0x3400...0x9FFF).contains(scalar) || (0xAC00...0xD7A3).contains(scalar) {
            return add(scalar, source, body)
        }
        switch SearchFolding.meaning(of: scalar) {
        case .parting: finish(body)
        case .nothing: if !word.isEmpty { end = source.upperBound }
        case .letter(let letter): add(letter, source, body)
        case .letters(let letters):
            for letter in letters {
                if letter == SearchFolding.parting {
                    finish(body)
                } else {
                    add(letter, source, body)
                }
            }
        }
    }

    /// A folded letter, or a character of a run.
    private mutating func add(
        _ letter: UInt32, _ source: Range<Int>,
        _ body: (UnsafeBufferPointer<UInt8>, Range<Int>, Kind) -> Void
    ) {
        guard SearchFolding.isHan(letter) else {
            if isRun { finish(body) }
            begin(source.lowerBound)
            append(letter, source.upperBound)
            return
        }
        if isRun {
            let first = word.count
            Self.encode(letter, into: &word)
            give(.pair, start..<source.upperBound, body)
            word.removeSubrange(..<first)
            start = source.lowerBound
            end = source.upperBound
        } else {
            finish(body)
            begin(source.lowerBound)
            Self.encode(letter, into: &word)
            end = source.upperBound
            isRun = true
        }
    }

    private mutating func begin(_ position: Int) {
        if word.isEmpty { start = position }
    }

    private mutating func append(_ letter: UInt8, _ end: Int) {
        if word.count < Self.wordBytes { word.append(letter) }
        self.end = end
    }

    private mutating func append(_ letter: UInt32, _ end: Int) {
        if word.count < Self.wordBytes { Self.encode(letter, into: &word) }
        self.end = end
    }

    private mutating func finish(
        _ body: (UnsafeBufferPointer<UInt8>, Range<Int>, Kind) -> Void
    ) {
        if word.isEmpty { return }
        give(isRun ? .end : .word, start..<end, body)
        word.removeAll(keepingCapacity: true)
        isRun = false
    }

    private func give(
        _ kind: Kind, _ source: Range<Int>,
        _ body: (UnsafeBufferPointer<UInt8>, Range<Int>, Kind) -> Void
    ) {
        word.withUnsafeBufferPointer { body($0, source, kind) }
    }

    /// Of a longer one, only the beginning counts: nobody types more.
    static let wordBytes = 64

    // MARK: Bytes

    /// The letter or digit as it is compared; 0 for what parts words.
    private static let ascii: [UInt8] = (0..<128).map { byte in
        switch UInt8(byte) {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"):
            UInt8(byte)
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt8(byte) | 0x20
        default: 0
        }
    }

    /// Texts of records are UTF-8 throughout; of anything else a byte parts words.
    @inline(__always)
    private static func scalar(
        _ text: UnsafeBufferPointer<UInt8>, _ position: Int
    ) -> (scalar: UInt32, length: Int) {
        let first = UInt32(text[position])
        let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
        guard first >= 0xC2, position + length <= text.count else { return (0x20, 1) }
        var scalar = first & (0x7F >> UInt32(length))
        for next in text[position + 1..<position + length] {
            scalar = scalar << 6 | UInt32(next & 0x3F)
        }
        return (scalar, length)
    }

    private static func encode(_ scalar: UInt32, into bytes: inout [UInt8]) {
        switch scalar {
        case 0..<0x80: bytes.append(UInt8(scalar))
        case 0x80..<0x800:
            bytes.append(0xC0 | UInt8(scalar >> 6))
            bytes.append(0x80 | UInt8(scalar & 0x3F))
        case 0x800..<0x10000:
            bytes.append(0xE0 | UInt8(scalar >> 12))
            bytes.append(0x80 | UInt8(scalar >> 6 & 0x3F))
            bytes.append(0x80 | UInt8(scalar & 0x3F))
        default:
            bytes.append(0xF0 | UInt8(scalar >> 18 & 0x07))
            bytes.append(0x80 | UInt8(scalar >> 12 & 0x3F))
            bytes.append(0x80 | UInt8(scalar >> 6 & 0x3F))
            bytes.append(0x80 | UInt8(scalar & 0x3F))
        }
    }
}

extension SearchCutter {
    /// The words of a text with a space after each, as an index takes them.
    public mutating func append(_ text: UnsafeBufferPointer<UInt8>, to words: inout [UInt8]) {
        let bounded = UnsafeBufferPointer(rebasing: text.prefix(Limits.searchedBytes))
        cut(bounded) { word, _, _ in
            words.append(contentsOf: word)
            words.append(UInt8(ascii: " "))
        }
    }

    /// Which way of cutting this is; an index made by another one has to be made anew.
    public static var version: Int { SearchFolding.version }
}
