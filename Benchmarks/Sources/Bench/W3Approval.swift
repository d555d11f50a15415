import BareC
import Tidegate

/// W3: submit, two people approve one after the other: three durable commits an approval.
enum W3Approval {
    static let work = "W3 approval"

    static func run(_ place: Place, _ count: Int, callers: Int) async throws -> Outcome {
        let site = try await Site(place, "w3.tidegate")
        let records = try await site.fill(count)
        let before = try await site.changes()
        let watch = Stopwatch()
        let (latencies, accepted) = try await operate(count, callers: callers) { number in
            let (engine, record) = (site.engine, records[number])
            _ = try await engine.update(
                "Opportunity", record, ["submitted": .bool(true)], as: site.seller,
                through: .library
            ).get()
            _ = try await engine.decide(
                "release", "Opportunity", record, yes: true, as: site.first, through: .library
            ).get()
            let done = try await engine.decide(
                "release", "Opportunity", record, yes: true, as: site.second, through: .library
            ).get()
            return done["approved"] == .bool(true)
        }
        let (seconds, cpuSeconds) = (watch.seconds, watch.cpuSeconds)
        expect(accepted == count, "\(accepted) of \(count) were approved")
        let closed = try await site.count("Approval", where: "state == 'approved'")
        expect(closed == Int64(count), "\(closed) approvals are closed as approved")
        let open = try await site.count("Task", where: "state == 'open'")
        expect(open == 0, "\(open) tasks are still open")
        // Submitted, two verdicts, and the change that the last verdict makes.
        let changes = try await site.changes() - before
        expect(changes == Int64(4 * count), "\(changes) changes of \(count) approvals")
        await site.engine.close()
        return Outcome(
            who: callers == 1 ? "Tidegate" : "Tidegate group\(callers)", work: work,
            count: count, unit: "approvals/s", seconds: seconds, cpuSeconds: cpuSeconds,
            latencies: latencies)
    }

    static func bare(_ place: Place, _ count: Int, together: Int) -> Outcome {
        Bare.run(place, work, "approvals/s", count, together, bare_approve) {
            expect($0.accepted == Int32(count), "bare C approved \($0.accepted)")
        }
    }
}
