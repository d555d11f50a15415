import ArgumentParser
import TidegateEngine
import TidegateModel

struct History: WorkspaceCommand {
    static let configuration = CommandConfiguration(
        abstract: "Tell the life of a record: who did what, because of what.",
        discussion: "Example:\n  tidegate history Opportunity/code=OPP-2026-0001")

    @Argument(help: "OBJECT/ID or OBJECT/field=value.")
    var record: RecordName
    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    func run(in engine: Engine) async throws {
        let actor = try await workspace.actor(engine)
        let entries = try await engine.history(
            record.object, record.id(in: engine, as: actor), as: actor)
        if output.json {
            var json = JSONWriter()
            json.array { json in
                for entry in entries {
                    json.object { json in
                        json.member("sequence", Int(entry.sequence))
                        json.member("version", Int(entry.version))
                        json.member("at", entry.at.description)
                        json.key("entry")
                        json.raw(entry.json)
                    }
                }
            }
            Terminal.print(json.text)
            return
        }
        let names = try await References(engine, actor).titles(
            in: entries, of: engine.object(record.object, as: actor))
        for entry in entries { print(entry, names) }
    }

    private func print(_ entry: HistoryEntry, _ names: [String: String]) {
        Terminal.print(
            Style.faint("\(entry.at)  v\(entry.version)  ") + Style.strong(entry.kind)
                + " by \(entry.actor)" + Style.faint(" through \(entry.door)"))
        for change in entry.changes { Terminal.print(Self.line(change, names)) }
        for line in entry.trace { Terminal.print(Style.faint("    · ") + line.printable) }
        if let origin = entry.origin {
            Terminal.print(
                Style.faint(
                    "    \(origin.isUndo ? "taking back " : "")row \(origin.row) of import \(origin.run)"
                ))
        }
        if let cause = entry.cause { Terminal.print(Style.faint("    because of \(cause)")) }
    }

    /// `    amount: 80000.00 → 75000.00`
    static func line(
        _ change: (field: String, old: String?, new: String?), _ names: [String: String]
    ) -> String {
        let old = change.old.map { "\(names[$0] ?? $0) → " } ?? ""
        let new = change.new.map { names[$0] ?? $0 } ?? "(empty)"
        return "    \(change.field): \(old)\(new)".printable
    }
}
