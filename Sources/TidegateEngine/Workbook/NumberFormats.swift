/// Which of a workbook's styles show a number as a day, a point in time or a time of day.
///
/// Source: ECMA-376, part 1, 18.8.30 (numFmt) and 18.8.31 (numFmts).
struct NumberFormats {
    enum Form: Hashable { case number, day, moment, clock }

    private var custom: [Int: Form] = [:]
    private var styles: [Form] = []

    /// Without the part, every number is one.
    init() {}

    init(_ reader: XMLReader) throws(WorkbookProblem) {
        var reader = reader
        var isInside = false
        while let event = try reader.next() {
            switch event {
            case .start("numFmt", let attributes):
                guard let id = attributes["numFmtId"].flatMap({ Int($0) }) else { continue }
                custom[id] = Self.form(code: attributes["formatCode"] ?? "")
            case .start("cellXfs", _): isInside = true
            case .end("cellXfs"): isInside = false
            case .start("xf", let attributes) where isInside:
                let id = attributes["numFmtId"].flatMap { Int($0) } ?? 0
                styles.append(custom[id] ?? Self.form(builtIn: id))
            case .start, .end, .text: continue
            }
        }
    }

    func form(style: Int) -> Form { styles.indices.contains(style) ? styles[style] : .number }

    private static func form(builtIn id: Int) -> Form {
        switch id {
        case 14...17, 27...31, 36, 50...54, 57...58: .day
        case 22: .moment
        case 18...21, 32...35, 45...47, 55...56: .clock
        default: .number
        }
    }

    /// What letters outside of quotes, brackets and escapes say: `yyyy-mm-dd`, `[h]:mm`, `0.00`.
    static func form(code: String) -> Form {
        var (hasDay, hasClock) = (false, false)
        var rest = code.lowercased()[...]
        while let letter = rest.popFirst() {
            switch letter {
            case "\"": rest = rest.drop { $0 != "\"" }.dropFirst()
            case "\\", "_", "*": rest = rest.dropFirst()
            case "[":
                // An elapsed time counts; a colour, a currency or a condition does not.
                let inner = rest.prefix { $0 != "]" }
                if !inner.isEmpty, inner.allSatisfy({ "hms".contains($0) }) { hasClock = true }
                rest = rest.drop { $0 != "]" }.dropFirst()
            case ";": rest = ""
            case "y", "d": hasDay = true
            case "h", "s": hasClock = true
            // A month, or minutes beside hours or seconds.
            case "m": hasDay = hasDay || !hasClock && !rest.contains("s")
            case "g" where rest.hasPrefix("eneral"): rest = rest.dropFirst(6)
            default: break
            }
        }
        switch (hasDay, hasClock) {
        case (true, true): return .moment
        case (true, false): return .day
        case (false, true): return .clock
        case (false, false): return .number
        }
    }
}
