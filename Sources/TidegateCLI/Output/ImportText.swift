import TidegateEngine
import TidegateModel

/// What came of an import, as the program prints it.
struct ImportText {
    private let report: ImportReport
    private let refusedPath: String
    /// How many problems.
    private let shown: Int
    private let withRows: Bool

    init(_ report: ImportReport, refused path: String, problems shown: Int, withRows: Bool) {
        self.report = report
        refusedPath = path
        self.shown = max(0, shown)
        self.withRows = withRows
    }

    func print() {
        let sheet = report.sheet.map { "sheet \($0.printable), " } ?? ""
        for problem in report.problems.prefix(shown) {
            let column = problem.column.map { ", \($0)" } ?? ""
            let value = problem.value.map { " \"\($0.printable)\"" } ?? ""
            Terminal.print(
                Style.bad("✗ ") + "\(sheet)row \(problem.row)\(column):\(value) \(problem.reason)")
        }
        let rest = report.problems.count - min(shown, report.problems.count)
        if rest > 0 { Terminal.print(Style.faint("  … and \(rest) more; --json prints them all")) }
        if withRows { printRows() }
        for (rule, count) in report.rules.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
            Terminal.print(
                Style.faint("  \(rule.printable): \(count) \(count == 1 ? "time" : "times")"))
        }
        if !report.problems.isEmpty {
            let columns = Dictionary(grouping: report.problems) { $0.column ?? "(row)" }
            for (column, problems) in columns.sorted(by: { $0.key < $1.key }) {
                Terminal.print("  \(column): \(problems.count)")
            }
        }
        if !report.ignoredColumns.isEmpty {
            Terminal.print(
                Style.faint("  not read: " + report.ignoredColumns.joined(separator: ", ")))
        }
        if !report.missingColumns.isEmpty {
            Terminal.print(
                Style.faint(
                    "  not in the file, left as they are: "
                        + report.missingColumns.joined(separator: ", ")))
        }
        let verb = report.isDryRun ? "would be " : ""
        Terminal.print(
            Style.good("✓ ") + "\(report.rows) rows: \(report.created) \(verb)created, "
                + "\(report.updated) \(verb)updated, \(report.unchanged) unchanged, "
                + (report.skipped > 0 ? "\(report.skipped) \(verb)skipped, " : "")
                + "\(report.refusedRows) refused")
        if report.parts > 1 {
            Terminal.print(
                Style.faint(
                    "  The rows were tried in \(report.parts) parts; rows of one part do not see those of "
                        + "another, so a record named twice counts twice."))
        }
        if let run = report.run, report.accepted > report.unchanged {
            Terminal.print(Style.faint("  tidegate import undo \(run) takes it back"))
        }
        if report.refusedRows > 0, !report.isDryRun {
            Terminal.print("  refused rows: \(refusedPath)")
        }
    }

    private func printRows() {
        for row in report.told {
            let record = row.record.map { " \($0)" } ?? ""
            let rules = row.rules.isEmpty ? "" : "; " + row.rules.joined(separator: ", ")
            Terminal.print("  row \(row.row): \(row.fate.rawValue)\(record)\(rules)".printable)
        }
        if report.rows > report.told.count {
            Terminal.print(Style.faint("  … and \(report.rows - report.told.count) more"))
        }
    }

    var json: String {
        var json = JSONWriter()
        json.object { json in
            json.member("dry_run", report.isDryRun)
            if let run = report.run { json.member("import", run) }
            if let sheet = report.sheet { json.member("sheet", sheet) }
            json.member("rows", report.rows)
            json.member("created", report.created)
            json.member("updated", report.updated)
            json.member("unchanged", report.unchanged)
            json.member("skipped", report.skipped)
            json.member("refused", report.refusedRows)
            json.key("ignored_columns")
            json.array { json in report.ignoredColumns.forEach { json.string($0) } }
            json.key("missing_columns")
            json.array { json in report.missingColumns.forEach { json.string($0) } }
            if report.isDryRun { rowsAndRules(&json) }
            json.key("problems")
            json.array { json in
                for problem in report.problems {
                    json.object { json in
                        json.member("row", problem.row)
                        json.member("column", optional: problem.column)
                        json.member("value", optional: problem.value)
                        json.member("reason", problem.reason)
                        json.member("code", problem.code)
                    }
                }
            }
        }
        return json.text
    }

    private func rowsAndRules(_ json: inout JSONWriter) {
        json.key("rows_told")
        json.array { json in
            for row in report.told {
                json.object { json in
                    json.member("row", row.row)
                    json.member("fate", row.fate.rawValue)
                    json.member("record", optional: row.record?.description)
                    json.key("rules")
                    json.array { json in row.rules.forEach { json.string($0) } }
                }
            }
        }
        json.key("rules")
        json.array { json in
            for (rule, count) in report.rules.sorted(by: { $0.key < $1.key }) {
                json.object { json in
                    json.member("rule", rule)
                    json.member("times", count)
                }
            }
        }
    }
}
