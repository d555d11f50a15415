/// The parts of a workbook that are the same whatever is in it.
///
/// Source: ECMA-376, part 1: 12.3 (packages), 18.2 (workbooks), 18.8 (styles).
enum WorkbookParts {
    static let declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
    private static let types = "http://schemas.openxmlformats.org/package/2006/content-types"
    private static let relationships =
        "http://schemas.openxmlformats.org/package/2006/relationships"
    private static let document =
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    static let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    private static let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"

    static let sheetPath = "xl/worksheets/sheet1.xml"
    /// Places in ``styles``.
    static let (headingStyle, dateStyle, datetimeStyle) = (1, 2, 3)

    static func fixed(sheet: String) -> [(path: String, text: String)] {
        [
            ("[Content_Types].xml", contentTypes),
            ("_rels/.rels", relations([("officeDocument", "xl/workbook.xml")])),
            (
                "xl/workbook.xml",
                "<workbook xmlns=\"\(main)\" xmlns:r=\"\(document)\"><sheets>"
                    + "<sheet name=\"\(sheet)\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
            ),
            (
                "xl/_rels/workbook.xml.rels",
                relations([("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml")])
            ),
            ("xl/styles.xml", styles),
        ].map { ($0, declaration + $1) }
    }

    private static let contentTypes =
        "<Types xmlns=\"\(types)\">"
        + "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
        + "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
        + "<Override PartName=\"/xl/workbook.xml\" ContentType=\"\(kind).sheet.main+xml\"/>"
        + "<Override PartName=\"/\(sheetPath)\" ContentType=\"\(kind).worksheet+xml\"/>"
        + "<Override PartName=\"/xl/styles.xml\" ContentType=\"\(kind).styles+xml\"/></Types>"

    private static func relations(_ targets: [(kind: String, path: String)]) -> String {
        let lines = targets.enumerated().map { index, target in
            "<Relationship Id=\"rId\(index + 1)\" Type=\"\(document)/\(target.kind)\" "
                + "Target=\"\(target.path)\"/>"
        }
        return "<Relationships xmlns=\"\(relationships)\">\(lines.joined())</Relationships>"
    }

    /// As usual, bold, a day, a point in time.
    private static let styles =
        "<styleSheet xmlns=\"\(main)\"><numFmts count=\"2\">"
        + "<numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm\\-dd\"/>"
        + "<numFmt numFmtId=\"165\" formatCode=\"yyyy\\-mm\\-dd\\ hh:mm:ss.000\"/></numFmts>"
        + "<fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font>"
        + "<font><b/><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts>"
        + "<fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill>"
        + "<fill><patternFill patternType=\"gray125\"/></fill></fills>"
        + "<borders count=\"1\"><border/></borders>"
        + "<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>"
        + "<cellXfs count=\"4\">"
        + "<xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>"
        + "<xf numFmtId=\"0\" fontId=\"1\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyFont=\"1\"/>"
        + "<xf numFmtId=\"164\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/>"
        + "<xf numFmtId=\"165\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/>"
        + "</cellXfs><cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles>"
        + "</styleSheet>"
}

/// Bounds of the format, and of what is read of it.
enum WorkbookLimits {
    /// Source: "Excel specifications and limits", support.microsoft.com.
    static let rows = 1_048_576
    static let cellCharacters = 32_767
    /// A number with more digits is none that a spreadsheet keeps.
    static let exactDigits = 15
    static let sheetNameCharacters = 31
}
