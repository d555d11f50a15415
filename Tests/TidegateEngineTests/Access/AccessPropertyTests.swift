import Foundation
import Testing
import TidegateEngine
import TidegateModel
import TidegateRules
import TidegateStore

/// Random rules and people, asked through the engine and through a model that knows nothing of it.
@Suite("Every door agrees with a naive model of access")
struct AccessPropertyTests {
    static let workspaces = 60

    /// Another one on request: `TIDEGATE_SEED=7 swift test --filter AccessProperty`.
    static var seed: UInt64 {
        ProcessInfo.processInfo.environment["TIDEGATE_SEED"].flatMap { UInt64($0) } ?? 20_261_122
    }

    @Test("list, get, count, sum, save, delete and explain")
    func doors() async throws {
        print("seed \(Self.seed)")
        var seen = Seen()
        for number in 0..<Self.workspaces {
            let seed = Self.seed &+ UInt64(number)
            let scenario = try await AccessScenario(seed: seed)
            for (me, login) in scenario.logins.sorted(by: { $0.value < $1.value }) {
                let round = try await AccessRound(scenario, me, login, seed)
                try await round.read()
                try await round.explain()
                try await round.write()
                seen.add(round.seen)
            }
            await scenario.engine.close()
        }
        // Nothing is proved by rounds in which nothing happens.
        #expect(seen.visible > 500)
        #expect(seen.invisible > 500)
        #expect(seen.done > 50)
        #expect(seen.refused > 200)
        #expect(seen.concealed > 20)
    }

    struct Seen {
        var visible = 0
        var invisible = 0
        var done = 0
        var refused = 0
        var concealed = 0

        mutating func add(_ other: Seen) {
            visible += other.visible
            invisible += other.invisible
            done += other.done
            refused += other.refused
            concealed += other.concealed
        }
    }
}

/// One person at all doors of one workspace.
private final class AccessRound {
    private let scenario: AccessScenario
    private let me: RecordID
    private let actor: Actor
    private let place: Comment
    private var model: NaiveWorkspace { scenario.model }
    private var engine: Engine { scenario.engine }
    private(set) var seen = AccessPropertyTests.Seen()

    init(_ scenario: AccessScenario, _ me: RecordID, _ login: String, _ seed: UInt64) async throws {
        self.scenario = scenario
        self.me = me
        actor = try await scenario.engine.actor(login: login)
        place = "seed \(seed), \(login)"
    }

    /// The answer, or the code of the error.
    private func code(_ body: () async throws -> Void) async -> String {
        do {
            try await body()
            return "done"
        } catch let error as TidegateError {
            let reasons = error.reasons.map(\.code).joined(separator: ",")
            return error.code == "record.invalid" ? "\(error.code) \(reasons)" : error.code
        } catch {
            return "\(error)"
        }
    }

    // MARK: Reading

    func read() async throws {
        for object in NaiveWorkspace.objects {
            guard model.knows(me, object) else {
                let code = await code { _ = try await engine.list(ListRequest(object), as: actor) }
                #expect(code == "object.unknown", place)
                continue
            }
            try await list(object, nil)
            for _ in 0..<4 { try await list(object, scenario.conditions.condition(object)) }
            for row in model.rows where row.object == object { try await get(row) }
        }
    }

    private func list(_ object: String, _ condition: NaiveCondition?) async throws {
        let hidden = { self.model.hidden(self.me, $0) }
        var request = ListRequest(object, where: condition?.text)
        let isHidden =
            condition?.fields(of: object).contains { hidden($0.object).contains($0.field) } ?? false
        guard !isHidden else {
            let code = await code { _ = try await engine.list(request, as: actor) }
            #expect(code == "condition.unknown_field", place)
            return
        }
        let wanted = model.visible(object, me).filter { row in
            condition.map { model.truth($0, row, me, seenBy: me) == true } ?? true
        }
        guard case .records(let found) = try await engine.list(request, as: actor) else { return }
        #expect(found.map(\.id) == wanted.map(\.id), place)
        seen.visible += found.count
        seen.invisible += model.rows.count { $0.object == object } - found.count
        for (record, row) in zip(found, wanted) { check(record, row) }

        request.show = "count(), sum(n)"
        guard !hidden(object).contains("n") else {
            let code = await code { _ = try await engine.list(request, as: actor) }
            #expect(code == "condition.unknown_field", place)
            return
        }
        guard case .figures(_, let rows) = try await engine.list(request, as: actor) else { return }
        let sum = wanted.reduce(Int64(0)) { $0 + ($1.values["n"]?.integer ?? 0) }
        #expect(rows == [[.integer(Int64(wanted.count)), .integer(sum)]], place)
    }

    private func check(_ record: Record, _ row: NaiveWorkspace.Row) {
        let hidden = model.hidden(me, row.object)
        for field in AccessScenario.fields {
            let wanted = hidden.contains(field) ? Value.none : row.values[field] ?? .none
            #expect(record[field] == wanted, place)
        }
    }

    private func get(_ row: NaiveWorkspace.Row) async throws {
        do {
            let record = try await engine.record(row.object, row.id, as: actor)
            #expect(model.has(\.read, me, on: row), place)
            check(record, row)
        } catch let error as TidegateError {
            #expect(error.code == "record.not_found", place)
            #expect(!model.has(\.read, me, on: row), place)
        }
    }

    // MARK: Explaining

    func explain() async throws {
        guard model.knows(me, "Item") else { return }
        for row in model.visible("Item", me) {
            let gates = try await engine.explain("Item", row.id, to: "done", as: actor)
            let box = row.values["box"]?.reference.flatMap { model.row("Box", $0) }
            let hides = { self.model.hidden(self.me, $0).contains($1) }
            check(
                gates[0], row.values["secret"] ?? .none, "secret",
                isConcealed: hides("Item", "secret"))
            check(
                gates[1], box?.values["secret"] ?? .none, "box.secret",
                isConcealed: hides("Box", "secret")
                    || box.map { !model.has(\.read, me, on: $0) } ?? false)
        }
    }

    private func check(
        _ gate: GateReport, _ value: Value, _ path: String, isConcealed: Bool
    ) {
        #expect(gate.passed == (value.integer.map { $0 > 5 } ?? false), place)
        let shown = gate.saw.flatMap(\.values).first { $0.0 == path }?.1
        #expect(shown == (isConcealed ? Explanation.concealed : value), place)
        if isConcealed { seen.concealed += 1 }
        guard isConcealed, let number = value.integer else { return }
        // The number itself is in no sentence; the rule's own 5 is.
        let sentences = ([gate.message] + gate.unblock).joined(separator: " ")
        #expect(number == 5 || !sentences.contains("\(number)"), place)
    }

    // MARK: Writing

    func write() async throws {
        for _ in 0..<6 {
            let row = scenario.conditions.dice.pick(model.rows)
            switch scenario.conditions.dice.below(5) {
            case 0: try await create(row.object)
            case 1: try await delete(row)
            default: try await update(row)
            }
        }
    }

    private func change(_ object: String) -> (field: String, value: Value) {
        let people = model.people.keys.sorted(), teams = model.teams.keys.sorted()
        let boxes = model.rows.filter { $0.object == "Box" }.map(\.id)
        if object == "Item", scenario.conditions.dice.chance(25), !boxes.isEmpty {
            return ("box", .reference(scenario.conditions.dice.pick(boxes)))
        }
        let field = scenario.conditions.dice.pick(AccessScenario.fields)
        return (field, scenario.value(field, people, teams))
    }

    /// What is said when the field may not be set, or the record it leads to is not there.
    private func problem(_ object: String, _ field: String, _ value: Value) -> String? {
        if model.readonly(me, object).contains(field) { return "record.invalid field.readonly" }
        if field == "box", let id = value.reference, let box = model.row("Box", id),
            !model.has(\.read, me, on: box)
        {
            return "record.invalid field.reference"
        }
        return nil
    }

    private func note(_ code: String, _ wanted: String) {
        #expect(code == wanted, place)
        if code == "done" { seen.done += 1 } else { seen.refused += 1 }
    }

    private func update(_ row: NaiveWorkspace.Row) async throws {
        let (field, value) = change(row.object)
        let code = await code {
            _ = try await engine.update(
                row.object, row.id, [field: value], as: actor, through: .test
            ).get()
        }
        let wanted: String
        if !model.knows(me, row.object) {
            wanted = "object.unknown"
        } else if model.hidden(me, row.object).contains(field) {
            wanted = "field.unknown"
        } else if !model.has(\.read, me, on: row) {
            wanted = "record.not_found"
        } else if !model.has(\.update, me, on: row) {
            wanted = "access.update"
        } else {
            wanted = problem(row.object, field, value) ?? "done"
        }
        note(code, wanted)
        guard wanted == "done", let index = model.rows.firstIndex(where: { $0.id == row.id })
        else { return }
        model.rows[index].values[field] = value
    }

    private func create(_ object: String) async throws {
        let (field, value) = change(object)
        var made: RecordID?
        let code = await code {
            made = try await engine.create(object, [field: value], as: actor, through: .test).get()
                .id
        }
        let row = NaiveWorkspace.Row(
            object: object, id: made ?? RecordID(number: 0), values: [field: value])
        let wanted: String
        if !model.knows(me, object) {
            wanted = "object.unknown"
        } else if model.hidden(me, object).contains(field) {
            wanted = "field.unknown"
        } else if !model.gives(\.create, me, to: object) {
            wanted = "access.create"
        } else {
            wanted =
                problem(object, field, value)
                ?? (model.has(\.create, me, on: row) ? "done" : "access.create")
        }
        note(code, wanted)
        if wanted == "done" { model.rows.append(row) }
    }

    private func delete(_ row: NaiveWorkspace.Row) async throws {
        let code = await code {
            _ = try await engine.delete(row.object, row.id, as: actor, through: .test).get()
        }
        let wanted: String
        if !model.knows(me, row.object) {
            wanted = "object.unknown"
        } else if !model.has(\.read, me, on: row) {
            wanted = "record.not_found"
        } else {
            wanted = model.has(\.delete, me, on: row) ? "done" : "access.delete"
        }
        note(code, wanted)
        guard wanted == "done" else { return }
        model.rows.removeAll { $0.id == row.id }
        model.opened.removeAll { $0.record == row.id }
        for index in model.rows.indices
        where model.rows[index].values["box"]?.reference == row.id {
            model.rows[index].values["box"] = nil
        }
    }
}
