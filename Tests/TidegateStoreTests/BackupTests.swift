import Foundation
import Testing
import TidegateModel

@testable import TidegateStore

@Suite("A copy of a workspace")
struct BackupTests {
    @Test("is one snapshot, however much is written meanwhile")
    func writesMeanwhile() async throws {
        try await withScratchFolder { folder in
            let path = try await fileWithTenNotes(folder)
            let store = try SQLiteStore.open(path: path), other = try SQLiteStore.open(path: path)
            let bulk = Counter()
            try await store.fill(1_000...9_000)
            let copy = "\(folder)/copy"
            async let copying: Void = store.backUp(to: copy) { _ in
                // Holds the copying up, so that the other program surely writes in its midst.
                if bulk.next() == 1 { Thread.sleep(forTimeInterval: 0.2) }
            }
            for number in 11...60 { try await other.save(number) }
            try await copying
            let report = try await SQLiteStore.examine(copy: copy)
            #expect((10...60).contains(report.tail.sequence))
            // Notes are written together with their changes, all but the thousands.
            #expect(report.records == report.tail.sequence + 8_001)
            #expect(try await store.noteNumbers().count == 60 + 8_001)
            #expect(!FileManager.default.fileExists(atPath: copy + "-wal"))
            await store.close()
            await other.close()
        }
    }

    @Test("fails on a full disk and leaves nothing")
    func diskFull() async throws {
        try await withScratchFolder { folder in
            let path = try await fileWithTenNotes(folder)
            let plenty = try SQLiteStore.open(path: path)
            try await plenty.fill(1_000...3_000)
            await plenty.close()
            var options = SQLiteStore.Options()
            options.pageLimit = 20
            let store = try SQLiteStore.open(path: path, options: options)
            await #expect(throws: StoreError.diskFull) {
                try await store.backUp(to: "\(folder)/copy") { _ in }
            }
            #expect(!FileManager.default.fileExists(atPath: "\(folder)/copy"))
            #expect(try await store.noteNumbers().count == 2_011)
            await store.close()
        }
    }

    @Test("never takes the place of a file")
    func taken() async throws {
        try await withScratchFolder { folder in
            let path = try await fileWithTenNotes(folder)
            let store = try SQLiteStore.open(path: path)
            try Data("mine".utf8).write(to: URL(filePath: "\(folder)/copy"))
            await #expect(throws: StoreError.self) {
                try await store.backUp(to: "\(folder)/copy") { _ in }
            }
            #expect(try String(contentsOfFile: "\(folder)/copy", encoding: .utf8) == "mine")
            await store.close()
        }
    }

    @Test("is found damaged wherever a byte of its structure or its history is another")
    func damaged() async throws {
        try await withScratchFolder { folder in
            let path = try await fileWithTenNotes(folder)
            let store = try SQLiteStore.open(path: path)
            try await store.backUp(to: "\(folder)/copy") { _ in }
            await store.close()
            let whole = try Data(contentsOf: URL(filePath: "\(folder)/copy"))
            let entry = try #require(whole.firstRange(of: Data("{\"note\":7}".utf8)))
            let bad = "\(folder)/bad"
            for place in [entry.lowerBound + 3, 4_096, 4_099] {
                var bytes = whole
                bytes[place] ^= 0x15
                try bytes.write(to: URL(filePath: bad))
                await expectDamage(bad, "byte \(place)")
            }
            try whole.prefix(whole.count / 2).write(to: URL(filePath: bad))
            await expectDamage(bad, "half of it")
            try whole.write(to: URL(filePath: bad))
            #expect(try await SQLiteStore.examine(copy: bad).records == 10)
        }
    }

    @Test("is refused when it is no workspace, of a newer format, or not whole, and left as it is")
    func refused() async throws {
        try await withScratchFolder { folder in
            let path = try await fileWithTenNotes(folder)
            let empty = "\(folder)/empty", text = "\(folder)/text #1?%41"
            try Data().write(to: URL(filePath: empty))
            try Data(String(repeating: "not a database. ", count: 100).utf8)
                .write(to: URL(filePath: text))
            for foreign in [empty, text] {
                await #expect(throws: StoreError.notAWorkspace(path: foreign)) {
                    try await SQLiteStore.examine(copy: foreign)
                }
            }
            let store = try SQLiteStore.open(path: path)
            try await store.save(11)
            await #expect(throws: StoreError.unfinished(path: path)) {
                try await SQLiteStore.examine(copy: path)
            }
            try await store.backUp(to: "\(folder)/newer") { _ in }
            await store.close()
            RawSQLite("\(folder)/newer").run("PRAGMA user_version = 3")
            await #expect(throws: StoreError.newerFormat(found: 3, known: 2)) {
                try await SQLiteStore.examine(copy: "\(folder)/newer")
            }
        }
    }

    private func expectDamage(_ path: String, _ what: String) async {
        do {
            _ = try await SQLiteStore.examine(copy: path)
            Issue.record("\(what): not noticed")
        } catch StoreError.damaged {
        } catch {
            Issue.record("\(what): \(error)")
        }
    }
}

extension SQLiteStore {
    /// Notes without changes, to make the file large.
    fileprivate func fill(_ numbers: ClosedRange<Int>) async throws {
        try await write { writer in for number in numbers { try writer.insert(noteRecord(number)) }
        }
    }
}
