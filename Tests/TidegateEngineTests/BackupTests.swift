import Foundation
import Testing
import TidegateModel
import TidegateStore

@testable import TidegateEngine

@Suite("Backups")
struct BackupTests {
    private let folder: BackupFolder
    private let root: URL

    init() throws {
        root = FileManager.default.temporaryDirectory.appending(
            path: "backups-\(ProcessInfo.processInfo.globallyUniqueString)")
        let kept = root.appending(path: "kept")
        try FileManager.default.createDirectory(at: kept, withIntermediateDirectories: true)
        folder = BackupFolder(kept.path)
    }

    private func place(_ name: String) -> String { root.appending(path: name).path }

    private func bench() async throws -> Workbench {
        let bench = try await Workbench(
            "object \"Bid\" { text \"name\" }",
            store: SQLiteStore.open(
                path: place("crm-\(ProcessInfo.processInfo.globallyUniqueString).db")))
        _ = try await bench.create("Bid", ["name": .text("pump")])
        return bench
    }

    private func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    }

    @Test("are named after the time, and a name that is not exactly such is nobody's")
    func naming() throws {
        let at = try #require(Instant("2026-11-22T08:15:00.250Z"))
        #expect(BackupFile.name(at) == "tidegate-2026-11-22T081500Z.db")
        #expect(
            BackupFile.time(ofName: "tidegate-2026-11-22T081500Z.db")
                == Instant("2026-11-22T08:15:00Z"))
        for name in [
            "tidegate-2026-11-22T081500Z.db.part", "tidegate-2026-02-30T081500Z.db",
            "tidegate-2026-11-22T081500.db", "tidegate-2026-11-22T08150Z.db", "tidegate.db",
            "tidegate-2026-11-22T081500Z.replaced.db", "my-2026-11-22T081500Z.db",
            "tidegate-2026-11-22T+1+5+0Z.db", "tidegate-T.db",
        ] {
            #expect(BackupFile.time(ofName: name) == nil, "\(name)")
        }
    }

    @Test("stay when number or age keeps them, and the newest always stays")
    func keeping() throws {
        let now = Instant(milliseconds: 1_000 * 86_400_000)
        let files = (0..<10).map { day in
            BackupFile(path: "\(day)", at: now + .days(-Int64(day)), bytes: 1)
        }
        func gone(_ rule: BackupRule) -> [String] {
            rule.surplus(files.shuffled(), at: now + .hours(1)).map(\.path)
        }
        #expect(gone(BackupRule()) == [])
        #expect(gone(BackupRule(count: 7)) == ["9", "8", "7"])
        #expect(gone(BackupRule(age: .days(8))) == ["9", "8"])
        #expect(gone(BackupRule(count: 7, age: .days(8))) == ["9", "8"])
        #expect(gone(BackupRule(count: 9, age: .days(1))) == ["9"])
        #expect(gone(BackupRule(count: 1)).count == 9)
        #expect(BackupRule(age: .days(1)).surplus(files, at: now + .days(900)).count == 9)
    }

    @Test("are made, checked, kept by number, and nothing else is touched")
    func folderOfBackups() async throws {
        defer { try? FileManager.default.removeItem(at: root) }
        let bench = try await bench()
        for name in ["notes.txt", "tidegate-2020-01-01T000000Z.db.old"] {
            try Data("mine".utf8).write(to: URL(filePath: folder.path).appending(path: name))
        }
        for _ in 1...3 {
            let backup = try await bench.engine.backUp(into: folder)
            #expect(backup.content.tail.sequence > 0 && backup.content.records > 0)
            bench.clock.advance(.days(1))
        }
        await #expect(throws: TidegateError.self) {
            try await bench.engine.backUp(to: try folder.files()[0].path)
        }
        let removed = try folder.prune(by: BackupRule(count: 2), at: bench.engine.clock.now())
        #expect(removed.count == 1)
        #expect(try folder.files().count == 2)
        #expect(try names().count == 4)
        await bench.engine.close()
    }

    @Test("that were killed leave a file under another name, which the next one clears away")
    func killed() async throws {
        defer { try? FileManager.default.removeItem(at: root) }
        let bench = try await bench()
        let part = "tidegate-2020-01-01T000000Z.db.part"
        for name in [part, part + "-journal", "other.part"] {
            try Data("half".utf8).write(to: URL(filePath: folder.path).appending(path: name))
        }
        #expect(try folder.files() == [])
        let backup = try await bench.engine.backUp(into: folder)
        #expect(try names() == ["other.part", URL(filePath: backup.path).lastPathComponent])
        await bench.engine.close()
    }

    @Test("are made one at a time in a folder")
    func oneAtATime() async throws {
        defer { try? FileManager.default.removeItem(at: root) }
        let bench = try await bench()
        let lock = StoreFiles.FolderLock(folder.path)
        #expect(await code { try await bench.engine.backUp(into: folder) } == "backup.busy")
        withExtendedLifetime(lock) {}
        #expect(
            await code { try await bench.engine.backUp(to: place("none/b.db")) }
                == "backup.no_folder")
        await bench.engine.close()
    }

    @Test("that are cancelled leave nothing")
    func cancelled() async throws {
        defer { try? FileManager.default.removeItem(at: root) }
        let bench = try await bench()
        let task = Task { try await bench.engine.backUp(into: folder) }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(try names() == [])
        await bench.engine.close()
    }

    @Test("are restored without the sessions in them, beside what was there")
    func restored() async throws {
        defer { try? FileManager.default.removeItem(at: root) }
        let bench = try await bench()
        try await bench.engine.store.write { writer in
            for kind in ["session", "link", "token", "password"] {
                try writer.keep(DrawerItem(kind, key: [1]))
            }
        }
        let backup = try await bench.engine.backUp(into: folder)
        let target = place("new/tidegate.db")
        let first = try await Restore(from: backup.path, to: target).run()
        #expect(first.endedSignIns == 2 && first.replaced == nil)
        #expect(first.content == backup.content)
        #expect(
            await code { try await Restore(from: backup.path, to: target).run() }
                == "backup.workspace_exists")
        let store = try SQLiteStore.open(path: target)
        #expect(try await store.read { try $0.items("session").count } == 0)
        #expect(try await store.read { try $0.items("token").count } == 1)
        let again = Restore(
            from: backup.path, to: target, replaces: true, clock: bench.engine.clock)
        #expect(await code { try await again.run() } == "backup.in_use")
        try await store.write { try $0.set("mark", to: "old") }
        await store.close()
        let replaced = try #require(try await again.run().replaced)
        let old = try SQLiteStore.open(path: replaced)
        #expect(try await old.read { try $0.setting("mark") } == "old")
        await old.close()
        #expect(try await Restore.examine(target).tail == backup.content.tail)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: place("new")).sorted() == [
                URL(filePath: replaced).lastPathComponent, "tidegate.db",
            ])
        await bench.engine.close()
    }

    @Test("take the place of a damaged file, whose log never meets them")
    func damagedTarget() async throws {
        defer { try? FileManager.default.removeItem(at: root) }
        let bench = try await bench()
        let backup = try await bench.engine.backUp(into: folder)
        await bench.engine.close()
        let target = place("tidegate.db")
        try Data(repeating: 7, count: 9_000).write(to: URL(filePath: target))
        try Data(repeating: 7, count: 9_000).write(to: URL(filePath: target + "-wal"))
        let report = try await Restore(from: backup.path, to: target, replaces: true).run()
        let replaced = try #require(report.replaced)
        #expect(try Data(contentsOf: URL(filePath: replaced)) == Data(repeating: 7, count: 9_000))
        #expect(!FileManager.default.fileExists(atPath: target + "-wal"))
        #expect(try await Restore.examine(target).tail == backup.content.tail)
    }

    @Test("that cannot be restored are refused, each with its reason, and nothing is made")
    func refused() async throws {
        defer { try? FileManager.default.removeItem(at: root) }
        let bench = try await bench()
        let backup = try await bench.engine.backUp(into: folder)
        await bench.engine.close()
        let whole = try Data(contentsOf: URL(filePath: backup.path))
        let bad = place("bad.db"), target = place("made/tidegate.db")
        var newer = whole
        newer[63] = 9
        let cases: [(Data, String)] = [
            (newer, "backup.newer"), (Data(), "backup.foreign"),
            (Data(String(repeating: "a text. ", count: 500).utf8), "backup.foreign"),
            (whole.prefix(whole.count / 2), "backup.damaged"),
        ]
        for (bytes, wanted) in cases {
            try bytes.write(to: URL(filePath: bad))
            #expect(await code { try await Restore(from: bad, to: target).run() } == wanted)
        }
        #expect(
            await code { try await Restore(from: place("no.db"), to: target).run() }
                == "backup.missing")
        #expect(!FileManager.default.fileExists(atPath: place("made")))
    }

    private func code<Answer>(_ body: () async throws -> Answer) async -> String? {
        do {
            _ = try await body()
            return nil
        } catch {
            return (error as? TidegateError)?.code ?? "\(error)"
        }
    }
}
