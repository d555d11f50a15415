import TidegateModel
import TidegateStore

extension StoreConformance {
    static let faults: [Case] = [
        Case("a commit that fails fails everyone in it, and no one else") { maker in
            guard maker.hasFaults else { return }
            let plan = FaultPlan()
            try await maker.withStore(faults: plan.hook) { store in
                try await store.write { try $0.save(Sample.deal(100)) }
                plan.fail(every: .commit)
                let lost = await writeTogether(store, 32) { try $1.save(Sample.deal($0)) }
                plan.stop()
                try expectEqual(lost.values.filter { $0 }.count, 0)
                try await store.write { try $0.save(Sample.deal(101)) }
                try await expectDeals([100, 101], store)
            }
        },
        Case("a failure at the N-th call leaves whole saves only, for every N") { maker in
            guard maker.hasFaults else { return }
            var number = 1
            while try await failing(at: number, maker) { number += 1 }
            try expect(number > 20, "only \(number) calls could fail")
        },
    ]

    /// Runs the same writes with a failure at one call; whether there was such a call.
    private static func failing(at number: Int, _ maker: StoreMaker) async throws -> Bool {
        let plan = FaultPlan(failAt: number)
        let store = try await maker.store(faults: plan.hook)
        var certain: [Int] = []
        var possible: Set<Int> = []
        let isPrepared: Void? = try? await store.prepare(Sample.schema)
        if isPrepared == nil { try await store.prepare(Sample.schema) }
        for deal in 1...4 {
            do {
                try await store.write { try twoSteps($0, deal) }
                certain.append(deal)
            } catch let fault as FaultPlan.Fault {
                // The answer got lost on its way: it may have happened.
                if fault.point == .committed { possible.insert(deal) }
            }
        }
        plan.stop()
        try await store.write { try twoSteps($0, 9) }
        certain.append(9)
        let found = try await store.read { reader in
            try reader.records(Sample.query(Sample.deal)).map { Int($0.id.number) }
        }
        try expect(
            Set(certain).isSubset(of: found)
                && Set(found).subtracting(certain).isSubset(of: possible),
            "call \(number): found \(found), acknowledged \(certain), perhaps \(possible)")
        try await expectDeals(found, store, changes: 2 * found.count)
        let versions = try await store.read { reader in
            try reader.records(Sample.query(Sample.deal)).map(\.version)
        }
        try expectEqual(Set(versions), [2])
        await store.close()
        return plan.hasFailed
    }

    /// A save with everything in it: a record, its update, a savepoint, a setting, two changes.
    private static func twoSteps(_ writer: any StoreWriter, _ number: Int) throws {
        let first = Sample.deal(number)
        var second = first
        second.version = 2
        second["notes"] = .text("second")
        try writer.save(first)
        try writer.savepoint {
            try writer.update(second, from: first)
            try writer.set("last", to: String(number))
            try writer.append(Sample.change(second))
        }
    }
}
