import TidegateModel

/// How far a file is that was loaded.
public enum ImportState: String, Sendable, CaseIterable {
    /// Under way, or interrupted: the same file goes on behind the last row that is in.
    case running
    case done
    /// On its way back, or interrupted there.
    case undoing
    case undone
}

/// The row of a file that made a change: every change of an import and of its undoing carries it.
public struct ImportOrigin: Sendable, Hashable {
    /// The id of the `Import`.
    public var run: RecordID
    /// As a spreadsheet counts: the heading is row 1.
    public var row: Int
    /// Whether the change took back what the row had done.
    public var isUndo: Bool

    public init(run: RecordID, row: Int, isUndo: Bool = false) {
        self.run = run
        self.row = row
        self.isUndo = isUndo
    }
}

extension ImportOrigin {
    /// - Parameter entry: of the history.
    init?(_ entry: JSON) {
        let isUndo = entry["undo"] != nil
        guard let run = entry[isUndo ? "undo" : "import"]?.string.flatMap({ RecordID($0) }),
            let row = entry["row"]?.integer
        else { return nil }
        self.init(run: run, row: Int(row), isUndo: isUndo)
    }
}
