import Testing
import TidegateEngine
import TidegateModel

@Suite("What the pages of a record ask")
struct TogetherTests {
    typealias Cast = DecisionTests.Cast

    @Test func `several writes are done together or not at all, and it is told which was refused`()
        async throws
    {
        let cast = try await Cast()
        let deal = try await cast.deal(["amount": .none, "discount": .integer(0)])
        let line = Step(
            .create(object: "Line", values: ["deal": .reference(deal.id), "price": .integer(5)]))
        let answer = try await cast.bench.engine.together(
            [line, line, Step(.move(object: "Deal", id: deal.id, stage: "offer"))], as: cast.ann,
            through: .test)

        let refusal = try #require(cast.bench.refusal(answer))
        #expect(refusal.step == 2)
        #expect(refusal.error.code == "gate.closed")
        #expect(try await cast.bench.count("Line") == 0)

        let amount = Step(
            .update(object: "Deal", id: deal.id, values: ["amount": .integer(9)]), version: 1)
        let done = try await cast.bench.engine.together(
            [line, amount, Step(.move(object: "Deal", id: deal.id, stage: "offer"))], as: cast.ann,
            through: .test
        ).get()
        #expect(done["stage"] == .text("offer"))
        #expect(try await cast.bench.count("Line") == 1)
    }

    @Test func `the version that was seen is that of each record`() async throws {
        let cast = try await Cast()
        let (engine, deal) = (cast.bench.engine, try await cast.deal())
        let line = try await cast.bench.create(
            "Line", ["deal": .reference(deal.id), "price": .integer(5)])
        _ = try await engine.update(
            "Deal", deal.id, ["amount": .integer(6)], as: .system, through: .test
        ).get()
        let now = try await engine.record("Deal", deal.id, as: cast.ann)
        #expect(now.version != line.version)
        func together(seen: Int64) async throws {
            let change = Write.update(
                object: "Deal", id: deal.id, values: ["amount": .integer(7)])
            _ = try await engine.together(
                [Step(change, version: seen), Step(.delete(object: "Line", id: line.id))],
                as: .system, through: .test
            ).get()
        }
        await #expect(throws: TidegateError.self) { try await together(seen: now.version - 1) }
        try await together(seen: now.version)
        #expect(try await cast.bench.count("Line") == 0)
    }

    @Test func `nothing and too much are no writes`() async throws {
        let cast = try await Cast()
        await #expect(throws: TidegateError.self) {
            _ = try await cast.bench.engine.together([], as: cast.ann, through: .test)
        }
    }

    @Test func `the outlook judges every stage that can be next and changes nothing`() async throws
    {
        let cast = try await Cast()
        let deal = try await cast.deal(["amount": .none])
        let outlook = try await cast.bench.engine.outlook("Deal", deal.id, as: cast.ann)
        #expect(outlook.map(\.stage.name) == ["offer", "lost"])
        #expect(outlook.map(\.isOpen) == [false, false])
        let after = try await cast.bench.engine.record("Deal", deal.id, as: cast.ann)
        #expect(after.version == deal.version)
    }

    @Test func `an approval tells who has answered, who is asked and who comes next`() async throws
    {
        let cast = try await Cast()
        let deal = try await cast.deal()
        func standing() async throws -> ApprovalStanding {
            try #require(
                try await cast.bench.engine.approvals(of: "Deal", deal.id, as: cast.ann).first)
        }
        let asked = try await standing()
        #expect(asked.steps.map(\.state) == [.waiting, .later])
        #expect(asked.steps[0].asked.map(\.person.name) == ["Bob"])
        #expect(Set(asked.steps[1].expected.map(\.name)) == ["Fin1", "Fin2"])
        #expect(asked.task(of: cast.bob.user) != nil && asked.task(of: cast.ann.user) == nil)

        _ = try await cast.bench.engine.decide(
            "discount", "Deal", deal.id, yes: true, as: cast.bob, through: .test
        ).get()
        let next = try await standing()
        #expect(next.steps.map(\.state) == [.approved, .waiting])
        #expect(next.steps[0].asked.compactMap(\.verdict) == [true])

        _ = try await cast.bench.engine.decide(
            "discount", "Deal", deal.id, yes: false, as: cast.fin1, through: .test
        ).get()
        let closed = try await standing()
        #expect(closed.steps.map(\.state) == [.approved, .rejected])
        #expect(!closed.isOpen)
    }

    @Test func `a step whose condition does not hold is skipped`() async throws {
        let cast = try await Cast()
        let deal = try await cast.deal(["amount": .integer(100)])
        let asked = try await cast.bench.engine.approvals(of: "Deal", deal.id, as: cast.ann)
        #expect(asked.first?.steps.last?.expected.isEmpty == true)
        _ = try await cast.bench.engine.decide(
            "discount", "Deal", deal.id, yes: true, as: cast.bob, through: .test
        ).get()
        let closed = try await cast.bench.engine.approvals(of: "Deal", deal.id, as: cast.ann)
        #expect(closed.first?.steps.map(\.state) == [.approved, .skipped])
    }
}
