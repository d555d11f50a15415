import Testing
import TidegateEngine
import TidegateModel
import TidegateStore
import TidegateTesting

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What lists and figures answered at a time is kept, and asked again as of that time when much has happened
/// since.
@Suite("Lists as of an instant")
struct PastListTests {
    static let rules = """
        object "Customer" {
          title = "{name}",
          text "name" { required = true }, text "city",
          reference "keeper" { to = "User" },
          children "deals" { of = "Deal.customer" },
          money "worth" { rollup = "sum(deals.amount)" },
        }
        object "Deal" {
          title = "{name}",
          text "name" { required = true }, money "amount", money "margin", date "due",
          choice "state" { values = { "new", "sold", "lost" }, default = "new" },
          multichoice "tags" { values = { "a", "b", "c" } },
          reference "customer" { to = "Customer", on_delete = "cascade" },
          reference "owner" { to = "User" },
          children "lines" { of = "Line.deal" },
          approval_free = nil,
        }
        object "Line" {
          title = "{what}",
          text "what", integer "count", reference "deal" { to = "Deal", required = true, on_delete = "cascade" },
        }
        access "seller" {
          Deal = { read = "owner == me()", hide = { "margin" } }, Customer = { read = true },
        }
        access "keeper" { Deal = { read = "customer.keeper == me()" }, Customer = { read = "keeper == me()" } }
        access "finance" { Deal = { read = true }, Customer = { read = true }, Line = { read = true } }
        """.replacing("          approval_free = nil,\n", with: "")

    static let questions: [ListRequest] = {
        func asked(
            _ object: String, _ condition: String? = nil, by group: [String] = [],
            show: String? = nil, sort: [Query.Order] = []
        ) -> ListRequest {
            var request = ListRequest(object, where: condition)
            request.groups = group
            request.show = show
            request.order = sort
            return request
        }
        return [
            asked("Deal"), asked("Customer"), asked("Line"),
            asked(
                "Deal", "amount > 50 and state != 'lost'", sort: [.init("amount", descending: true)]
            ),
            asked("Deal", by: ["state"], show: "count(), sum(amount), max(margin)"),
            asked("Deal", show: "count(), avg(amount)"),
            asked("Deal", by: ["owner", "customer"], show: "count()"),
            asked("Deal", "customer.city == 'Oslo' or customer is empty"),
            asked("Deal", "customer.keeper.name contains 'a'"),
            asked("Deal", "any(lines, count > 5)"),
            asked("Deal", "sum(lines.count) > 7", sort: [.init("name")]),
            asked("Deal", "all(lines, count < 9) and count(lines) > 0"),
            asked("Customer", "sum(deals.amount where state == 'sold') > 60"),
            asked("Customer", by: ["city"], show: "sum(worth), count()"),
            asked("Deal", "due < today()"), asked("Deal", "owner == me()"),
            asked("Deal", "tags contains 'b'"),
            asked("Deal", "updated_at > now() - 2 hours", sort: [.init("updated_at")]),
            asked("Deal", "updated_by is empty", by: ["updated_by"], show: "count()"),
            asked("Line", "deal.customer.city == 'Rome'", show: "sum(count), count()"),
        ]
    }()

    /// Every answer to every question, as a text: ids, versions and all values.
    static func answers(
        _ bench: Workbench, as actor: Actor, asOf instant: Instant? = nil
    ) async throws -> [String] {
        var found: [String] = []
        for question in questions {
            var request = question
            request.asOf = instant
            do {
                switch try await bench.engine.list(request, as: actor) {
                case .records(let records):
                    found.append(
                        records.map { record in
                            "\(record.id) v\(record.version) "
                                + record.slots.indices.map { "\(record[$0])" }
                                .joined(separator: "|")
                        }.joined(separator: "\n"))
                case .figures(_, let rows): found.append("\(rows)")
                }
            } catch let error as TidegateError { found.append(error.code) }
        }
        return found
    }

    /// Creates, changes, deletes and brings back at random.
    struct Busy {
        let bench: Workbench
        let people: [Actor]
        var random: Seeded
        var customers: [RecordID] = []
        var deals: [RecordID] = []
        var lines: [RecordID] = []
        var gone: [(String, RecordID)] = []

        mutating func step() async throws {
            let (engine, me) = (bench.engine, people[Int(random.next(below: 3))])
            let actor = random.next(below: 2) == 0 ? bench.operatorActor : Actor.system
            let user = me.user.map(Value.reference) ?? .none
            switch random.next(below: 12) {
            case 0:
                customers += try await made(
                    "Customer",
                    [
                        "name": .text("C\(random.next(below: 99))"),
                        "city": .text(["Oslo", "Rome"][Int(random.next(below: 2))]),
                        "keeper": user,
                    ])
            case 1, 2:
                deals += try await made(
                    "Deal",
                    [
                        "name": .text("D\"changes\":{\(random.next(below: 99))\\"),
                        "owner": user, "customer": pick(customers),
                        "amount": .money("\(random.next(below: 200)).50"),
                        "due": .date(bench.engine.clock.now().day),
                    ])
            case 3:
                lines += try await made(
                    "Line",
                    [
                        "what": .text("w"), "deal": pick(deals),
                        "count": .integer(Int64(random.next(below: 10))),
                    ])
            case 4:
                let (kind, all) = [("Deal", deals), ("Line", lines), ("Customer", customers)][
                    Int(random.next(below: 3))]
                guard case .reference(let id) = pick(all) else { return }
                if case .done? = try? await engine.delete(kind, id, as: actor, through: .test) {
                    gone.append((kind, id))
                }
            case 5:
                guard let (kind, id) = gone.popLast() else { return }
                _ = try? await engine.undelete(kind, id, as: actor, through: .test)
            case 6:
                guard case .reference(let id) = pick(customers) else { return }
                _ = try? await engine.update(
                    "Customer", id,
                    ["city": random.next(below: 3) == 0 ? .none : .text("Rome"), "keeper": user],
                    as: actor, through: .test)
            case 7:
                guard case .reference(let id) = pick(lines) else { return }
                _ = try? await engine.update(
                    "Line", id, ["count": .integer(Int64(random.next(below: 10)))], as: actor,
                    through: .test)
            default:
                guard case .reference(let id) = pick(deals) else { return }
                let changes: [[String: Value]] = [
                    ["amount": .money("\(random.next(below: 200)).25"), "owner": user],
                    ["state": .text(["new", "sold", "lost"][Int(random.next(below: 3))])],
                    ["margin": .money("\(random.next(below: 9)).10"), "customer": pick(customers)],
                    ["due": .none, "tags": .json("[\"b\"]"), "name": .text("水泵 }\"")],
                ]
                _ = try? await engine.update(
                    "Deal", id, changes[Int(random.next(below: 4))], as: actor, through: .test)
            }
            bench.clock.advance(.minutes(Int64(7 + random.next(below: 9))))
        }

        /// What it was to belong to may be gone.
        private func made(_ object: String, _ values: [String: Value]) async throws -> [RecordID] {
            let answer = try await bench.engine.create(
                object, values, as: bench.operatorActor, through: .test)
            if case .done(let record) = answer { return [record.id] }
            return []
        }

        private mutating func pick(_ ids: [RecordID]) -> Value {
            ids.isEmpty ? .none : .reference(ids[Int(random.next(below: UInt64(ids.count)))])
        }
    }

    struct Seeded {
        var state: UInt64

        mutating func next(below end: UInt64) -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return (state >> 33) % end
        }
    }

    private static func tell(_ store: any Store, seed: UInt64) async throws {
        let bench = try await Workbench(rules, store: store)
        var people: [Actor] = []
        for login in ["ann", "bob", "mia"] { people.append(try await bench.user(login)) }
        let finance = try await bench.user("fin", roles: ["finance"])
        var busy = Busy(bench: bench, people: people, random: Seeded(state: seed))
        var kept: [(at: Instant, answers: [String])] = []
        for number in 1...120 {
            try await busy.step()
            if number % 12 == 0 {
                kept.append(
                    (bench.engine.clock.now(), try await answers(bench, as: finance)))
                bench.clock.advance(.minutes(1))
            }
            // A look back in between is kept, and goes on from there.
            if number % 30 == 0, let early = kept.first {
                #expect(try await answers(bench, as: finance, asOf: early.at) == early.answers)
            }
        }
        for one in kept {
            let then = try await answers(bench, as: finance, asOf: one.at)
            for (question, (was, now)) in zip(questions, zip(one.answers, then)) {
                #expect(
                    was == now,
                    "seed \(seed), \(question.object) where \(question.condition ?? "-") at \(one.at)"
                )
            }
        }
    }

    @Test("answer what they answered then, whatever happened since", arguments: [1, 2, 3])
    func then(_ seed: UInt64) async throws {
        try await Self.tell(SQLiteStore.inMemory(), seed: seed)
    }

    @Test("answer the same from a file, where a past is kept and goes on")
    func file() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "tidegate-past-\(RecordID(number: Int64(UInt32.random(in: 0...9_999_999))))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let store = try SQLiteStore.open(path: folder.appending(path: "w.db").path)
        try await Self.tell(store, seed: 4)
        await store.close()
    }

    @Test("show what may be read today, or might when it was deleted, without what is hidden")
    func rights() async throws {
        let bench = try await Workbench(Self.rules)
        let (ann, bob) = (
            try await bench.user("ann", roles: ["seller"]),
            try await bench.user("bob", roles: ["seller"])
        )
        let kim = try await bench.user("kim", roles: ["keeper"])
        func me(_ actor: Actor) -> Value { actor.user.map(Value.reference) ?? .none }
        let customer = try await bench.create(
            "Customer", ["name": .text("Acme"), "city": .text("Oslo"), "keeper": me(kim)])
        func deal(_ name: String) async throws -> RecordID {
            let values: [String: Value] = [
                "name": .text(name), "owner": me(ann), "amount": .money("10.00"),
                "margin": .money("3.00"), "customer": .reference(customer.id),
            ]
            let made = try await bench.create("Deal", values)
            return made.id
        }
        let (given, kept, gone): (RecordID, RecordID, RecordID) = (
            try await deal("given"), try await deal("kept"), try await deal("gone")
        )
        let then = bench.engine.clock.now()
        bench.clock.advance(.hours(1))
        let op = bench.operatorActor
        _ = try await bench.engine.update(
            "Deal", given, ["owner": me(bob), "name": .text("secret")], as: op, through: .test
        ).get()
        _ = try await bench.engine.update(
            "Deal", kept, ["name": .text("renamed")], as: op, through: .test
        ).get()
        _ = try await bench.engine.delete("Deal", gone, as: op, through: .test).get()
        bench.clock.advance(.hours(1))
        func names(_ actor: Actor, _ condition: String? = nil) async throws -> [String] {
            var request = ListRequest("Deal", where: condition)
            request.asOf = then
            request.order = [.init("name")]
            guard case .records(let found) = try await bench.engine.list(request, as: actor)
            else { return [] }
            for record in found where actor.roles.contains("seller") {
                #expect(record["margin"] == .none)
            }
            return found.compactMap { $0["name"].text }
        }
        // Who gave a record away sees nothing of it any more, not even what it was.
        #expect(try await names(ann) == ["gone", "kept"])
        #expect(try await names(bob) == ["given"])
        #expect(try await names(ann, "name == 'given'") == [])
        #expect(try await names(kim) == ["given", "gone", "kept"])
        _ = try await bench.engine.update(
            "Customer", customer.id, ["keeper": me(bob)], as: op, through: .test
        ).get()
        #expect(try await names(kim) == [])
        // What lies behind a reference is the past of what may be read today.
        #expect(try await names(ann, "customer.city == 'Oslo'") == ["gone", "kept"])
        await #expect {
            _ = try await names(ann, "margin > 1")
        } throws: {
            ($0 as? TidegateError)?.code.hasPrefix("condition.") == true
        }
    }

    @Test("refuse what is only known as it stands, and what the engine keeps for itself")
    func refusals() async throws {
        let bench = try await Workbench(
            Self.rules
                + #" approval "big" { on = "Deal", when = "amount > 100", step "first" { who = role "finance" } }"#
        )
        let then = bench.engine.clock.now()
        bench.clock.advance(.hours(1))
        func code(_ object: String, _ condition: String? = nil) async -> String? {
            var request = ListRequest(object, where: condition)
            request.asOf = then
            do {
                _ = try await bench.engine.list(request, as: bench.operatorActor)
                return nil
            } catch { return (error as? TidegateError)?.code }
        }
        #expect(await code("Deal", "approved('big')") == "history.not_then")
        #expect(await code("Task") == "history.not_kept")
        #expect(await code("Deal", "amount > 1") == nil)
    }

    @Test("go on page by page, and a place of one time is none of another")
    func pages() async throws {
        let bench = try await Workbench(Self.rules)
        for number in 1...7 {
            _ = try await bench.create(
                "Deal",
                ["name": .text("D\(number)"), "amount": .money("\(number % 3).00")])
        }
        let then = bench.engine.clock.now()
        bench.clock.advance(.hours(1))
        guard
            case .records(let all) = try await bench.engine.list(
                ListRequest("Deal"), as: bench.operatorActor)
        else { return }
        for record in all.prefix(4) {
            _ = try await bench.engine.delete(
                "Deal", record.id, as: bench.operatorActor, through: .test
            ).get()
        }
        bench.clock.advance(.hours(1))
        var request = ListRequest("Deal")
        request.asOf = then
        request.limit = 2
        request.order = [.init("amount", descending: true), .init("name")]
        request.show = "count(), sum(amount)"
        var titles: [String] = []
        repeat {
            let page = try await bench.engine.page(request, as: bench.operatorActor)
            #expect(page.totals.map(\.value) == [.integer(7), .money("7.00")])
            titles += page.titles
            request.after = page.next
            if let next = page.next {
                var other = request
                other.asOf = nil
                other.after = next
                await #expect(throws: TidegateError.self) {
                    _ = try await bench.engine.page(other, as: bench.operatorActor)
                }
            }
        } while request.after != nil
        #expect(titles == ["D2", "D5", "D1", "D4", "D7", "D3", "D6"])
    }
}
