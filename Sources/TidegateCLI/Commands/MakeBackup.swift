import ArgumentParser
import TidegateEngine
import TidegateModel
import TidegateStore

struct MakeBackup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copy the workspace into one file while others use it, and check the copy.",
        discussion: """
            A folder gets a file named after the time. The copy is read from end to end before it \
            has its name: every page and index, every link of the history. A file that is there is \
            never replaced.

            Examples:
              tidegate backup before-import.db -w crm
              tidegate backup /backups/crm -w crm --keep 7 --keep-days 30
            """)

    @Argument(
        help: .init("A new file, or a folder that is there.", valueName: "file or folder"))
    var target: String
    @OptionGroup var workspace: FolderOptions
    @OptionGroup var output: OutputOptions
    @Option(
        help: .init(
            "In a folder: remove older backups, but not the newest so many.", valueName: "count"))
    var keep: Int?
    @Option(
        help: .init(
            "In a folder: remove older backups, but none of the last so many days.",
            valueName: "days"))
    var keepDays: Int64?
    @Flag(help: "Make no backup; say what would be removed.")
    var dryRun = false

    private var rule: BackupRule { BackupRule(count: keep, age: keepDays.map(Span.days)) }

    private var isFolder: Bool { target.hasSuffix("/") || BackupFolder(target).isThere }

    func validate() throws {
        for (name, count) in [("--keep", keep.map(Int64.init)), ("--keep-days", keepDays)] {
            guard let count, !(1...100_000).contains(count) else { continue }
            throw ValidationError("\(name) takes a number from 1 to 100000.")
        }
        guard keep == nil && keepDays == nil && !dryRun || isFolder else {
            throw ValidationError("--keep, --keep-days and --dry-run are for a folder.")
        }
    }

    func run() async throws {
        try await reporting(output) {
            try await workspace.open { engine in
                let folder = BackupFolder(target)
                let now = engine.clock.now()
                guard !dryRun else {
                    return show(nil, try folder.surplus(by: rule, at: now, withOneMore: true))
                }
                let progress = BackupProgress()
                let backup =
                    isFolder
                    ? try await engine.backUp(into: folder, progress: progress.show)
                    : try await engine.backUp(to: target, progress: progress.show)
                show(backup, isFolder ? try folder.prune(by: rule, at: now) : [])
            }
        }
    }

    private func show(_ backup: Backup?, _ removed: [BackupFile]) {
        if output.json {
            var json = JSONWriter()
            json.object { json in
                if let backup {
                    json.member("file", backup.path)
                    json.member("at", backup.at.description)
                    json.members(of: backup.content)
                }
                json.key(dryRun ? "would_remove" : "removed")
                json.array { json in for file in removed { json.string(file.path) } }
            }
            return Terminal.print(json.text)
        }
        if let backup {
            Terminal.print(Style.good("✓ ") + "\(backup.path): \(backup.content.words), checked")
        }
        for file in removed {
            Terminal.print((dryRun ? "would remove " : "removed ") + file.path)
        }
        if dryRun, removed.isEmpty { Terminal.print("nothing would be removed") }
    }
}

/// Progress on a terminal, one line that is written over.
private final class BackupProgress: Sendable {
    private let began = SystemTime.monotonicNanoseconds()
    private let shown = Lock(Int64(0))

    @Sendable func show(_ step: BackupStep) {
        guard Terminal.showsProgress else { return }
        let now = SystemTime.monotonicNanoseconds()
        switch step {
        case .copying(let progress):
            let isTime = shown.withLock { shown in
                guard now - shown >= 100_000_000 else { return false }
                shown = now
                return true
            }
            guard isTime else { return }
            let rate = Double(progress.doneBytes) / (Double(max(1, now - began)) / 1e9)
            Terminal.progress(
                "\rcopying \(ByteText.of(progress.doneBytes)) of "
                    + "\(ByteText.of(progress.totalBytes)), \(ByteText.of(Int64(rate)))/s\u{1B}[K")
        case .checking: Terminal.progress("\rchecking\u{1B}[K\r\u{1B}[K")
        }
    }
}
