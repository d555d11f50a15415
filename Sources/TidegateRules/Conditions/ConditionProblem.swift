/// One reason why a source is not a condition, and where.
public struct ConditionProblem: Hashable, Sendable {
    public let fault: ConditionFault
    /// Offsets in bytes of UTF-8 into the source.
    public let range: Range<Int>

    /// A stable string, `condition.what`.
    public var code: String { fault.code }
    /// What is wrong, and with what.
    public var message: String { fault.message }
    /// What to write instead, where that is known: a replacement for ``range``, with the spaces that
    /// keep it apart from what stands beside it.
    public private(set) var suggestion: String?

    init(fault: ConditionFault, range: Range<Int>) {
        self.fault = fault
        self.range = range
        suggestion = fault.suggestion
    }

    func shifted(by offset: Int) -> ConditionProblem {
        var problem = ConditionProblem(
            fault: fault, range: range.lowerBound + offset..<range.upperBound + offset)
        problem.suggestion = suggestion
        return problem
    }

    /// The same, its suggestion fitted between the words of the source.
    fileprivate func spaced(in source: [UInt8]) -> ConditionProblem {
        guard let suggestion, let first = suggestion.utf8.first, let last = suggestion.utf8.last
        else { return self }
        func joins(_ one: UInt8, _ place: Int) -> Bool {
            source.indices.contains(place) && Self.isWord(one) && Self.isWord(source[place])
        }
        var problem = self
        problem.suggestion =
            (joins(first, range.lowerBound - 1) ? " " : "") + suggestion
            + (joins(last, range.upperBound) ? " " : "")
        return problem
    }

    /// A letter, a digit or a quote.
    private static func isWord(_ byte: UInt8) -> Bool {
        byte >= 0x80 || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "'")
            || Unicode.Scalar(byte).properties.isAlphabetic
            || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}

/// All that is wrong with one source, in the order of the text.
public struct ConditionProblems: Error, Hashable, Sendable, CustomStringConvertible {
    public let source: String
    public let problems: [ConditionProblem]

    init(_ source: String, _ problems: [ConditionProblem]) {
        self.source = source
        let bytes = Array(source.utf8)
        self.problems = problems.sorted { $0.range.lowerBound < $1.range.lowerBound }
            .map { $0.spaced(in: bytes) }
    }

    /// `column: message`, a line a problem; columns count characters from 1.
    public var description: String {
        problems.map { "\(column(of: $0)): \($0.message)" }.joined(separator: "\n")
    }

    /// The column of a problem in characters, from 1, for editors.
    public func column(of problem: ConditionProblem) -> Int {
        let start = source.utf8.prefix(problem.range.lowerBound)
        return String(decoding: start, as: UTF8.self).count + 1
    }

    /// The source with a problem's suggestion taken, and what was put in: of a label also all other
    /// labels, for each of them leads to one name. `nil` where nothing is suggested.
    public func mended(_ problem: ConditionProblem) -> (text: String, with: [String])? {
        guard problem.suggestion != nil else { return nil }
        let taken = problem.fault.isLabel ? problems.filter(\.fault.isLabel) : [problem]
        var bytes = Array(source.utf8)
        var with: [String] = []
        for each in taken.reversed() {
            guard let suggestion = each.suggestion else { continue }
            bytes.replaceSubrange(each.range, with: Array(suggestion.utf8))
            if !with.contains(suggestion) { with.insert(suggestion, at: 0) }
        }
        return (String(decoding: bytes, as: UTF8.self), with)
    }
}
