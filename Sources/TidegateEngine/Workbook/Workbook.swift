import TidegateModel

/// A workbook of Excel or of a program that writes its format: its sheets, texts and styles.
///
/// Source: ECMA-376, part 1, 12.3.23 (workbook), 18.2 (its XML), 18.3 (sheets), 18.4 (shared strings).
struct Workbook {
    struct Sheet: Hashable {
        let name: String
        let isHidden: Bool
        fileprivate let path: String
    }

    let sheets: [Sheet]
    let formats: NumberFormats
    let is1904: Bool
    let texts: [String]
    private let zip: ZipReader

    /// - Throws: ``WorkbookProblem``.
    init(_ bytes: [UInt8]) throws(WorkbookProblem) {
        // How Office keeps an encrypted package, and every document before 2007.
        guard !bytes.starts(with: [0xd0, 0xcf, 0x11, 0xe0]) else { throw .encryptedOrOld }
        zip = try ZipReader(bytes, limit: Self.limit(bytes.count))
        let root = try Self.relations(zip, of: "")
        guard let path = root.values.first(where: { $0.kind == "officeDocument" })?.path else {
            throw .missingPart("xl/workbook.xml")
        }
        let relations = try Self.relations(zip, of: path)
        var sheets: [Sheet] = []
        var is1904 = false
        var reader = try Self.reader(zip, path)
        while let event = try reader.next() {
            guard case .start(let name, let attributes) = event else { continue }
            if name == "workbookPr" {
                is1904 = ["1", "true", "on"].contains(attributes["date1904"] ?? "")
            }
            // A sheet of charts has no cells.
            guard name == "sheet", let id = attributes["id"], let target = relations[id],
                target.kind == "worksheet"
            else { continue }
            sheets.append(
                Sheet(
                    name: attributes["name"] ?? id,
                    isHidden: attributes["state"].map { $0 != "visible" } ?? false,
                    path: target.path))
        }
        func part(_ kind: String) -> String? {
            relations.values.first { $0.kind == kind }?.path
        }
        self.sheets = sheets
        self.is1904 = is1904
        if let styles = part("styles") {
            formats = try NumberFormats(Self.reader(zip, styles))
        } else {
            formats = NumberFormats()
        }
        if let shared = part("sharedStrings") {
            texts = try Self.texts(Self.reader(zip, shared))
        } else {
            texts = []
        }
    }

    /// Nobody's cells pack a hundredfold; a small file that does is made to fill memory.
    private static func limit(_ bytes: Int) -> Int {
        min(ImportLimits.fileBytes, max(ImportLimits.workbookBytes, 100 * bytes))
    }

    /// The sheet of this name; without one, the first that is shown.
    func sheet(_ name: String?) throws(WorkbookProblem) -> Sheet {
        guard let name else {
            guard let first = sheets.first(where: { !$0.isHidden }) ?? sheets.first else {
                throw .noSheet
            }
            return first
        }
        let same = { (sheet: Sheet) in sheet.name.lowercased() == name.lowercased() }
        guard let found = sheets.first(where: { $0.name == name }) ?? sheets.first(where: same)
        else { throw .unknownSheet(name, known: sheets.map(\.name)) }
        return found
    }

    func reader(of sheet: Sheet) throws(WorkbookProblem) -> XMLReader {
        try Self.reader(zip, sheet.path)
    }

    // MARK: Parts

    private static func reader(
        _ zip: ZipReader, _ path: String
    ) throws(WorkbookProblem) -> XMLReader {
        guard let entry = zip.entry(path) else { throw .missingPart(path) }
        return XMLReader(entry.name, zip.pieces(of: entry))
    }

    private struct Relation {
        /// The last word of its type: there are two families of them, with the same words.
        let kind: String
        let path: String
    }

    /// What a part refers to, by id.
    private static func relations(
        _ zip: ZipReader, of path: String
    ) throws(WorkbookProblem) -> [String: Relation] {
        let folder = path.split(separator: "/").dropLast()
        let name = path.split(separator: "/").last.map(String.init) ?? ""
        let own = (folder.map(String.init) + ["_rels", "\(name).rels"]).joined(separator: "/")
        var reader = try reader(zip, own)
        var relations: [String: Relation] = [:]
        while let event = try reader.next() {
            guard case .start("Relationship", let attributes) = event,
                attributes["TargetMode"] != "External", let id = attributes["Id"],
                let target = attributes["Target"], let type = attributes["Type"]
            else { continue }
            let kind = type.split(separator: "/").last.map(String.init) ?? ""
            relations[id] = Relation(kind: kind, path: resolved(target, in: folder))
        }
        return relations
    }

    private static func resolved(
        _ target: String, in folder: ArraySlice<Substring>
    ) -> String {
        var parts = target.hasPrefix("/") ? [] : Array(folder)
        for part in target.split(separator: "/") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(part) }
        }
        return parts.joined(separator: "/")
    }

    /// Texts that cells share. How a text is to be pronounced is none of it.
    private static func texts(_ reader: XMLReader) throws(WorkbookProblem) -> [String] {
        var reader = reader
        var texts: [String] = []
        var text = RichText()
        while let event = try reader.next() {
            switch event {
            case .start("si", _): text = RichText()
            case .end("si"): texts.append(text.read)
            case let event: text.take(event)
            }
        }
        return texts
    }
}

/// The text of a cell, which may stand in runs of several looks.
struct RichText {
    private var text = ""
    private var isText = false
    private var phonetic = 0

    var read: String { WorkbookText.read(text) }

    mutating func take(_ event: XMLReader.Event) {
        switch event {
        case .start("rPh", _): phonetic += 1
        case .end("rPh"): phonetic -= 1
        case .start("t", _): isText = phonetic == 0
        case .end("t"): isText = false
        case .text(let part): if isText { text += part }
        case .start, .end: break
        }
    }
}
