import TidegateLua
import TidegateModel
import TidegateRules
import TidegateScript
import TidegateStore

/// Everything that happens in one commit on behalf of one actor: the saves, and the saves they
/// cause. Lives on the writer's thread and ends with the commit.
final class Transaction {
    let writer: any StoreWriter
    let workspace: ActiveBundle
    let actor: Actor
    let door: Door
    let now: Instant
    let id: RecordID
    var host: any ScriptHost { self }
    /// Rules whose scripts are running, outermost first.
    private(set) var runningRules: [RunningRule] = []

    /// The saves under way, outermost first: how deep, whose rounds, and the cycle to print.
    var frames: [Frame] = []
    /// Records on their way out: what is derived from them is not worked out any more.
    var leaving: Set<RecordID> = []
    /// Computed fields that are due.
    var agenda = Agenda()
    /// Saves that have written a record and wait for the rest, before they open approvals.
    var unconcluded: [Frame] = []
    /// How many hold back what is due; see ``holding(_:)``.
    var holds = 0
    /// Told what rules cost; `nil`: nobody wants to know.
    var meter: (any EngineObserver)?
    /// Whether users or their roles changed, on which it depends who may do what.
    var touchesPeople = false
    var saves = 0
    /// Saves of records whose computed fields were due; these do not count as ``saves``.
    var derivedSaves = 0
    var hookCalls = 0
    /// Changes in the order in which rows were written; filled in by each save's ninth phase.
    var changes: [Change?] = []
    /// Set while a rule test or a dry run looks on.
    var waivesEverything = false
    /// What rules say now is not for the observer.
    var isUnobserved = false
    /// Why warnings shall be passed, in every save that the request brings about.
    var confirmation: String?
    /// What scripts logged, for `tidegate lua` and tests.
    var logged: [String] = []
    var ids: RecordIDGenerator
    var entry: EntryWriter

    var bundle: Bundle { workspace.bundle }
    /// The actor's own rights.
    private(set) lazy var actorAccess = bundle.access(of: actor)
    /// While the engine itself or a rule declared so is at work; see ``access``.
    var actsAsSystem = false

    struct RunningRule {
        var name: String
        var location: RuleLocation
        var object: String
        var record: RecordID
        /// Before-hooks and checks read; what they wrote would stand outside the order of the save.
        var mayWrite: Bool
    }

    /// One save under way and what led to it.
    struct Frame {
        var object: Object
        var record: RecordID
        var cause: Cause?
        /// What before-hooks warned of; confirmed or refused with the validations.
        var warnings: [Warning] = []
        var takesWarnings = false
        /// From the moment its values are known until phase 8 has superseded them.
        var outdated: Set<Outdated> = []
    }

    /// An approval of a record that is about something else than what is being saved.
    struct Outdated: Hashable {
        var approval: String
        var record: RecordID
    }

    /// The rule that made a save happen.
    struct Cause {
        var what: String
        var location: RuleLocation?
        var object: String
        var record: RecordID
    }

    init(
        writer: any StoreWriter, workspace: ActiveBundle, actor: Actor, door: Door, now: Instant,
        ids: RecordIDGenerator
    ) {
        self.writer = writer
        self.workspace = workspace
        self.actor = actor
        self.door = door
        self.now = now
        self.ids = ids
        id = self.ids.next(at: now)
        entry = EntryWriter(head: workspace.entryHeads.head(actor, door), transaction: id)
    }

    func newID() -> RecordID { ids.next(at: now) }

    func context(_ record: Record, old: Record?) -> ConditionContext {
        ConditionContext(record: record, old: old, actor: actor, now: now, source: self)
    }

    /// Runs the body as something `cause` made happen.
    func because<Answer>(_ cause: Cause, _ body: () throws -> Answer) rethrows -> Answer {
        let outer = pendingCause
        pendingCause = cause
        defer { pendingCause = outer }
        return try body()
    }

    private(set) var pendingCause: Cause?

    /// Runs a script of a rule. What the engine itself refused or could not do comes out as it was
    /// thrown; a script's own failure becomes an error that names rule, place and record.
    func runScript<Answer>(
        _ name: String, _ location: RuleLocation, _ record: Record?, mayWrite: Bool,
        rights: ScriptRights = .user, _ body: (ScriptRuntime) throws -> Answer
    ) throws -> Answer {
        runningRules.append(
            RunningRule(
                name: name, location: location, object: record?.object.name ?? "",
                record: record?.id ?? RecordID(number: 0), mayWrite: mayWrite))
        defer { runningRules.removeLast() }
        do {
            return try metered(location) {
                try with(rights) { try releasing { try body(workspace.runtime) } }
            }
        } catch let failure as ScriptFailure {
            let hidden = with(rights) { hiddenField(in: failure) }
            throw Sentences.scriptFailed(name, location, record, failure, hidden: hidden)
        }
    }

    /// Runs what a script asks for so that, when it fails and the script catches that, nothing of
    /// it is left: no row without its history, its roll-ups and its approvals.
    func allOrNothing<Answer>(_ body: () throws -> Answer) throws -> Answer {
        let (known, due) = (changes.count, agenda)
        do { return try writer.savepoint(body) } catch {
            changes.removeSubrange(known...)
            agenda = due
            throw error
        }
    }

    /// Writes what the saves have collected. The last thing before the commit.
    func finish() throws {
        try settleDerived()
        for change in changes {
            if let change { try writer.append(change) }
        }
        changes.removeAll(keepingCapacity: true)
    }

    // MARK: Limits

    func enter(_ object: Object, _ record: RecordID) throws {
        saves += 1
        try open(object, record) {
            if saves > EngineLimits.savesATransaction {
                throw cycle("save.count", "One transaction saves more than \(saves - 1) records")
            }
        }
    }

    /// For a record whose computed fields are due.
    func enterDerived(_ object: Object, _ record: RecordID) throws {
        derivedSaves += 1
        guard derivedSaves <= EngineLimits.derivedSavesATransaction else {
            throw Sentences.tooManyDerived(object, nil)
        }
        try open(object, record) {}
    }

    private func open(_ object: Object, _ record: RecordID, _ check: () throws -> Void) throws {
        frames.append(Frame(object: object, record: record, cause: pendingCause))
        do {
            try check()
            if frames.count > EngineLimits.saveDepth {
                throw cycle("save.depth", "Saves go \(frames.count) deep")
            }
            let rounds = frames.count { $0.record == record }
            if rounds > EngineLimits.roundsARecord {
                throw cycle(
                    "save.rounds", "\(object.name) \(record) is saved again inside its own save")
            }
        } catch {
            leave()
            throw error
        }
    }

    /// Lets the before-hooks of the innermost save warn.
    func takingWarnings<Answer>(_ body: () throws -> Answer) rethrows -> Answer {
        let frame = frames.count - 1
        frames[frame].takesWarnings = true
        defer { frames[frame].takesWarnings = false }
        return try body()
    }

    @discardableResult
    func leave() -> Frame { frames.removeLast() }

    /// Goes on with a save that was left before it was done.
    func resuming<Answer>(_ frame: Frame, _ body: () throws -> Answer) rethrows -> Answer {
        frames.append(frame)
        defer { frames.removeLast() }
        return try body()
    }

    func countHookCall() throws {
        hookCalls += 1
        if hookCalls > EngineLimits.hookCallsATransaction {
            throw cycle("save.hooks", "One transaction calls more than \(hookCalls - 1) hooks")
        }
    }

    private func cycle(_ code: String, _ what: String) -> TidegateError {
        let path = frames.map { frame in
            let why = frame.cause.map { cause in
                " (\(cause.what)" + (cause.location.map { " at \($0)" } ?? "") + ")"
            }
            return "\(frame.object.name) \(frame.record)\(why ?? "")"
        }
        return TidegateError(
            .ruleFailed, code, "\(what): " + path.joined(separator: " → ") + ".",
            hint: "Give one of these rules a `when` that is false once its work is done.",
            rule: frames.reversed().lazy.compactMap { $0.cause?.location }.first)
    }
}

extension Transaction {
    /// What was nil to a script because the actor may not see it: Lua names the field it failed on.
    private func hiddenField(in failure: ScriptFailure) -> String? {
        guard case .failed(let message, _) = failure, !access.isUnlimited,
            let start = message.firstRange(of: "(field '")?.upperBound,
            let end = message[start...].firstIndex(of: "'")
        else { return nil }
        let name = String(message[start..<end])
        let object = bundle.schema.objects.first { object in
            object.slot(of: name).map { access.hides(object, $0) } ?? false
        }
        return object.map { AccessSentences.hiddenFromScript(name, $0, actor) }
    }
}

extension Transaction: RecordSource {
    func record(_ object: Object, _ id: RecordID) throws -> Record? {
        try writer.record(object, id)
    }

    func children(_ field: ChildrenField, of owner: RecordID) throws -> [Record] {
        try writer.children(field, of: owner, in: bundle.schema)
    }

    func shares(of record: RecordID, _ object: Object) throws -> [Share] {
        try writer.shares(of: record, object)
    }

    func rate(_ currency: String, on day: Day, in rates: ExchangeRates) throws -> Decimal? {
        try writer.rate(currency, on: day, in: rates)
    }

    func isApproved(_ approval: String, _ object: Object, _ record: RecordID) throws -> Bool {
        let asked = Outdated(approval: approval, record: record)
        if (frames + unconcluded).contains(where: { $0.outdated.contains(asked) }) { return false }
        return try newestApproval(approval, object, record)?["state"] == .text("approved")
    }
}
