import Testing
import TidegateEngine
import TidegateModel
import TidegateStore
import TidegateTesting

/// The store is made to fail at its first call, its second, its third… until a save that touches
/// everything (lines, roll-ups, an approval, tasks, mails, an idempotency key) goes through.
@Suite("A store that fails")
struct FaultTests {
    @Test("leaves all of a save or nothing of it, at every call")
    func everyCall() async throws {
        var number = 0
        while true {
            number += 1
            let plan = FaultPlan(failAt: nil)
            var options = SQLiteStore.Options()
            options.faults = plan.hook
            let bench = try await Workbench(
                DecisionTests.rules, store: SQLiteStore.inMemory(options: options))
            let bob = try await bench.user("bob")
            let ann = try await bench.user("ann", manager: "bob")
            let before = try await Picture(bench)

            plan.fail(at: number)
            let outcome: Result<Record, any Error>
            do {
                outcome = .success(
                    try await bench.create(
                        "Deal",
                        [
                            "name": .text("Pump"), "amount": .integer(6_000),
                            "discount": .integer(20),
                        ],
                        as: ann, RequestOptions(idempotencyKey: "once")))
            } catch { outcome = .failure(error) }
            plan.stop()

            let after = try await Picture(bench)
            switch outcome {
            case .success: #expect(after.deals == before.deals + 1)
            case .failure: #expect(after == before || after.deals == before.deals + 1)
            }
            #expect(after.deals == after.approvals)
            #expect(after.deals == after.tasks)
            #expect(after.deals == after.requests)
            // An answer that was lost is found again under its key, and nothing is done twice.
            let again = try await bench.create(
                "Deal",
                ["name": .text("Pump"), "amount": .integer(6_000), "discount": .integer(20)],
                as: ann, RequestOptions(idempotencyKey: "once"))
            #expect(try await Picture(bench).deals == 1)
            _ = try await bench.engine.decide(
                "discount", "Deal", again.id, yes: true, as: bob, through: .test
            ).get()
            guard case .intact = try await bench.engine.verifyHistory() else {
                Issue.record("the history is broken after a failure at call \(number)")
                return
            }
            if !plan.hasFailed { break }
        }
        #expect(number > 8, "a save makes more calls than \(number)")
    }

    /// What a workspace holds, to be compared before and after.
    struct Picture: Equatable {
        var deals: Int
        var approvals: Int
        var tasks: Int
        var mails: Int
        var requests: Int

        init(_ bench: Workbench) async throws {
            deals = try await bench.count("Deal")
            approvals = try await bench.count("Approval")
            tasks = try await bench.count("Task")
            mails = try await bench.count("Mail")
            requests = try await bench.count("Request")
        }
    }
}
