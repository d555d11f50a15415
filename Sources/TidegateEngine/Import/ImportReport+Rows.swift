import TidegateModel
import TidegateStore

/// What would become of one row, which a dry run tells.
public struct ImportRow: Sendable, Hashable {
    public enum Fate: String, Sendable, CaseIterable {
        case created, updated, unchanged, skipped, refused
    }

    /// As a spreadsheet counts: the heading is row 1.
    public var row: Int
    public var fate: Fate
    /// The record that is there already.
    public var record: RecordPlace?
    /// The rules that fired, those of other records that were saved because of it, too: `hook "Price it" at
    /// sales/hooks/price.lua:12`.
    public var rules: [String] = []
}

extension ImportReport {
    mutating func count(_ row: CSVReader.Row, _ saved: Record, old: Record?) {
        let fate: ImportRow.Fate =
            if let old { saved.version == old.version ? .unchanged : .updated } else { .created }
        switch fate {
        case .created: created += 1
        case .updated: updated += 1
        case .unchanged: unchanged += 1
        case .skipped, .refused: break
        }
        tell(row, fate, old)
    }

    mutating func tell(_ row: CSVReader.Row, _ fate: ImportRow.Fate, _ record: Record?) {
        defer { fired = [] }
        guard isDryRun, told.count < ImportLimits.reportedRows else { return }
        told.append(
            ImportRow(row: row.number, fate: fate, record: record?.place, rules: fired))
    }

    /// Which rules had their say in what the transaction has done since the last row.
    mutating func watch(_ transaction: Transaction) throws {
        fired = try transaction.changes.compactMap(\.self).flatMap { change in
            try HistoryEntry(change, sequence: 0, hiding: nil).lines.compactMap(\.rule)
        }
        for rule in fired { rules[rule, default: 0] += 1 }
    }
}

extension HistoryEntry.TraceLine {
    /// The rule behind the line, without what it said.
    fileprivate var rule: String? {
        let name: String? =
            switch self {
            case .hook(let name, _, _): "hook \"\(name)\""
            case .confirmed(_, _, let at): at == nil ? nil : "warning"
            case .gate(let name, _, _, _, _, _): "gate \"\(name)\""
            case .approval(let name, _, _), .verdict(let name, _, _, _, _): "approval \"\(name)\""
            case .alert(let name, _, _, _): "alert \"\(name)\""
            case .pack, .share, .task: nil
            }
        return name.map { $0 + (location.map { " at \($0)" } ?? "") }
    }
}
