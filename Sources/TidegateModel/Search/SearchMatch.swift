/// How well a text fits what was searched for, and where.
///
/// The store finds candidates; what they are worth is worked out here from texts that the reader may see, so
/// nothing hidden from them counts, and every store ranks alike.
public struct SearchMatch: Sendable {
    /// Where the phrases stand, in bytes of the text's UTF-8, in order, not overlapping.
    public private(set) var ranges: [Range<Int>] = []
    /// The share of each phrase, in their order; zero for one that is not in the text.
    public private(set) var shares: [Double] = []

    /// - Parameter weight: how much this text counts, compared with others of the record.
    public init(_ text: String, _ terms: SearchTerms, weight: Double = 1) {
        let words = CutText(text)
        for phrase in terms.phrases {
            let found = words.places(of: phrase)
            ranges += found.map(\.source)
            shares.append(Self.share(found, of: words.count) * weight)
        }
        ranges = Self.merged(ranges)
    }

    /// BM25 without how rare a word is: every candidate has all of them.
    ///
    /// Source: Robertson, Zaragoza, The Probabilistic Relevance Framework (2009), 3.4, with k1 = 1.2 and
    /// b = 0.75, and with a usual length in place of the average of all texts, which would tell of
    /// records the reader may not see.
    private static func share(_ found: [CutText.Place], of length: Int) -> Double {
        guard !found.isEmpty else { return 0 }
        let count = Double(found.count)
        let norm = 1.2 * (0.25 + 0.75 * Double(length) / usualWords)
        var share = count * 2.2 / (count + norm)
        // Who types a whole word means it, and who begins a name means that name.
        if found.contains(where: \.isWhole) { share += 0.5 }
        if found.first?.first == 0 { share += 0.25 }
        return share
    }

    private static let usualWords = 12.0

    private static func merged(_ ranges: [Range<Int>]) -> [Range<Int>] {
        var merged: [Range<Int>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = merged.last, range.lowerBound <= last.upperBound {
                merged[merged.count - 1] =
                    last.lowerBound..<max(last.upperBound, range.upperBound)
            } else {
                merged.append(range)
            }
        }
        return merged
    }
}

/// The words of a text side by side in one buffer.
private struct CutText {
    struct Place {
        var first: Int
        var source: Range<Int>
        /// Whether the last word ends where the phrase does.
        var isWhole: Bool
    }

    private var bytes: [UInt8] = []
    private var ends: [Int] = []
    private var sources: [Range<Int>] = []
    private var kinds: [SearchCutter.Kind] = []

    var count: Int { ends.count }

    init(_ text: String) {
        var (bytes, ends) = ([UInt8](), [Int]())
        var (sources, kinds) = ([Range<Int>](), [SearchCutter.Kind]())
        var cutter = SearchCutter()
        var text = text
        text.withUTF8 { utf8 in
            let bounded = UnsafeBufferPointer(rebasing: utf8.prefix(Limits.searchedBytes))
            cutter.cut(bounded) { word, source, kind in
                bytes.append(contentsOf: word)
                ends.append(bytes.count)
                sources.append(source)
                kinds.append(kind)
            }
        }
        (self.bytes, self.ends, self.sources, self.kinds) = (bytes, ends, sources, kinds)
    }

    private func word(_ index: Int) -> ArraySlice<UInt8> {
        bytes[(index == 0 ? 0 : ends[index - 1])..<ends[index]]
    }

    func places(of phrase: SearchTerms.Phrase) -> [Place] {
        let wanted = phrase.words.map { Array($0.utf8) }
        guard let last = wanted.indices.last, last < count else { return [] }
        return (0..<count - last).compactMap { first in
            for index in 0..<last where !word(first + index).elementsEqual(wanted[index]) {
                return nil
            }
            let end = word(first + last)
            let isWhole = end.elementsEqual(wanted[last])
            guard isWhole || phrase.isPrefix && end.starts(with: wanted[last]) else { return nil }
            return Place(
                first: first, source: source(first, first + last, isWhole, wanted[last]),
                isWhole: isWhole || kinds[first + last] != .word)
        }
    }

    /// A word that goes on is marked whole; of a pair only the character that was searched for.
    private func source(
        _ first: Int, _ last: Int, _ isWhole: Bool, _ wanted: [UInt8]
    ) -> Range<Int> {
        let start = sources[first].lowerBound
        guard !isWhole, kinds[last] == .pair, last + 1 < count else {
            return start..<sources[last].upperBound
        }
        // The next word begins with the second character of the pair.
        return start..<max(sources[last].lowerBound + 1, sources[last + 1].lowerBound)
    }
}
