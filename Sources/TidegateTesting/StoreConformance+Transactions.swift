import Dispatch
import Synchronization
import TidegateModel
import TidegateStore

extension StoreConformance {
    static let transactions: [Case] = [
        Case("a body that throws leaves nothing behind") { maker in
            try await maker.withStore { store in
                await expectRefused {
                    try await store.write { writer in
                        try writer.save(Sample.deal(1))
                        try writer.set("colour", to: "blue")
                        throw Refused()
                    }
                }
                try await store.read { reader in
                    try expectEqual(try reader.records(Sample.query(Sample.deal)).count, 0)
                    try expectEqual(try reader.setting("colour"), nil)
                    try expectEqual(try ChangeChain.verify(reader), .intact(.empty))
                }
            }
        },
        Case("a savepoint undoes just its own writes, at any depth") { maker in
            try await maker.withStore { store in
                try await store.write { writer in
                    try writer.save(Sample.deal(1))
                    try? writer.savepoint {
                        try writer.save(Sample.deal(2))
                        try writer.savepoint { try writer.save(Sample.deal(3)) }
                        throw Refused()
                    }
                    try writer.savepoint {
                        try writer.save(Sample.deal(4))
                        try? writer.savepoint {
                            try writer.save(Sample.deal(5))
                            throw Refused()
                        }
                    }
                }
                try await expectDeals([1, 4], store)
            }
        },
        Case("a write refused inside a body spoils only itself") { maker in
            try await maker.withStore { store in
                try await store.write { writer in
                    try writer.save(Sample.account(1, code: "A"))
                    try? writer.insert(Sample.account(2, code: "A"))
                    try writer.save(Sample.deal(3))
                }
                try await expectDeals([3], store, changes: 2)
            }
        },
        Case("a body sees what it wrote") { maker in
            try await maker.withStore { store in
                try await store.write { writer in
                    try writer.insert(Sample.deal(1))
                    let found = try writer.record(Sample.deal, Sample.id(1))
                    try expectEqual(found.map { Kept($0) }, Kept(Sample.deal(1)))
                }
            }
        },
        Case("one failing body of many waiting does not hurt the others") { maker in
            try await maker.withStore { store in
                let outcomes = await writeTogether(store, 32) { number, writer in
                    try writer.save(Sample.deal(number))
                    if number % 8 == 5 { throw Refused() }
                }
                let refused = outcomes.filter { !$0.value }.keys.sorted()
                try expectEqual(refused, [5, 13, 21, 29])
                try await expectDeals(outcomes.filter(\.value).keys.sorted(), store)
            }
        },
        Case("a reader keeps its snapshot while others write") { maker in
            guard maker.readsBesideWrites else { return }
            try await maker.withStore { store in
                try await store.write { try $0.insert(Sample.deal(1)) }
                let (hasRead, hasWritten) = (
                    DispatchSemaphore(value: 0), DispatchSemaphore(value: 0)
                )
                async let counts = store.read { reader in
                    let before = try reader.records(Sample.query(Sample.deal)).count
                    hasRead.signal()
                    hasWritten.wait()
                    return [before, try reader.records(Sample.query(Sample.deal)).count]
                }
                // The body of the writing waits on the writer's thread, so no thread of the
                // Swift runtime stands still.
                try await store.write { writer in
                    hasRead.wait()
                    try writer.insert(Sample.deal(2))
                }
                hasWritten.signal()
                try expectEqual(try await counts, [1, 1])
                let after = try await store.read { try $0.records(Sample.query(Sample.deal)).count }
                try expectEqual(after, 2)
            }
        },
        Case("what was acknowledged is seen by every later reading") { maker in
            try await maker.withStore { store in
                for number in 1...50 {
                    try await store.write { try $0.insert(Sample.deal(number)) }
                    let found = try await store.read {
                        try $0.record(Sample.deal, Sample.id(number))?.id
                    }
                    try expectEqual(found, Sample.id(number))
                }
            }
        },
        Case("a closed store refuses, and may be closed again") { maker in
            let store = try await maker.store()
            await store.close()
            await store.close()
            try await expectError(.failed(detail: "the store is closed")) {
                try await store.write { _ in }
            }
            try await expectError(.failed(detail: "the store is closed")) {
                try await store.read { _ in }
            }
        },
    ]

    // MARK: Helpers

    static func expectRefused(_ body: () async throws -> Void) async {
        try? await body()
    }

    /// Exactly these deals are there, and the history holds and has a link for each of them.
    static func expectDeals(
        _ numbers: [Int], _ store: any Store, changes: Int? = nil, file: StaticString = #fileID,
        line: UInt = #line
    ) async throws {
        let (found, verdict) = try await store.read { reader in
            (
                try reader.records(Sample.query(Sample.deal)).map { Int($0.id.number) },
                try ChangeChain.verify(reader)
            )
        }
        try expectEqual(found, numbers, file: file, line: line)
        guard case .intact(let tail) = verdict else {
            return try expect(false, "the history is \(verdict)", file: file, line: line)
        }
        try expectEqual(Int(tail.sequence), changes ?? numbers.count, file: file, line: line)
    }

    /// Lets `count` bodies wait together behind one that holds the writer until all have come.
    ///
    /// - Returns: by number, whether the body was acknowledged.
    static func writeTogether(
        _ store: any Store, _ count: Int,
        _ body: @escaping @Sendable (Int, any StoreWriter) throws -> Void
    ) async -> [Int: Bool] {
        let arrivals = DispatchSemaphore(value: 0)
        return await withTaskGroup(of: (Int, Bool).self) { group in
            group.addTask {
                let held: Void? = try? await store.write { _ in
                    for _ in 0..<count { arrivals.wait() }
                }
                return (0, held != nil)
            }
            for number in 1...count {
                group.addTask {
                    arrivals.signal()
                    let done: Void? = try? await store.write { try body(number, $0) }
                    return (number, done != nil)
                }
            }
            var outcomes: [Int: Bool] = [:]
            for await (number, isDone) in group where number > 0 { outcomes[number] = isDone }
            return outcomes
        }
    }
}
