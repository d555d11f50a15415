import Dispatch
import Foundation
import Testing
import TidegateModel
import TidegateStore

@Suite("A workspace file")
struct SQLiteFileTests {
    @Test("written by a newer program is refused")
    func newerFormat() async throws {
        try await withScratchFolder { folder in
            let path = try await fileWithTenNotes(folder)
            RawSQLite(path).run("PRAGMA user_version = 3")
            #expect(throws: StoreError.newerFormat(found: 3, known: 2)) {
                try SQLiteStore.open(path: path)
            }
        }
    }

    @Test("finds rows by an index over normal names")
    func namesIndexed() async throws {
        try await withScratchFolder { folder in
            let path = try await fileWithTenNotes(folder)
            let store = try SQLiteStore.open(path: path)
            let slot = try #require(note.fields.firstIndex { $0.type.kind == .text })
            let match = FieldMatch(slot: slot, equals: .text("x"), byName: true)
            for _ in 0..<2 { try await store.write { try $0.index(note, by: [match]) } }
            #expect(try await store.read { try $0.records(note, matching: [match]).count } == 0)
            await store.close()
            // Nothing is sorted.
            let raw = RawSQLite(path)
            #expect(raw.run("UPDATE \(note.table) SET \(note.fields[slot].name) = 'x'") != 0)
            try raw.learnFunctions()
            let plan = raw.texts(
                "EXPLAIN QUERY PLAN SELECT * FROM \(note.table) "
                    + "WHERE tg_normal_name_\(NormalName.version)(\(note.fields[slot].name)) = 'x' ORDER BY id",
                column: 3)
            #expect(plan.count == 1 && plan[0].hasPrefix("SEARCH"), "\(plan)")
        }
    }

    @Test("made before there was a drawer gets one")
    func drawerAdded() async throws {
        try await withScratchFolder { folder in
            let path = try await fileWithTenNotes(folder)
            RawSQLite(path).run("DROP TABLE tg_drawer")
            let store = try SQLiteStore.open(path: path)
            try await store.write { try $0.keep(DrawerItem("link", key: [1])) }
            #expect(try await store.read { try $0.items("link").count } == 1)
            #expect(try await store.noteNumbers() == Array(1...10))
            await store.close()
        }
    }

    @Test("that is another program's, or no database, is refused and left as it is")
    func foreignFiles() async throws {
        try await withScratchFolder { folder in
            let text = "\(folder)/text", foreign = "\(folder)/foreign", other = "\(folder)/other"
            let words = Data(String(repeating: "not a database. ", count: 100).utf8)
            try words.write(to: URL(fileURLWithPath: text))
            RawSQLite(foreign).run("CREATE TABLE t(a)")
            RawSQLite(other).run("PRAGMA application_id = 77")
            for path in [text, foreign, other] {
                let before = try Data(contentsOf: URL(fileURLWithPath: path))
                #expect(throws: StoreError.notAWorkspace(path: path)) {
                    try SQLiteStore.open(path: path)
                }
                #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
            }
        }
    }

    @Test("that is not there is made only when asked for")
    func missingFile() async throws {
        try await withScratchFolder { folder in
            var options = SQLiteStore.Options()
            options.createsFile = false
            let path = "\(folder)/none"
            #expect(throws: StoreError.self) {
                try SQLiteStore.open(path: path, options: options)
            }
            #expect(!FileManager.default.fileExists(atPath: path))
        }
    }

    @Test("whose pages are damaged says so")
    func damaged() async throws {
        try await withScratchFolder { folder in
            let path = try await fileWithTenNotes(folder)
            var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
            for index in 4_096..<bytes.count { bytes[index] = 0x5a }
            try bytes.write(to: URL(fileURLWithPath: path))
            var found: StoreError?
            do {
                let store = try SQLiteStore.open(path: path)
                _ = try await store.noteNumbers()
            } catch let error as StoreError {
                found = error
            }
            guard case .damaged = found else {
                Issue.record("\(String(describing: found))")
                return
            }
        }
    }

    @Test("keeps every acknowledged save when the program is killed")
    func killed() async throws {
        try await withScratchFolder { folder in
            let path = "\(folder)/live.tidegate"
            let store = try SQLiteStore.open(path: path)
            try await store.prepare(Schema([note]))
            for number in 1...5 {
                try await store.save(number)
                // What a kill leaves: the files as they are now, the shared memory lost.
                let copy = "\(folder)/killed-\(number)"
                for end in ["", "-wal"] {
                    try FileManager.default.copyItem(atPath: path + end, toPath: copy + end)
                }
                let reopened = try SQLiteStore.open(path: copy)
                #expect(try await reopened.noteNumbers() == Array(1...number))
                try await reopened.save(100)
                guard case .intact(let tail) = try await reopened.verdict() else {
                    Issue.record("broken after \(number)")
                    return
                }
                #expect(tail.sequence == Int64(number + 1))
                await reopened.close()
            }
            await store.close()
        }
    }

    /// SQLite undoes the whole transaction when the disk is full, not the statement alone. A body
    /// that goes on regardless must not write outside a transaction.
    @Test("on a full disk keeps what was acknowledged and nothing by half", arguments: [0, 3])
    func diskFull(_ before: Int) async throws {
        try await withScratchFolder { folder in
            var options = SQLiteStore.Options()
            options.pageLimit = 40
            let path = "\(folder)/full"
            let store = try SQLiteStore.open(path: path, options: options)
            try await store.prepare(Schema([note]))
            try await store.save(1)
            let isHeld = DispatchSemaphore(value: 0), mayGo = DispatchSemaphore(value: 0)
            async let holder: Void = store.write { _ in
                isHeld.signal()
                mayGo.wait()
            }
            // Waited for on a thread of its own, as the group must wait behind the holder.
            try await store.read { _ in isHeld.wait() }
            let lost = await withTaskGroup(of: StoreError?.self) { group in
                for number in 0..<before {
                    group.addTask { await failure { try await store.save(10 + number) } }
                }
                group.addTask {
                    await failure {
                        try await store.write { writer in
                            for number in 100..<2_000 { try? writer.insert(noteRecord(number)) }
                            try writer.set("after", to: "all")
                        }
                    }
                }
                group.addTask {
                    mayGo.signal()
                    return nil
                }
                return await group.reduce(into: [StoreError]()) { $0 += $1.map { [$0] } ?? [] }
            }
            _ = try? await holder
            #expect(!lost.isEmpty)
            let kept = try await store.noteNumbers()
            #expect(kept.first == 1 && kept.allSatisfy { $0 < 100 })
            #expect(try await store.read { try $0.setting("after") } == nil)
            guard case .intact(let tail) = try await store.verdict() else {
                Issue.record("broken")
                return
            }
            #expect(Int(tail.sequence) == kept.count)
            await #expect(throws: StoreError.diskFull) {
                try await store.write { writer in
                    for number in 100..<2_000 { try writer.insert(noteRecord(number)) }
                }
            }
            await store.close()
        }
    }

    @Test("has a real table with typed columns and the declared indexes")
    func layout() async throws {
        try await withScratchFolder { folder in
            let path = try await fileWithTenNotes(folder)
            let raw = RawSQLite(path)
            #expect(
                raw.texts("SELECT name || ' ' || type FROM pragma_table_info('note')") == [
                    "id INTEGER", "version INTEGER", "text TEXT", "owner INTEGER",
                    "created_at INTEGER", "created_by INTEGER", "updated_at INTEGER",
                    "updated_by INTEGER",
                ])
            #expect(
                raw.texts(
                    "SELECT name FROM sqlite_schema WHERE tbl_name = 'note' AND type = 'index' ORDER BY name"
                )
                    == ["tg_index_note__owner__text", "tg_unique_note__text"])
            #expect(raw.texts("PRAGMA journal_mode") == ["wal"])
            let reader = try SQLiteStore.open(path: path)
            try await reader.prepare(
                Schema([Object(name: "Note", fields: Array(note.fields.prefix(2)))]))
            await reader.close()
            #expect(
                RawSQLite(path).texts(
                    "SELECT name FROM sqlite_schema WHERE tbl_name = 'note' AND type = 'index'")
                    == ["tg_reference_note__owner"])
        }
    }
}

@Suite("Two programs on one file")
struct TwoProgramsTests {
    @Test("may create it at the same time")
    func createdTogether() async throws {
        try await withScratchFolder { folder in
            for round in 1...20 {
                let path = "\(folder)/\(round)"
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for number in 1...2 {
                        group.addTask {
                            let store = try SQLiteStore.open(path: path)
                            try await store.prepare(Schema([note]))
                            try await store.save(number)
                            await store.close()
                        }
                    }
                    try await group.waitForAll()
                }
                let store = try SQLiteStore.open(path: path)
                #expect(try await store.noteNumbers() == [1, 2])
                await store.close()
            }
        }
    }

    @Test("continue one chain, whoever writes next")
    func oneChain() async throws {
        try await withScratchFolder { folder in
            let path = try await fileWithTenNotes(folder)
            let (one, two) = (try SQLiteStore.open(path: path), try SQLiteStore.open(path: path))
            for number in stride(from: 11, through: 40, by: 3) {
                try await one.save(number)
                try await two.save(number + 1)
                try await two.save(number + 2)
            }
            for store in [one, two] {
                #expect(try await store.noteNumbers() == Array(1...40))
                guard case .intact = try await store.verdict() else {
                    Issue.record("broken")
                    return
                }
            }
            await one.close()
            await two.close()
        }
    }

    @Test("write at once without losing a save")
    func atOnce() async throws {
        try await withScratchFolder { folder in
            let path = try await fileWithTenNotes(folder)
            let (one, two) = (try SQLiteStore.open(path: path), try SQLiteStore.open(path: path))
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 11...110 {
                    let store = number.isMultiple(of: 2) ? one : two
                    group.addTask { try await store.save(number) }
                }
                try await group.waitForAll()
            }
            #expect(try await one.noteNumbers() == Array(1...110))
            guard case .intact(let tail) = try await two.verdict() else {
                Issue.record("broken")
                return
            }
            #expect(tail.sequence == 110)
            await one.close()
            await two.close()
        }
    }

    @Test("wait for each other's lock, but not for ever")
    func busy() async throws {
        try await withScratchFolder { folder in
            let path = try await fileWithTenNotes(folder)
            var options = SQLiteStore.Options()
            options.busyMilliseconds = 20
            let store = try SQLiteStore.open(path: path, options: options)
            let other = RawSQLite(path)
            #expect(other.run("BEGIN IMMEDIATE") == 0)
            await #expect(throws: StoreError.busy) { try await store.save(11) }
            #expect(try await store.noteNumbers() == Array(1...10))
            #expect(other.run("COMMIT") == 0)
            try await store.save(11)
            await store.close()
        }
    }
}

private func failure(_ body: () async throws -> Void) async -> StoreError? {
    do {
        try await body()
        return nil
    } catch {
        return error as? StoreError
    }
}
