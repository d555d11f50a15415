import Foundation
import Testing
import TidegateModel

@testable import TidegateEngine

@Suite("A workbook")
struct WorkbookTests {
    private static func csv(_ bytes: [UInt8], sheet: String? = nil) throws -> String {
        let workbook = try Workbook(bytes)
        return String(
            decoding: try SheetReader(workbook, workbook.sheet(sheet)).csv, as: UTF8.self)
    }

    private static func problem(_ bytes: [UInt8], sheet: String? = nil) -> WorkbookProblem? {
        do {
            _ = try csv(bytes, sheet: sheet)
            return nil
        } catch { return error as? WorkbookProblem }
    }

    /// A zip with these parts in place of, or beside, those that every workbook has.
    private static func workbook(_ parts: [String: String] = [:], sheet: String = "") -> [UInt8] {
        var all = Dictionary(
            uniqueKeysWithValues: WorkbookParts.fixed(sheet: "One").map { ($0.path, $0.text) })
        all[WorkbookParts.sheetPath] = "<worksheet><sheetData>\(sheet)</sheetData></worksheet>"
        all.merge(parts) { $1 }
        return zip(all.filter { !$0.value.isEmpty }.sorted { $0.key < $1.key }.map { ($0, $1) })
    }

    private static func zip(_ parts: [(String, String)]) -> [UInt8] {
        var (zip, bytes) = (ZipWriter(), [UInt8]())
        for (path, text) in parts {
            zip.begin(path, into: &bytes)
            Array(text.utf8).withUnsafeBufferPointer { _ = zip.add($0, into: &bytes) }
            _ = zip.end(into: &bytes)
        }
        zip.finish(into: &bytes)
        return bytes
    }

    // MARK: What is read

    /// Written by openpyxl 3.1 (see `Workbooks/make.py`), which shares no line with us. It keeps fifteen digits, and
    /// does not write that an underscore is one.
    @Test("of another program is read cell by cell")
    func foreign() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "Workbooks/openpyxl.xlsx")
        let bytes = [UInt8](try Data(contentsOf: file))
        #expect(
            try Self.csv(bytes) == #"""
                code,text,number,flag,day,moment,formula

                A-1,"a, ""b""",0.3,true,2026-11-23,2026-11-23T03:04:05Z,
                A-2,中文 <&>,12345678901234570,false,1900-03-01,2026-11-23T00:00:00Z,
                A-3,A,-0.0000015,,,,

                """#)
        #expect(try Self.csv(bytes, sheet: "Second") == "only\nhere\n")
        #expect(try Self.csv(bytes, sheet: "second") == "only\nhere\n")
        #expect(
            Self.problem(bytes, sheet: "Third")
                == .unknownSheet("Third", known: ["First", "Second"]))
        let old = try Data(
            contentsOf: file.deletingLastPathComponent().appending(path: "mac1904.xlsx"))
        #expect(try Self.csv([UInt8](old)) == "day\n2026-11-23\n")
    }

    @Test("has texts in cells, shared and in runs, and rows and columns that are left out")
    func cells() throws {
        let shared = """
            <sst><si><t>one</t></si><si><r><t>t</t></r><r><t xml:space="preserve">w o</t></r>\
            <rPh><t>no</t></rPh></si><si><t>_x000D_&#x41;&amp;</t></si></sst>
            """
        let relations = WorkbookParts.fixed(sheet: "One").first {
            $0.path.hasSuffix("workbook.xml.rels")
        }?.text.replacing(
            "</Relationships>",
            with: "<Relationship Id=\"s\" Type=\"x/sharedStrings\" Target=\"/xl/shared.xml\"/>"
                + "</Relationships>")
        let bytes = Self.workbook(
            ["xl/shared.xml": shared, "xl/_rels/workbook.xml.rels": relations ?? ""],
            sheet: """
                <!-- a comment --><row><c t="s"><v>0</v></c><c r="C1" t="s"><v>1</v></c></row>\
                <row r="4"><x:c xmlns:x="y" t="inlineStr"><x:is><x:t><![CDATA[<]]>&lt;</x:t></x:is></x:c>\
                <c r="C4" t="s"><v>2</v></c></row><row r="6"><c r="B6" t="str"><v>f</v></c></row>
                """)
        #expect(
            try Self.csv(bytes) == "one,,tw o\n\n\n<<,,\"\rA&\"\n\n,f,\n")
    }

    @Test(
        "has numbers with all their digits",
        arguments: [
            ("1", "1"), ("-0.5", "-0.5"), ("0.30000000000000004", "0.3"), ("1E-7", "0.0000001"),
            ("1.5E+3", "1500"), ("12345678901234567890", "12345678901234567890"),
            ("0.99999999999999999", "1"), ("123456789.123456789", "123456789.123457"),
            ("1e400", String?.some("1" + String(repeating: "0", count: 400))), ("1e401", nil),
            ("", nil), ("-", nil), ("1.2.3", nil), ("0x1", nil), ("٣", nil), ("0.0", "0"),
            ("+7", "7"), ("--7", nil),
        ])
    func numbers(text: String, plain: String?) {
        #expect(NumberText.plain(text) == plain, "\(text)")
    }

    @Test(
        "knows days by their formats",
        arguments: [
            ("yyyy-mm-dd", NumberFormats.Form.day), ("d/m/yy h:mm", .moment), ("[h]:mm", .clock),
            ("mm:ss.0", .clock), ("0.00", .number), ("\"day\" 0", .number),
            ("[Red]0;[Blue]-0", .number),
            ("General", .number), ("#,##0 \\d", .number), ("[$-804]yyyy\"年\"m\"月\"", .day),
            ("[$€-407]#,##0.00", .number), ("mmm", .day),
        ])
    func formats(code: String, form: NumberFormats.Form) {
        #expect(NumberFormats.form(code: code) == form, "\(code)")
    }

    @Test("counts days as its system does, and knows the day that never was")
    func serials() throws {
        func day(_ serial: Double, is1904: Bool = false) -> String? {
            SerialDate.instant(serial, is1904: is1904)?.day.description
        }
        #expect(day(1) == "1900-01-01" && day(59) == "1900-02-28" && day(61) == "1900-03-01")
        #expect(day(60) == nil && day(60.5) == nil && day(-1) == nil && day(0.5) == nil)
        #expect(day(.nan) == nil && day(.infinity) == nil && day(2_958_466) == nil)
        #expect(day(2_958_465) == "9999-12-31" && day(0, is1904: true) == "1904-01-01")
        #expect(day(46_349) == day(46_349 - 1462, is1904: true))
    }

    // MARK: What is refused

    @Test("that is hostile or broken is refused, and told in a sentence")
    func hostile() throws {
        let whole = Self.workbook(sheet: "<row><c><v>1</v></c></row>")
        #expect(try Self.csv(whole) == "1\n")
        #expect(Self.problem([]) == .notAWorkbook)
        #expect(Self.problem(Array("PK".utf8) + [3, 4]) == .damaged("table of contents"))
        #expect(Self.problem([0xd0, 0xcf, 0x11, 0xe0, 0xa1]) == .encryptedOrOld)
        #expect(Self.problem(Array(whole.dropLast(30))) == .damaged("table of contents"))
        #expect(
            Self.problem(Self.workbook(["xl/workbook.xml": ""])) == .missingPart("xl/workbook.xml"))
        #expect(Self.problem(Self.workbook(["_rels/.rels": ""])) == .missingPart("_rels/.rels"))
        #expect(Self.problem(Self.workbook(["xl/workbook.xml": "<workbook/>"])) == .noSheet)
        let twice = Self.zip([("a", "1"), ("A", "2")])
        #expect(Self.problem(twice) == .overlapping("A"))

        // The first entry of the table of contents: flags at 8, check sum at 16, sizes at 20 and 24, offset at 42.
        func changed(_ place: Int, _ bytes: [UInt8]) throws -> [UInt8] {
            let mark: [UInt8] = [0x50, 0x4b, 1, 2]
            let start = try #require(whole.firstRange(of: mark)?.lowerBound) + place
            return Array(whole[..<start]) + bytes + whole[(start + bytes.count)...]
        }
        let first = "[Content_Types].xml"
        #expect(try Self.problem(changed(8, [9])) == .encrypted(first))
        #expect(try Self.problem(changed(10, [12])) == .unsupported("method 12"))
        #expect(try Self.problem(changed(20, [255, 255, 255, 255])) == .unsupported("zip64"))
        #expect(try Self.problem(changed(42, [1])) == .damaged(first))
        let sheet = WorkbookParts.sheetPath
        let last: [UInt8] = Array("PK".utf8) + [1, 2]
        let sheetStart = try #require(whole.ranges(of: last).last?.lowerBound)
        for place in [16, 20, 24] {
            var lying = whole
            lying[sheetStart + place] ^= 1
            #expect(Self.problem(lying) != nil, "\(place)")
        }
        var wrongSum = whole
        wrongSum[sheetStart + 17] ^= 0x40
        #expect([.damaged(sheet), .damaged("xl/workbook.xml")].contains(Self.problem(wrongSum)))

        let bomb = Self.workbook(["bomb": String(repeating: "0", count: 300 << 20)])
        #expect(bomb.count < 4 << 20)
        #expect(Self.problem(bomb) == .tooLarge(ImportLimits.workbookBytes))

        func xml(_ text: String) -> WorkbookProblem? {
            Self.problem(Self.workbook([sheet: text]))
        }
        let laughs =
            "<!DOCTYPE x [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">]><worksheet>&b;</worksheet>"
        #expect(xml(laughs) == .declaresEntities(sheet))
        for broken in [
            "<worksheet>&b;</worksheet>", "<worksheet>", "<worksheet></sheet>", "<worksheet",
            "<worksheet a=b></worksheet>", "<worksheet a></worksheet>", "< worksheet/>",
            "<worksheet>&#0;</worksheet>", "<worksheet>&#xD800;</worksheet>",
            String(repeating: "<a>", count: 100), "<a>" + String(repeating: "x", count: 3 << 20),
        ] {
            guard case .badXML(_, part: sheet) = xml(broken) else {
                Issue.record("\(broken.prefix(60)): \(String(describing: xml(broken)))")
                continue
            }
        }
        for (cells, wanted) in [
            ("<row><c t=\"e\"><v>#N/A</v></c></row>", "cell A1 of sheet One holds the error #N/A"),
            ("<row><c t=\"s\"><v>7</v></c></row>", "cell A1 of sheet One names a text"),
            ("<row><c><v>x</v></c></row>", "cell A1 of sheet One is no number"),
            ("<row r=\"2\"/><row r=\"2\"/>", "cell A2 of sheet One stands out of its order"),
            ("<row><c r=\"B1\"/><c r=\"A1\"/></row>", "cell A1 of sheet One stands out of"),
            ("<row><c r=\"ZZZ1\"/></row>", "cell ZZZ1 of sheet One stands out of"),
            ("<row><c s=\"2\"><v>60</v></c></row>", "cell A1 of sheet One holds a day that never"),
        ] {
            let found = Self.problem(Self.workbook(sheet: cells))?.error
            #expect(
                found?.message.hasPrefix("The workbook cannot be read: \(wanted)") == true,
                "\(found?.message ?? cells)")
            #expect(found?.code == "import.workbook" && found?.hint != nil)
        }
    }

    @Test("with any byte changed is refused or says the same", arguments: 0..<4)
    func flipped(seed: UInt64) throws {
        let whole = Self.workbook(
            sheet: (1...40).map { "<row><c t=\"b\"><v>1</v></c><c><v>\($0)</v></c></row>" }.joined()
        )
        let right = try Self.csv(whole)
        var state = seed &* 7919 &+ 1
        for _ in 0..<700 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            var bytes = whole
            bytes[Int(state >> 33) % bytes.count] ^= UInt8(truncatingIfNeeded: state >> 17) | 1
            do {
                let found = try Self.csv(bytes)
                #expect(found == right)
            } catch is WorkbookProblem {}
        }
    }

    @Test("goes into an import, which names the sheet and the row as the sheet counts it")
    func imported() async throws {
        let bench = try await Workbench(
            #"object "Account" { text "name" { required = true }, integer "size" }"#)
        let bytes = Self.workbook(
            sheet: """
                <row r="2"><c t="inlineStr"><is><t>name</t></is></c>\
                <c t="inlineStr"><is><t>size</t></is></c></row>\
                <row r="5"><c t="inlineStr"><is><t>=cmd</t></is></c><c><v>7</v></c></row>\
                <row r="9"><c t="inlineStr"><is><t>B</t></is></c><c><v>1.5</v></c></row>
                """)
        let report = try await bench.engine.importFile(bytes, with: "Account", as: .system)
        #expect(report.sheet == "One" && report.created == 1)
        #expect(report.problems.map(\.row) == [9] && report.problems.map(\.column) == ["size"])
        let found = try await bench.engine.record("Account", "name", .text("=cmd"), as: .system)
        #expect(found?["size"] == .integer(7))
        for (file, sheet) in [(bytes, "Two"), (Array("name\nA\n".utf8), "One")] {
            await #expect(throws: TidegateError.self) {
                _ = try await bench.engine.importFile(
                    file, with: "Account", as: .system, RequestOptions(),
                    ImportWay(sheet: sheet))
            }
        }
    }
}
