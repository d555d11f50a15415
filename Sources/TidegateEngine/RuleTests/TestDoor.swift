import TidegateModel
import TidegateRules
import TidegateScript
import TidegateStore

/// What a rule test can do: make fixtures past every gate, act as anyone, turn the clock, and look
/// at what came of it. Each step is a transaction as any door would make it.
final class TestDoor: ScriptHost {
    private let writer: any StoreWriter
    private let workspace: ActiveBundle
    private var now: Instant
    private var ids = RecordIDGenerator(node: 1)
    /// As whom the test reads and writes within `as_user`.
    private var reader: Actor?

    let keepsRecordsFresh = true

    init(writer: any StoreWriter, workspace: ActiveBundle, now: Instant) {
        self.writer = writer
        self.workspace = workspace
        self.now = now
    }

    func perform(
        _ operation: ScriptOperation, _ arguments: [ScriptValue]
    ) throws -> [ScriptValue] {
        let call = ScriptCall(
            operation: operation, arguments: arguments, transaction: transaction(as: .system))
        switch operation {
        case .inTest: return [.bool(true)]
        case .testFixture: return [.record(try fixture(call))]
        case .testMove:
            return try attempt(call, options: 2) { transaction in
                let asked = try transaction.moving(
                    call.record(0).record, to: call.text(1), waiver: call.option("waive", in: 2))
                return .record(try Save.run(asked, in: transaction))
            }
        case .testAct:
            return try attempt(call, options: 2) { transaction in
                let record = try call.record(1).record
                return try transaction.act(
                    call.text(0), on: transaction.readable(record.object, record.id))
            }
        case .testUpdate:
            return try attempt(call, options: 2) { transaction in
                let record = try call.record(0).record
                return .record(
                    try Save.run(
                        SaveRequest(
                            object: record.object, id: record.id,
                            values: call.values(1, of: record.object),
                            waiver: call.option("waive", in: 2),
                            confirmation: call.option("confirm", in: 2)), in: transaction))
            }
        case .testCreate:
            return try attempt(call, options: 2) { transaction in
                let object = try call.object(0)
                return .record(
                    try Save.run(
                        SaveRequest(object: object, values: call.values(1, of: object)),
                        in: transaction))
            }
        case .testDecide: return try decide(call)
        case .testWithdraw:
            return try attempt(call, options: 2) { transaction in
                let held = try call.record(0).record
                let record = try transaction.readable(held.object, held.id)
                try ApprovalDesk(transaction: transaction)
                    .withdraw(self.approval(call.text(1)), record, comment: nil)
                return .none
            }
        case .testWaitsFor: return [try waitsFor(call).map { .text($0) } ?? .none]
        case .testSent: return [try sent(call).map { .text($0) } ?? .none]
        case .testAlert: return [try alert(call).map { .text($0) } ?? .none]
        case .testAdvance:
            guard let span = Span(try call.text(0)) else {
                throw call.wrong("a time such as 1 day")
            }
            now = now + span
            return []
        case .testAsUser:
            let who = call.arguments.first ?? .none
            if case .none = who { reader = nil } else { reader = try actor(who) }
            return []
        case .testSees: return [.bool(try sees(call))]
        case .testShare: return try attempt(call, options: 2) { try share(call, $0) }
        case .extra, .require, .testObjects: return []
        case .get, .first, .find, .count, .sum, .checkObject, .create, .save, .delete, .move, .act,
            .refuse, .warn, .notify, .email, .task, .log, .me, .today, .now:
            return try asFixture { try $0.perform(operation, arguments) }
        }
    }

    // MARK: Steps

    private func transaction(as actor: Actor) -> Transaction {
        Transaction(
            writer: writer, workspace: workspace, actor: actor, door: .test, now: now, ids: ids)
    }

    private func run<Answer>(
        as actor: Actor, waives: Bool, _ body: (Transaction) throws -> Answer
    ) throws -> Answer {
        try writer.savepoint {
            let transaction = transaction(as: actor)
            transaction.waivesEverything = waives
            defer { ids = transaction.ids }
            let answer = try body(transaction)
            try transaction.finish()
            return answer
        }
    }

    /// Fixtures stand where the test puts them; gates are for what the test does.
    private func asFixture<Answer>(_ body: (Transaction) throws -> Answer) throws -> Answer {
        guard let reader else { return try run(as: .system, waives: true, body) }
        return try run(as: reader, waives: false, body)
    }

    /// A refusal becomes an answer: done or not, message, names of what refused, result.
    private func attempt(
        _ call: ScriptCall, options: Int, _ body: (Transaction) throws -> ScriptValue
    ) throws -> [ScriptValue] {
        let actor = try actor(in: call.table(options))
        do {
            let value = try run(as: actor, waives: false, body)
            return [.bool(true), .text(""), .list([]), value]
        } catch let refusal as Refusal {
            return answer(refusal.error, refusal.gates)
        } catch let error as TidegateError where error.kind != .internal {
            return answer(error, [])
        }
    }

    private func answer(_ error: TidegateError, _ gates: [GateReport]) -> [ScriptValue] {
        let names =
            gates.filter { !$0.passed }.map(\.name) + [error.code]
            + error.reasons.flatMap { [$0.code] + validations(at: $0.rule) }
        let reasons = error.reasons.map(\.message).joined(separator: "; ")
        let message = error.message + (reasons.isEmpty ? "" : " (\(reasons))")
        return [.bool(false), .text(message), .list(names.map { .text($0) }), .none]
    }

    /// The name of the validation that stands there.
    private func validations(at place: RuleLocation?) -> [String] {
        let bundle = workspace.bundle
        return bundle.schema.objects.compactMap(bundle.rules).flatMap {
            ($0.validations + $0.deletionValidations).filter { $0.location == place }.map(\.name)
        }
    }

    private func decide(_ call: ScriptCall) throws -> [ScriptValue] {
        let options = try call.table(3)
        var comment: String?
        if case .value(.text(let text)) = options["comment"] ?? .none { comment = text }
        return try attempt(call, options: 3) { transaction in
            let held = try call.record(0).record
            let rule = try self.approval(call.text(1))
            let record = try transaction.decidable(held.object, held.id)
            try ApprovalDesk(transaction: transaction).decide(
                rule, record, yes: call.text(2) == "yes", comment: comment)
            return .none
        }
    }

    /// `by = "bob"` or `as = "bob"`; without them someone who may do everything and holds no role.
    private func actor(in options: [String: ScriptValue]) throws -> Actor {
        guard let who = options["by"] ?? options["as"] else {
            return Actor(
                kind: .service, name: "tester", permissions: [Permission.administer.rawValue])
        }
        return try self.actor(who)
    }

    private func actor(_ who: ScriptValue) throws -> Actor {
        let user: Record
        switch who {
        case .record(let record, _): user = record
        case .value(.text(let login)): user = try self.user(login)
        case .none, .value, .list, .table:
            throw TidegateError(.invalid, "test.actor", "by takes a login or a user")
        }
        return try Engine.actor(user, workspace.bundle, writer)
    }

    private func user(_ login: String) throws -> Record {
        guard let users = workspace.bundle.schema[People.Names.user],
            let slot = users.slot(of: People.Names.login),
            let user = try writer.first(users, slot: slot, equals: .text(login))
        else {
            throw TidegateError(.notFound, "user.unknown", "there is no user \(login) in this test")
        }
        return user
    }

    private func approval(_ name: String) throws -> Approval {
        guard let approval = workspace.bundle.approvals[name] else {
            throw TidegateError(.invalid, "approval.unknown", "there is no approval \(name)")
        }
        return approval
    }

    // MARK: Fixtures

    private func fixture(_ call: ScriptCall) throws -> Record {
        let object = try call.object(0)
        let name = try call.text(1)
        var values = try call.table(2)
        let nameField = object.name == People.Names.user ? People.Names.login : "name"
        guard let slot = object.slot(of: nameField) else {
            throw TidegateError(
                .invalid, "test.fixture",
                "\(object.name) has no name; use create \"\(object.name)\"")
        }
        if values.isEmpty, let known = try writer.first(object, slot: slot, equals: .text(name)) {
            return known
        }
        let roles = values.removeValue(forKey: "roles")
        values[nameField] = .text(name)
        if object.name == People.Names.user {
            values["name"] = values["name"] ?? .text(name)
            values["email"] = values["email"] ?? .text("\(name)@example.com")
        }
        return try asFixture { transaction in
            let inner = ScriptCall(
                operation: .create, arguments: [.none, .table(values.map { ($0.key, $0.value) })],
                transaction: transaction)
            let record = try Save.run(
                SaveRequest(object: object, values: inner.values(1, of: object)), in: transaction)
            if case .list(let names) = roles ?? .none { try grant(names, to: record, transaction) }
            return record
        }
    }

    private func grant(
        _ roles: [ScriptValue], to user: Record, _ transaction: Transaction
    ) throws {
        guard let grants = workspace.bundle.schema[People.Names.userRole] else { return }
        for case .value(let role) in roles {
            guard let name = role.text, workspace.bundle.roles[name] != nil else {
                throw TidegateError(.invalid, "role.unknown", "there is no role \(role)")
            }
            let values = [("user", Value.reference(user.id)), ("role", role)].compactMap {
                name, value in
                grants.slot(of: name).map { (slot: $0, value: value) }
            }
            _ = try Save.run(SaveRequest(object: grants, values: values), in: transaction)
        }
    }

    // MARK: ScriptHost

    func follow(_ object: Object, _ id: RecordID) throws -> Record? {
        try transaction(as: reader ?? .system).follow(object, id)
    }

    func members(of field: ChildrenField, _ owner: RecordID) throws -> [Record] {
        try transaction(as: reader ?? .system).members(of: field, owner)
    }

    func title(of record: Record) throws -> String {
        try transaction(as: reader ?? .system).title(of: record)
    }

    /// `expect(deal):seen_by("ann")`, and with a field: whether that is seen too.
    private func sees(_ call: ScriptCall) throws -> Bool {
        let held = try call.record(0).record
        let transaction = try transaction(as: actor(call.arguments[1]))
        guard let record = try transaction.follow(held.object, held.id) else { return false }
        guard call.arguments.count > 2, case .value(.text(let name)) = call.arguments[2] else {
            return true
        }
        guard let slot = record.object.slot(of: name) else {
            throw Sentences.unknownField(name, record.object, .unlimited)
        }
        return !transaction.access.hides(record.object, slot)
    }

    /// `share(deal, { with = "bob", level = "update", as = "ann" })`
    private func share(_ call: ScriptCall, _ transaction: Transaction) throws -> ScriptValue {
        let held = try call.record(0).record
        let record = try transaction.readable(held.object, held.id)
        let wanted = try call.table(1)
        let level = Share.Level(rawValue: try call.option("level", in: 1) ?? "read")
        guard let level, let with = wanted["with"] else {
            throw call.wrong("{ with = user or team, level = read or update }")
        }
        let holder: Share.Holder
        switch with {
        case .record(let record, _) where record.object.name == "Team": holder = .team(record.id)
        case .record(let record, _): holder = .user(record.id)
        case .value(.text(let login)): holder = .user(try user(login).id)
        case .none, .value, .list, .table: throw call.wrong("a user or a team to share with")
        }
        _ = try ShareDesk(transaction: transaction).share(record, Share(holder, level))
        return .none
    }
}

extension ScriptCall {
    /// A text among the options of a step: `{ as = "ann", confirm = "agreed by phone" }`.
    fileprivate func option(_ name: String, in index: Int) throws -> String? {
        guard case .value(.text(let text)) = try table(index)[name] ?? .none else { return nil }
        return text
    }
}

/// Looking at what came of it. Each answers `nil`, or what was found instead.
extension TestDoor {
    fileprivate func waitsFor(_ call: ScriptCall) throws -> String? {
        let record = try call.record(0).record
        let (approval, step, login) = (try call.text(1), try call.text(2), try call.text(3))
        let transaction = call.transaction
        guard let newest = try transaction.newestApproval(approval, record.object, record.id),
            newest["state"] == .text("open")
        else { return "approval \(approval) to be open, but it is not" }
        guard newest["step"] == .text(step) else {
            return "step \(step), but the approval stands at \(newest["step"])"
        }
        let asked = try TaskDesk(transaction: transaction).tasks(of: newest, step: step)
            .filter { $0["state"] == .text("open") }
            .compactMap { task in
                try task["assignee"].reference.flatMap { id in
                    try transaction.bundle.schema[People.Names.user].flatMap {
                        try transaction.writer.record($0, id)
                    }
                }?[People.Names.login].text
            }
        return asked.contains(login)
            ? nil : "\(login), but it waits for \(asked.joined(separator: ", "))"
    }

    fileprivate func sent(_ call: ScriptCall) throws -> String? {
        let what = try call.table(0)
        var address: String?
        switch what["to"] ?? .none {
        case .record(let recipient, _): address = Postbox.address(of: recipient)
        case .value(.text(let text)): address = text
        case .none, .value, .list, .table: break
        }
        var subject = ""
        if case .value(.text(let text)) = what["subject"] ?? .none { subject = text }
        let query = Query(SystemObjects.mail, actor: .system, now: call.transaction.now)
        let mails = try call.transaction.writer.records(query).filter { mail in
            (address == nil || mail["recipient"].text == address)
                && (subject.isEmpty || (mail["subject"].text ?? "").contains(subject))
        }
        let found =
            "\(mails.count) mails"
            + (mails.isEmpty
                ? "" : ": " + mails.compactMap { $0["subject"].text }.joined(separator: "; "))
        if case .value(.integer(let count)) = what["count"] ?? .none {
            return mails.count == Int(count) ? nil : "\(count) mails, but found \(found)"
        }
        return mails.isEmpty ? "a mail, but found none" : nil
    }

    fileprivate func alert(_ call: ScriptCall) throws -> String? {
        let record = try call.record(0).record
        let name = try call.text(1)
        guard case .value(.bool(let wanted)) = call.arguments.count > 2 ? call.arguments[2] : .none,
            let slot = SystemObjects.alert.slot(of: "record")
        else { return nil }
        let states = try call.transaction.writer.records(
            SystemObjects.alert, slot: slot, equals: .reference(record.id)
        ).filter { $0["name"] == .text(name) }.compactMap { $0["state"].text }
        let state = states.last ?? "never raised"
        if wanted {
            return state == "raised" ? nil : "alert \(name) to be raised, but it is \(state)"
        }
        return state == "cleared" ? nil : "alert \(name) to be cleared, but it is \(state)"
    }
}
