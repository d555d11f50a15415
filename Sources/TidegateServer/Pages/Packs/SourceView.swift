import TidegateEngine
import TidegateModel
import TidegateScript

/// A file of a pack, line by line: what the checker says of a line stands below it, what tests have
/// shown of it beside it.
struct SourceView {
    let file: PackFiles.File
    /// What the checker says, by the line it is about.
    let findings: [(line: Int, message: String, isError: Bool)]
    let marks: [Int: Coverage.Mark]
    let gaps: [Coverage.Gap]
    private let lines: [String]

    init(
        file: PackFiles.File, findings: [(line: Int, message: String, isError: Bool)],
        marks: [Int: Coverage.Mark],
        gaps: [Coverage.Gap]
    ) {
        self.file = file
        self.findings = findings
        self.marks = marks
        self.gaps = gaps
        lines =
            file.path.hasSuffix(".lua")
            ? LuaHighlighter.lines(file.text) : Self.plain(file.text)
    }

    var count: Int { lines.count }

    /// - Parameter words: what a mark is called.
    func html(_ words: [Coverage.Mark: String]) -> String {
        var html = HTMLWriter(capacity: file.text.count * 4)
        for (index, line) in lines.enumerated() {
            let number = index + 1
            html.raw("<div class=\"source-line\"")
            html.attribute("id", "L\(number)")
            html.raw(">")
            mark(number, words, &html)
            html.raw("<a class=\"source-number\"")
            html.attribute("href", "#L\(number)")
            html.raw(">")
            html.text(String(number))
            html.raw("</a><code>")
            html.html(line)
            html.raw("</code></div>")
            for finding in findings where finding.line == number {
                note(finding.message, finding.isError ? "bad" : "warn", &html)
            }
        }
        return html.string
    }

    private func mark(
        _ number: Int, _ words: [Coverage.Mark: String], _ html: inout HTMLWriter
    ) {
        guard let mark = marks[number] else {
            html.raw("<span class=\"source-mark\"></span>")
            return
        }
        let missing = gaps.filter { $0.location.line == number }.map(\.description)
        let text = ([words[mark] ?? mark.rawValue] + missing).joined(separator: "\n")
        html.raw("<span")
        html.attribute("class", "source-mark source-\(mark.rawValue)")
        html.attribute("title", text)
        html.raw("><span class=\"unseen\">")
        html.text(text)
        html.raw("</span></span>")
    }

    private func note(_ text: String, _ look: String, _ html: inout HTMLWriter) {
        html.raw("<p")
        html.attribute("class", "source-note source-note-\(look)")
        html.raw(">")
        html.text(text)
        html.raw("</p>")
    }

    private static func plain(_ text: [UInt8]) -> [String] {
        var lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .map { line in
                var html = HTMLWriter(capacity: line.count + 16)
                html.text(String(decoding: line, as: UTF8.self))
                return html.string
            }
        if lines.last == "" { lines.removeLast() }
        return lines
    }
}
