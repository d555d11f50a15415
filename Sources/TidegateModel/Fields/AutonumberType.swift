/// `autonumber "code" { format = "OPP-{yyyy}-{0000}" }`: counted by the engine, for each text the number
/// stands in by itself.
///
/// A number is given in the transaction that creates its record, so a save that fails leaves no gap. Where the law
/// asks that none arises later either, `gap_free = true`: such a record is not deleted.
public struct AutonumberType: TextBehavior {
    public let format: String
    public let isGapFree: Bool

    public init(format: String, isGapFree: Bool = false) {
        self.format = format
        self.isGapFree = isGapFree
    }

    public static let word = "autonumber"
    public static let options = ["format", "gap_free"]

    public static func declared(_ options: inout some FieldOptionReader) -> FieldType? {
        guard let format = options.required("format") else { return nil }
        guard AutonumberFormat(format) != nil else {
            options.report(.format(format))
            return nil
        }
        return .autonumber(
            AutonumberType(format: format, isGapFree: options.flag("gap_free") ?? false))
    }

    public var written: [FieldOption] {
        [FieldOption("format", .text(format))]
            + (isGapFree ? [FieldOption("gap_free", .flag(true))] : [])
    }

    public func check(_ text: String) throws(FieldProblem.Why) { try checkShort(text) }

    public var control: FieldControl { .line(.text, maximumLength: nil) }
    public var prominence: Int? { 6 }
    public var schema: JSON { Self.schema(maximumLength: Limits.shortTextBytes) }
    public var example: JSON { "A-1" }
}

/// `OPP-{yyyy}-{0000}`: texts, parts of the date, and one counter.
///
///     AutonumberFormat("OPP-{yyyy}-{0000}")?.text(number: 7, on: day)   // "OPP-2026-0007"
public struct AutonumberFormat: Sendable, Hashable {
    private enum Part: Sendable, Hashable {
        case literal(String)
        case year, month, day
        case counter(width: Int)
    }

    private let parts: [Part]

    /// `nil` unless there is exactly one counter and every brace is understood.
    public init?(_ format: String) {
        var parts: [Part] = []
        var rest = Substring(format)
        while !rest.isEmpty {
            let literal = rest.prefix { $0 != "{" }
            if !literal.isEmpty { parts.append(.literal(String(literal))) }
            rest = rest.dropFirst(literal.count)
            guard !rest.isEmpty else { break }
            guard let end = rest.firstIndex(of: "}") else { return nil }
            let word = rest[rest.index(after: rest.startIndex)..<end]
            switch word {
            case "yyyy": parts.append(.year)
            case "mm": parts.append(.month)
            case "dd": parts.append(.day)
            default:
                guard !word.isEmpty, word.count <= 12, word.allSatisfy({ $0 == "0" })
                else { return nil }
                parts.append(.counter(width: word.count))
            }
            rest = rest[rest.index(after: end)...]
        }
        guard parts.count(where: { if case .counter = $0 { true } else { false } }) == 1
        else { return nil }
        self.parts = parts
    }

    /// What the counter counts within: the text without it, so each year begins at 1.
    public func series(on day: Day) -> String { text(number: nil, on: day) }

    public func text(number: Int64, on day: Day) -> String { text(number: .some(number), on: day) }

    private func text(number: Int64?, on day: Day) -> String {
        let date = day.civil
        return parts.map { part in
            switch part {
            case .literal(let text): text
            case .year: padded(date.year, 4)
            case .month: padded(date.month, 2)
            case .day: padded(date.day, 2)
            case .counter(let width): number.map { padded(Int($0), width) } ?? "#"
            }
        }.joined()
    }
}
