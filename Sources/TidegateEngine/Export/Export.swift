import TidegateModel
import TidegateStore

/// What is exported, and as what.
public struct ExportRequest: Sendable {
    /// Which records, in which order; figures, groups and pages are of no use here.
    public var list: ListRequest
    /// Names of fields, `id`, and of a record referred to one of its fields, `account.code`; empty: the id and all
    /// fields that the actor may see.
    public var fields: [String] = []
    /// Whether a reference is followed by what its record is called.
    public var withTitles = false
    /// Whether a CSV file begins with the mark by which spreadsheets know UTF-8; other programs take it for text.
    public var isMarked = false
    public var format: ExportFormat

    public init(_ list: ListRequest, as format: ExportFormat) {
        self.list = list
        self.format = format
    }
}

/// What a file of records is written as.
public enum ExportFormat: String, Sendable, CaseIterable {
    case csv, jsonl, xlsx

    public var mediaType: String {
        switch self {
        case .csv: "text/csv; charset=utf-8"
        case .jsonl: "application/x-ndjson; charset=utf-8"
        case .xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        }
    }

    /// What the name of a file says.
    public init?(file name: String) {
        guard let dot = name.lastIndex(of: ".") else { return nil }
        self.init(rawValue: name[name.index(after: dot)...].lowercased())
    }
}

/// How far an export is.
public struct ExportProgress: Sendable, Hashable {
    public var rows = 0
    public var bytes = 0
}

enum ExportLimits {
    /// Written to the file at a time.
    static let chunkBytes = 1 << 16
    /// Rows between two words about how far it is.
    static let rowsBetweenWords = 1000
    /// Titles of records referred to that are kept ready.
    static let titles = 10_000
}
