import TidegateModel
import TidegateRules

/// The first row of a file, as a mapping finds its columns in it: by their names, case and blanks
/// aside, so that `Company Name` is `company_name`.
struct ImportHeading: Sendable {
    let columns: [String]
    private let rule: Import

    /// - Throws: one sentence, when a column the mapping cannot do without is missing or is there twice.
    init(_ columns: [String], _ rule: Import, _ object: Object) throws {
        self.columns = columns
        self.rule = rule
        let twice = rule.columns.map(\.header).filter { places(of: $0).count > 1 }
        guard twice.isEmpty else { throw ImportSentences.columnsTwice(twice) }
        let needed = rule.columns.filter { rule.isNeeded($0, in: object) }.map(\.header)
        let lost = needed.filter { places(of: $0).isEmpty }
        guard lost.isEmpty else { throw ImportSentences.missingColumns(lost, columns, rule) }
    }

    func place(of header: String) -> Int? { places(of: header).first }

    /// Of the mapping, without a column in the file: their fields stay as they are.
    var missing: [String] { rule.columns.map(\.header).filter { place(of: $0) == nil } }

    /// Of the file, that the mapping does not read.
    var ignored: [String] {
        let read = Set(rule.columns.compactMap { place(of: $0.header) })
        return columns.indices.filter { !read.contains($0) }.map { columns[$0] }
    }

    private func places(of header: String) -> [Int] {
        let exact = columns.indices.filter { columns[$0] == header }
        return exact.isEmpty
            ? columns.indices.filter { Import.folded(columns[$0]) == Import.folded(header) } : exact
    }
}
