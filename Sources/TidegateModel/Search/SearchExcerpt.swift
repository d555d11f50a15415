/// A text, or the part of a long one around what was found, and where that stands in it.
public struct SearchExcerpt: Sendable, Hashable {
    public let text: String
    /// In Unicode scalars of ``text``, in order, not overlapping.
    public let ranges: [Range<Int>]

    /// - Parameters:
    ///   - found: ``SearchMatch/ranges``, in bytes of the text.
    ///   - length: about how many scalars to show.
    public init(_ text: String, found: [Range<Int>], length: Int = Self.usualLength) {
        let found = found.map { Self.scalars(of: text, in: $0) }
        let all = text.unicodeScalars
        guard all.count > length, let first = found.first else {
            self.text = text
            ranges = found
            return
        }
        // Some words before the first place, and never less than the whole of the rest if it is short.
        let start = max(0, min(first.lowerBound - length / 4, all.count - length))
        let end = min(all.count, start + length)
        let part = all.dropFirst(start).prefix(end - start).map {
            $0.properties.isWhitespace ? " " : $0
        }
        let lead = start > 0 ? "…" : ""
        self.text =
            lead + String(String.UnicodeScalarView(part)) + (end < all.count ? "…" : "")
        ranges = found.compactMap { range in
            let shown = range.clamped(to: start..<end)
            guard !shown.isEmpty else { return nil }
            let shift = lead.unicodeScalars.count - start
            return shown.lowerBound + shift..<shown.upperBound + shift
        }
    }

    public static let usualLength = 160

    /// The text in pieces, of which some were found.
    public var pieces: [(text: String, isFound: Bool)] {
        let all = Array(text.unicodeScalars)
        var pieces: [(text: String, isFound: Bool)] = []
        var end = 0
        func add(_ range: Range<Int>, _ isFound: Bool) {
            if range.isEmpty { return }
            pieces.append((String(String.UnicodeScalarView(all[range])), isFound))
        }
        for range in ranges {
            add(end..<range.lowerBound, false)
            add(range, true)
            end = range.upperBound
        }
        add(end..<all.count, false)
        return pieces
    }

    private static func scalars(of text: String, in bytes: Range<Int>) -> Range<Int> {
        let (all, utf8) = (text.unicodeScalars, text.utf8)
        func scalar(_ offset: Int) -> Int {
            let index =
                utf8.index(
                    utf8.startIndex, offsetBy: offset, limitedBy: utf8.endIndex) ?? utf8.endIndex
            return all.distance(from: all.startIndex, to: index)
        }
        return scalar(bytes.lowerBound)..<scalar(bytes.upperBound)
    }
}
