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
                try transaction.act(call.text(0), on: self.newest(call.record(1).record))
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
                let record = try self.newest(call.record(0).record)
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
        try run(as: .system, waives: true, body)
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
            + error.reasons.flatMap { reason in
                [reason.code, reason.message.split(separator: ":").first.map(String.init) ?? ""]
            }
        let reasons = error.reasons.map(\.message).joined(separator: "; ")
        let message = error.message + (reasons.isEmpty ? "" : " (\(reasons))")
        return [.bool(false), .text(message), .list(names.map { .text($0) }), .none]
    }

    private func decide(_ call: ScriptCall) throws -> [ScriptValue] {
        let options = try call.table(3)
        var comment: String?
        if case .value(.text(let text)) = options["comment"] ?? .none { comment = text }
        return try attempt(call, options: 3) { transaction in
            let record = try self.newest(call.record(0).record)
            try ApprovalDesk(transaction: transaction).decide(
                self.approval(call.text(1)), record, yes: call.text(2) == "yes", comment: comment)
            return .none
        }
    }

    /// `by = "bob"` or `as = "bob"`; without them a person with no rights of their own.
    private func actor(in options: [String: ScriptValue]) throws -> Actor {
        guard let who = options["by"] ?? options["as"] else {
            return Actor(kind: .service, name: "tester")
        }
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

    private func newest(_ record: Record) throws -> Record {
        try writer.record(record.object, record.id) ?? record
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
        try writer.record(object, id)
    }

    func members(of field: ChildrenField, _ owner: RecordID) throws -> [Record] {
        try transaction(as: .system).children(field, of: owner)
    }

    func title(of record: Record) throws -> String {
        try transaction(as: .system).title(record)
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
