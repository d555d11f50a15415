import Testing
import TidegateModel
import TidegateStore

@Suite("Tampering with the history is found")
struct ChangeChainTests {
    @Test(
        "at the first link that does not hold",
        arguments: [
            ("SELECT 1", nil),
            (
                "UPDATE tg_change SET entry = replace(entry, '4', '5') WHERE sequence = 4",
                .altered(sequence: 4)
            ),
            ("UPDATE tg_change SET at = at + 1 WHERE sequence = 10", .altered(sequence: 10)),
            ("UPDATE tg_change SET version = 2 WHERE sequence = 3", .altered(sequence: 3)),
            ("UPDATE tg_change SET record = 2 WHERE sequence = 3", .altered(sequence: 3)),
            ("UPDATE tg_object_name SET name = 'Other'", .altered(sequence: 1)),
            (
                "UPDATE tg_change SET hash = zeroblob(32) WHERE sequence = 10",
                .altered(sequence: 10)
            ),
            ("DELETE FROM tg_change WHERE sequence = 6", .missing(sequence: 6)),
            ("DELETE FROM tg_change WHERE sequence = 1", .missing(sequence: 1)),
            ("DELETE FROM tg_change WHERE sequence > 8", .truncated(sequence: 10)),
            ("DELETE FROM tg_change", .truncated(sequence: 10)),
            (
                "UPDATE tg_change SET sequence = 99 WHERE sequence = 2;"
                    + "UPDATE tg_change SET sequence = 2 WHERE sequence = 3;"
                    + "UPDATE tg_change SET sequence = 3 WHERE sequence = 99",
                .altered(sequence: 2)
            ),
            (
                "DELETE FROM tg_setting WHERE name = 'tg.chain'",
                .added(sequence: 1)
            ),
        ] as [(String, ChangeChain.Break?)])
    func tampering(sql: String, want: ChangeChain.Break?) async throws {
        try await withScratchFolder { folder in
            let path = try await fileWithTenNotes(folder)
            #expect(RawSQLite(path).run(sql) == 0)
            let store = try SQLiteStore.open(path: path)
            let verdict = try await store.verdict()
            await store.close()
            if let want {
                #expect(verdict == .broken(want))
            } else if case .intact(let tail) = verdict {
                #expect(tail.sequence == 10)
            } else {
                Issue.record("\(verdict)")
            }
        }
    }

    @Test("even when saves went on after the tail was cut off")
    func truncationStays() async throws {
        try await withScratchFolder { folder in
            let path = try await fileWithTenNotes(folder)
            RawSQLite(path).run("DELETE FROM tg_change WHERE sequence > 8")
            let store = try SQLiteStore.open(path: path)
            try await store.save(11)
            #expect(try await store.verdict() == .broken(.missing(sequence: 9)))
            await store.close()
        }
    }

    @Test("and the noted end reads back what it prints")
    func tail() {
        let tail = ChangeChain.Tail(sequence: 12, hash: (0..<32).map { $0 * 8 })
        #expect(tail.description.hasPrefix("12:0008101820"))
        #expect(ChangeChain.Tail(tail.description) == tail)
        #expect(ChangeChain.Tail("12:00") == nil)
    }

    /// Pinned, because a workspace written today must verify for ever.
    @Test("a link hashes as it always did")
    func pinned() {
        let change = Change(
            object: "Note", record: RecordID(number: 1), version: 2,
            at: Instant(milliseconds: 3), entry: Array("{}".utf8))
        let hash = ChangeChain.link(ChangeChain.Tail.empty.hash, change, sequence: 1)
        let text = ChangeChain.Tail(sequence: 1, hash: hash).description
        #expect(text == "1:3c673962d5b78b864e665ab977475fc17be460ff3d46f1c2a8fc86c94cb02bca")
    }
}
