/// A pattern of `matches`: `*` stands for any run of characters, `?` for one; the whole text must
/// fit. Works on bytes of UTF-8, so nothing is allocated.
package struct TextPattern: Sendable, Hashable {
    package let source: String
    private let bytes: [UInt8]

    init(_ source: String) {
        self.source = source
        bytes = Array(source.utf8)
    }

    var wildcards: Int {
        bytes.reduce(0) { $0 + ($1 == UInt8(ascii: "*") || $1 == UInt8(ascii: "?") ? 1 : 0) }
    }

    /// Goes back only to the last `*`, so the time is bounded by pattern × text.
    package func matches(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        bytes.withUnsafeBufferPointer { pattern in
            var (place, inText) = (0, 0)
            var star: (place: Int, inText: Int)?
            while inText < text.count {
                let wanted = place < pattern.count ? pattern[place] : 0
                if wanted == UInt8(ascii: "*") {
                    star = (place, inText)
                    place += 1
                } else if wanted == UInt8(ascii: "?") {
                    inText = characterEnd(text, inText)
                    place += 1
                } else if place < pattern.count, wanted == text[inText] {
                    inText += 1
                    place += 1
                } else if let last = star {
                    inText = characterEnd(text, last.inText)
                    star = (last.place, inText)
                    place = last.place + 1
                } else {
                    return false
                }
            }
            while place < pattern.count, pattern[place] == UInt8(ascii: "*") { place += 1 }
            return place == pattern.count
        }
    }

    private func characterEnd(_ text: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int {
        var end = start + 1
        while end < text.count, text[end] & 0xC0 == 0x80 { end += 1 }
        return end
    }
}
