/// Rows under headings, as wide as they need to be. A Chinese character takes two places.
struct Columns {
    private let headings: [String]
    private var rows: [[String]] = []
    private var alignsRight: Set<Int> = []

    init(_ headings: [String], right: Set<Int> = []) {
        self.headings = headings
        alignsRight = right
    }

    mutating func add(_ row: [String]) { rows.append(row.map(\.printable)) }

    func print() {
        let widths = headings.indices.map { column in
            min(60, max(width(headings[column]), rows.map { width($0[column]) }.max() ?? 0))
        }
        Terminal.print(Style.faint(line(headings, widths)))
        for row in rows { Terminal.print(line(row, widths)) }
    }

    private func line(_ cells: [String], _ widths: [Int]) -> String {
        var text = ""
        for (column, cell) in cells.enumerated() {
            let cell = shortened(cell, widths[column])
            let gap = String(repeating: " ", count: max(0, widths[column] - width(cell)))
            text += alignsRight.contains(column) ? gap + cell : cell + gap
            if column < cells.count - 1 { text += "  " }
        }
        while text.last == " " { text.removeLast() }
        return text
    }

    private func shortened(_ text: String, _ limit: Int) -> String {
        guard width(text) > limit else { return text }
        var short = ""
        for character in text {
            guard width(short) + width(String(character)) < limit else { break }
            short.append(character)
        }
        return short + "…"
    }

    /// Source: East Asian Wide and Fullwidth blocks of Unicode UAX #11, the common ones.
    private func width(_ text: String) -> Int {
        text.unicodeScalars.reduce(0) { total, scalar in
            switch scalar.value {
            case 0x1100...0x115f, 0x2e80...0xa4cf, 0xac00...0xd7a3, 0xf900...0xfaff,
                0xfe30...0xfe6f,
                0xff00...0xff60, 0xffe0...0xffe6, 0x1f300...0x1faff, 0x20000...0x3fffd:
                total + 2
            case 0x300...0x36f: total
            default: total + 1
            }
        }
    }
}
