/// One reason why a source is not a condition, and where.
public struct ConditionProblem: Hashable, Sendable {
    public let fault: ConditionFault
    /// Offsets in bytes of UTF-8 into the source.
    public let range: Range<Int>

    /// A stable string, `condition.what`.
    public var code: String { fault.code }
    /// What is wrong, and with what.
    public var message: String { fault.message }
    /// What to write instead, where that is known: a replacement for ``range``.
    public var suggestion: String? { fault.suggestion }

    func shifted(by offset: Int) -> ConditionProblem {
        ConditionProblem(
            fault: fault, range: range.lowerBound + offset..<range.upperBound + offset)
    }
}

/// All that is wrong with one source, in the order of the text.
public struct ConditionProblems: Error, Hashable, Sendable, CustomStringConvertible {
    public let source: String
    public let problems: [ConditionProblem]

    init(_ source: String, _ problems: [ConditionProblem]) {
        self.source = source
        self.problems = problems.sorted { $0.range.lowerBound < $1.range.lowerBound }
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
}
