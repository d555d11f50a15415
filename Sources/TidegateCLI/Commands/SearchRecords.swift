import ArgumentParser
import TidegateEngine
import TidegateModel

struct SearchRecords: WorkspaceCommand {
    static let configuration = CommandConfiguration(
        commandName: "search",
        abstract: "Find records by the words in their texts.",
        discussion: """
            All words have to be there; case, accents and width do not count. The last word may be
            unfinished, and words in quotation marks stand side by side.

            Examples:
              tidegate search acme pum
              tidegate search '"north gate"' --object Account --as ann
              tidegate search 公司
            """)

    @Argument(help: "What to look for.")
    var words: [String]
    @Option(help: "Only records of this object.")
    var object: String?
    @Option(help: .init("The most records to show of each object.", valueName: "count"))
    var limit = 10
    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard limit > 0 else { throw ValidationError("--limit is 1 or more.") }
        guard !SearchTerms(text).isEmpty else {
            throw ValidationError("There is no word to look for; a word has a letter or a digit.")
        }
    }

    /// A word the shell kept together is a phrase only when quotation marks reach us.
    private var text: String { words.joined(separator: " ") }

    func run(in engine: Engine) async throws {
        let actor = try await workspace.actor(engine)
        // An index that is new over many records is filled by who needs it.
        try await engine.extendSearch()
        let pages: [FoundPage]
        if let object {
            pages = [try await engine.find(text, in: object, limit: limit, as: actor)]
        } else {
            pages = try await engine.find(text, inEach: nil, limit: limit, as: actor)
        }
        if output.json {
            var json = JSONWriter()
            json.array { json in pages.forEach { json.found($0) } }
            Terminal.print(json.text)
            return
        }
        let found = pages.filter { !$0.records.isEmpty }
        if found.isEmpty { Terminal.print(Style.faint("(none)")) }
        for page in found { print(page) }
    }

    private func print(_ page: FoundPage) {
        let more = page.next == nil ? "" : Style.faint("  (the first \(page.records.count))")
        Terminal.print(Style.strong(page.object.plural) + more)
        for found in page.records {
            let place = "\(found.record.object.name)/\(found.record.id)"
            Terminal.print("  \(Style.faint(place))  \(Self.marked(found.title))")
            if let (field, excerpt) = found.reason {
                Terminal.print("    \(Style.faint(field.name))  \(Self.marked(excerpt))")
            }
        }
    }

    private static func marked(_ excerpt: SearchExcerpt) -> String {
        excerpt.pieces.map { $0.isFound ? Style.strong($0.text.printable) : $0.text.printable }
            .joined()
    }
}
