import TidegateModel

/// What an import did, or would do.
public struct ImportReport: Sendable, Hashable {
    public var rows = 0
    public var created = 0
    public var updated = 0
    /// Rows that changed nothing.
    public var unchanged = 0
    /// Rows of records that are there already, which were to be left as they are.
    public var skipped = 0
    /// Every cell and row that was not taken.
    public var problems: [ImportProblem] = []
    public var refusedRows = 0
    /// The heading and every refused row as it stands in the file, ready to be corrected.
    public var refusedFile: [UInt8] = []
    /// Where the refused rows stand in the file.
    private(set) var refusedPlaces: [Range<Int>] = []
    /// Columns of the file that the mapping does not read.
    public var ignoredColumns: [String] = []
    /// Columns of the mapping that the file does not have: their fields are left as they are.
    public var missingColumns: [String] = []
    /// Of a workbook.
    public var sheet: String?
    public var isDryRun = false
    /// Of a dry run: the first rows, with what would become of each.
    public var told: [ImportRow] = []
    /// Of a dry run: the rules that would fire, and how often.
    public var rules: [String: Int] = [:]
    /// Of the row under way.
    var fired: [String] = []
    /// In how many parts a dry run tried the rows: each part is rolled back before the next, so a row does
    /// not see what a part before it would have done.
    public var parts = 0
    /// The `Import` that keeps what was done, by which it can be taken back; `nil` for a dry run, and where
    /// there was no row.
    public var run: RecordID?

    public var accepted: Int { created + updated + unchanged }

    /// - Parameter row: as it stands in the file, so that its indices are places there.
    mutating func refuse(_ row: ArraySlice<UInt8>, _ found: [ImportProblem]) {
        refusedRows += 1
        refusedPlaces.append(row.startIndex..<row.endIndex)
        refusedFile += row
        refusedFile.append(0x0a)
        if problems.count < ImportLimits.reportedRows { problems += found }
    }
}

/// One cell or row that was not taken.
public struct ImportProblem: Sendable, Hashable {
    /// As a spreadsheet counts: the heading is row 1.
    public var row: Int
    /// `nil`: the row as a whole.
    public var column: String?
    public var value: String?
    public var reason: String
    public var code: String
    /// The reason for a person's own language.
    public var speech: Speech?
}

/// How far an import is.
public struct ImportProgress: Sendable {
    public var rows: Int
    /// 0 to 1.
    public var fraction: Double
    public var refused: Int
    /// Rows that were in already: the import was interrupted, and goes on behind them.
    public var takenUp = 0
}
