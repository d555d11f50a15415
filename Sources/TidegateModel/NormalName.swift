/// What a name is when two spellings of it are compared: without case, width, accents, punctuation, blanks and
/// legal suffixes. Two names with the same normal name are probably one company.
///
///     NormalName.of("Acme Trading Co., Ltd.")  // acmetrading
///     NormalName.of("ＡＣＭＥ　ＴＲＡＤＩＮＧ")      // acmetrading
///     NormalName.of("北湖水务股份有限公司")        // 北湖水务
///
/// Letters are folded as a search folds them (``SearchFolding``): `ü` is `u`, `ガ` is `カ`. Simplified and
/// traditional characters stay apart, and so do `ü` and `ue`: which of several spellings was meant cannot be
/// told from the text.
public enum NormalName {
    /// Raised whenever a name comes out otherwise than before: indexes hold what was worked out then.
    public static let version = 2

    /// - Returns: `nil` for a text without a letter or digit, which names nothing.
    public static func of(_ text: String) -> String? {
        var text = text
        return text.withUTF8 { of(utf8: $0) }
    }

    public static func of(utf8 text: UnsafeBufferPointer<UInt8>) -> String? {
        var words = NameWords(reserving: text.count)
        if text.allSatisfy({ $0 < 0x80 }) {
            for byte in text { words.add(ascii: byte) }
        } else {
            for scalar in String(decoding: text, as: UTF8.self).unicodeScalars {
                words.add(scalar)
            }
        }
        words.end()
        LegalSuffixes.strip(&words)
        guard words.count > 0 else { return nil }
        return words.joined
    }
}

/// The words of a name, folded, one behind the other in one run of bytes.
struct NameWords {
    private var bytes: [UInt8] = []
    private var ends: [Int] = []

    init(reserving count: Int) {
        bytes.reserveCapacity(count)
        ends.reserveCapacity(8)
    }

    var count: Int { ends.count }

    var joined: String { String(decoding: bytes[..<(ends.last ?? 0)], as: UTF8.self) }

    subscript(index: Int) -> ArraySlice<UInt8> {
        bytes[(index == 0 ? 0 : ends[index - 1])..<ends[index]]
    }

    mutating func end() {
        if bytes.count > ends.last ?? 0 { ends.append(bytes.count) }
    }

    mutating func removeLast(_ number: Int) {
        ends.removeLast(number)
        bytes.removeSubrange((ends.last ?? 0)...)
    }

    /// Takes so many bytes from the beginning.
    mutating func removeFirst(bytes number: Int) {
        bytes.removeFirst(number)
        ends = ends.compactMap { $0 > number ? $0 - number : nil }
    }

    /// Takes so many bytes from the end of the last word.
    mutating func removeLast(bytes number: Int) {
        bytes.removeLast(number)
        let start = ends.count > 1 ? ends[ends.count - 2] : 0
        ends[ends.count - 1] -= number
        if ends.last == start { ends.removeLast() }
    }

    mutating func add(ascii byte: UInt8) {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            bytes.append(byte)
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): bytes.append(byte | 0x20)
        // Within a word: S.A., O'Neil.
        case UInt8(ascii: "."), UInt8(ascii: "'"): break
        case UInt8(ascii: "&"), UInt8(ascii: "+"):
            end()
            bytes += "and".utf8
            end()
        default: end()
        }
    }

    mutating func add(_ scalar: Unicode.Scalar) {
        switch scalar.value {
        case 0..<0x80: add(ascii: UInt8(scalar.value))
        // Source: Unicode, Halfwidth and Fullwidth Forms: the ASCII characters in full width, in order.
        case 0xff01...0xff5e: add(ascii: UInt8(scalar.value - 0xfee0))
        case 0x2019: break  // O’Neil
        case 0x321c, 0x3231: end()  // ㈜ ㈱
        case 0x4e00...0x9fff: append(scalar.value)
        default: fold(scalar.value)
        }
    }

    private mutating func fold(_ scalar: UInt32) {
        switch SearchFolding.meaning(of: scalar) {
        case .nothing: break
        case .parting: end()
        case .letter(let letter): append(letter)
        case .letters(let letters):
            for letter in letters {
                if letter == SearchFolding.parting { end() } else { append(letter) }
            }
        }
    }

    private mutating func append(_ letter: UInt32) {
        guard let letter = Unicode.Scalar(letter) else { return }
        if let encoded = UTF8.encode(letter) { bytes += encoded }
    }
}
