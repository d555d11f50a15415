import TidegateModel
import TidegateRules
import TidegateScript
import TidegateStore

/// What a script can do in a save. Reads see the running transaction; writes are full saves.
extension Transaction: ScriptHost {
    func follow(_ object: Object, _ id: RecordID) throws -> Record? {
        guard !access.isUnlimited else { return try writer.record(object, id) }
        return try writer.record(object, id).flatMap(viewer.shown)
    }

    func members(of field: ChildrenField, _ owner: RecordID) throws -> [Record] {
        let members = try children(field, of: owner)
        return access.isUnlimited ? members : try members.compactMap(viewer.shown)
    }

    func title(of record: Record) throws -> String {
        guard !access.isUnlimited else { return try title(record) }
        return try title(viewer.masked(record), VisibleSource(viewer))
    }

    func perform(
        _ operation: ScriptOperation, _ arguments: [ScriptValue]
    ) throws -> [ScriptValue] {
        let call = ScriptCall(operation: operation, arguments: arguments, transaction: self)
        switch operation {
        case .get, .first, .find, .count, .sum, .checkObject: return try read(call)
        case .create, .save, .delete, .move, .act, .notify, .email, .task:
            if let rule = runningRules.last, !rule.mayWrite {
                throw ActionSentences.onlyReads(operation, rule)
            }
            return try allOrNothing { try write(call) }
        case .refuse: throw try refusal(call)
        case .warn: try warn(call)
        case .log: logged.append(arguments.map(call.shown).joined(separator: " "))
        case .me: return [try myself()]
        case .today: return [.value(.date(now.day))]
        case .now: return [.value(.datetime(now))]
        case .inTest: return [.bool(false)]
        case .extra, .require, .testObjects, .testFixture, .testMove, .testAct, .testDecide,
            .testWithdraw, .testUpdate, .testCreate, .testWaitsFor, .testSent, .testAlert,
            .testAdvance, .testAsUser, .testSees, .testShare:
            throw call.wrong("a rule test; it is not there elsewhere")
        }
        return []
    }

    // MARK: Reading

    private func read(_ call: ScriptCall) throws -> [ScriptValue] {
        let object = try call.object(0)
        switch call.operation {
        case .get:
            guard let id = try call.id(1) else { return [.none] }
            return [try follow(object, id).map { .record($0) } ?? .none]
        case .first:
            return [try select(call, object, limit: 1).first.map { .record($0) } ?? .none]
        case .find:
            let found = try select(call, object, limit: EngineLimits.scriptRows + 1)
            guard found.count <= EngineLimits.scriptRows else {
                throw call.wrong("at most \(EngineLimits.scriptRows) records; narrow the condition")
            }
            return [.list(found.map { .record($0) })]
        case .count: return [try summary(call, object, "count()", whereAt: 1)]
        case .sum: return [try summary(call, object, "sum(\(call.text(1)))", whereAt: 2)]
        default: return []
        }
    }

    private func select(_ call: ScriptCall, _ object: Object, limit: Int) throws -> [Record] {
        var query = Query(object, where: try call.condition(1, on: object), actor: actor, now: now)
        query.limit = limit
        query.access = access
        return try writer.records(query).map(shown)
    }

    private func summary(
        _ call: ScriptCall, _ object: Object, _ show: String, whereAt index: Int
    ) throws -> ScriptValue {
        var query = Query(
            object, where: try call.condition(index, on: object), actor: actor, now: now)
        query.access = access
        query.summary = try workspace.conditions.summary(show, scope(object))
        return .value(try writer.summary(query).first?.first ?? .none)
    }

    func scope(_ object: Object) -> ConditionScope {
        ConditionScope(
            schema: bundle.schema, object: object, allows: .query,
            approvals: Set(bundle.approvals.keys), roles: Set(bundle.roles.keys), reader: access)
    }

    private func myself() throws -> ScriptValue {
        guard let user = actor.user, let object = bundle.schema[People.Names.user] else {
            return .none
        }
        return try follow(object, user).map { .record($0) } ?? .none
    }

    // MARK: Writing

    private func write(_ call: ScriptCall) throws -> [ScriptValue] {
        switch call.operation {
        case .create: return [try .record(shown(create(call)))]
        case .save: return [try .record(shown(saveAgain(call)))]
        case .delete: try Save.delete(whole(call.record(0).record), in: self)
        case .move: return [try .record(shown(move(call.record(0).record, to: call.text(1))))]
        case .act:
            let target = try whole(call.record(1).record)
            guard case .record(let made, _) = try act(call.text(0), on: target) else {
                return [.none]
            }
            return [.record(shown(made))]
        case .notify: try notify(call)
        case .email: try email(call)
        case .task: try task(call)
        default: break
        }
        return []
    }

    /// The record a script holds, with what is hidden from it.
    private func whole(_ record: Record) throws -> Record {
        try writer.record(record.object, record.id) ?? record
    }

    private func create(_ call: ScriptCall) throws -> Record {
        let object = try call.object(0)
        return try because(call.cause) {
            try Save.run(
                SaveRequest(object: object, values: call.values(1, of: object)), in: self)
        }
    }

    private func saveAgain(_ call: ScriptCall) throws -> Record {
        let (record, changes) = try call.record(0)
        return try because(call.cause) {
            try Save.run(
                SaveRequest(object: record.object, id: record.id, values: changes), in: self)
        }
    }

    func move(_ record: Record, to stage: String) throws -> Record {
        try Save.run(moving(record, to: stage), in: self)
    }

    func moving(
        _ record: Record, to stage: String, waiver: String? = nil
    ) throws -> SaveRequest {
        let (pipeline, stage) = try way(of: record.object, to: stage, for: access)
        return SaveRequest(
            object: record.object, id: record.id, values: [(pipeline.slot, .text(stage.name))],
            waiver: waiver)
    }

    /// The stage, if it is there for whoever has these rights.
    func way(
        of object: Object, to name: String, for access: AccessBook
    ) throws -> (pipeline: Pipeline, stage: Stage) {
        guard let pipeline = access[object].seen(try rules(of: object).pipeline) else {
            throw TidegateError(
                .invalid, "pipeline.missing", "\(object.label) has no pipeline to move in.")
        }
        guard let stage = pipeline.stage(name) else {
            let names = pipeline.stages.map(\.name)
            let hint = suggestion(for: name, among: names).map { " Did you mean \($0)?" }
            throw TidegateError(
                .invalid, "stage.unknown",
                "\(object.label) has no stage \(name)."
                    + (hint ?? " There is " + names.joined(separator: ", ") + "."))
        }
        return (pipeline, stage)
    }

    /// Runs an action as the actor, who must have the right to press it.
    func act(_ name: String, on record: Record) throws -> ScriptValue {
        let action = try action(name, on: record.object)
        guard mayPress(action) else { throw ActionSentences.notYours(actor, action) }
        if let when = action.when, try truth(of: when, context(record, old: nil)) != .yes {
            let why = try action.disabled(by: when, told: toldContext(record, old: nil))
            throw Refusal(ActionSentences.notNow(action, why))
        }
        observer?.ran(action.location)
        let cause = Cause(
            what: "action \"\(name)\"", location: action.location, object: record.object.name,
            record: record.id)
        let result = try because(cause) {
            try runScript(
                "action \"\(name)\"", action.location, record, mayWrite: true,
                rights: action.rights
            ) {
                try $0.perform(
                    action.run, on: shown(record), host: host, budget: EngineLimits.hookBudget)
            }
        }
        // What the action made may have been saved again since, by roll-ups of its children.
        guard case .record(let made, _) = result else { return result }
        return .record(try writer.record(made.object, made.id) ?? made)
    }

    private func action(_ name: String, on object: Object) throws -> Action {
        let actions = bundle.actions(on: object)
        if let action = actions.first(where: { $0.name == name }) { return action }
        throw ActionSentences.unknown(name, object, actions.map(\.name))
    }

    // MARK: Telling

    private func refusal(_ call: ScriptCall) throws -> Refusal {
        let message = try call.filled(1, values: 2)
        let speech = try call.said(1, values: 2)
        return Refusal(
            TidegateError(
                .rejected, try call.text(0), message,
                reasons: [
                    Reason(
                        code: try call.text(0), message: message, rule: call.cause.location,
                        speech: speech)
                ],
                rule: call.cause.location, speech: speech))
    }

    /// Like a validation of kind warn: the save needs a confirmation. Only a before-hook can warn,
    /// later there is nothing left to confirm.
    private func warn(_ call: ScriptCall) throws {
        guard let frame = frames.indices.last, frames[frame].takesWarnings else {
            throw call.wrong("a before_save hook; elsewhere use refuse or log")
        }
        let message = try call.filled(1, values: 2)
        let reason = Reason(
            code: try call.text(0), message: message, rule: call.cause.location,
            speech: try call.said(1, values: 2))
        frames[frame].warnings.append(Warning(reason: reason, kept: message))
    }

    private func notify(_ call: ScriptCall) throws {
        let user = try whole(call.record(0).record)
        let text = Tongue(of: user, bundle)(
            try call.said(1, values: 2), or: try call.filled(1, values: 2))
        try Postbox(transaction: self).put(
            key: "notify/\(id)/\(newID())/\(user.id)", to: user, subject: text, body: text,
            about: frameRecord(), rule: call.cause.location)
    }

    private func email(_ call: ScriptCall) throws {
        let message = try call.table(0)
        guard case .record(let recipient, _) = message["to"] ?? .none,
            case .value(.text(let subject)) = message["subject"] ?? .none,
            case .value(.text(let body)) = message["body"] ?? .none
        else { throw call.wrong("{ to = record, subject = text, body = text }") }
        try Postbox(transaction: self).put(
            key: "email/\(id)/\(newID())", to: whole(recipient), subject: subject, body: body,
            about: frameRecord(), rule: call.cause.location)
    }

    private func task(_ call: ScriptCall) throws {
        let user = try whole(call.record(0).record)
        let about = call.arguments.count > 2 ? try call.record(2).record : nil
        try TaskDesk(transaction: self).ask(
            user, .todo, title: try call.text(1), about: about, due: nil,
            location: call.cause.location)
    }

    private func frameRecord() throws -> Record? {
        guard let frame = frames.last else { return nil }
        return try writer.record(frame.object, frame.record)
    }
}

/// What is said about actions, and about what a script may do where.
enum ActionSentences {
    static func onlyReads(
        _ operation: ScriptOperation, _ rule: Transaction.RunningRule
    ) -> TidegateError {
        TidegateError(
            .ruleFailed, "script.only_reads",
            "\(rule.name): \(operation.name) is not possible here, because nothing is saved yet.",
            hint: "Put it into after_save or an action.", rule: rule.location)
    }

    static func notYours(_ actor: Actor, _ action: Action) -> TidegateError {
        TidegateError(
            .forbidden, "action.forbidden",
            "\(actor.name) may not press \"\(action.name)\"; it is for "
                + action.roles.sorted().joined(separator: ", ") + ".", rule: action.location,
            speech: .sentence(
                "action.forbidden",
                [
                    "actor": .text(actor.name),
                    "action": .term(.action(action.object, action.name)),
                    "roles": .list(action.roles.sorted().map { .term(.role($0)) }),
                ]))
    }

    /// To who cannot press it: whose it is.
    static func forOthers(_ action: Action) -> Reason {
        Reason(
            code: "action.forbidden",
            message: "it is for " + action.roles.sorted().joined(separator: ", "),
            speech: .sentence(
                "action.for",
                ["roles": .list(action.roles.sorted().map { .term(.role($0)) })]))
    }

    /// To who may press it, but not change the record, which it is sure to do: what the save would be
    /// refused with.
    static func changes(_ whyNot: TidegateError) -> Reason {
        Reason(code: whyNot.code, message: whyNot.message, speech: whyNot.speech)
    }

    static func notNow(_ action: Action, _ why: Reason) -> TidegateError {
        TidegateError(
            .rejected, "action.disabled",
            "\"\(action.name)\" cannot be pressed now: \(Sentences.ended(why.message))",
            rule: action.location,
            speech: .sentence(
                "action.disabled",
                [
                    "action": .term(.action(action.object, action.name)),
                    "why": why.speech ?? .text(why.message),
                ]))
    }

    static func unknown(_ name: String, _ object: Object, _ known: [String]) -> TidegateError {
        let hint = suggestion(for: name, among: known).map { " Did you mean \"\($0)\"?" }
        let all = known.isEmpty ? " It has none." : " It has \(known.joined(separator: ", "))."
        return TidegateError(
            .notFound, "action.unknown",
            "\(object.label) has no action \"\(name)\"." + (hint ?? all))
    }
}
