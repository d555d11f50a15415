import Logging
import TidegateModel
import TidegateRules
import TidegateScript
import TidegateStore

/// A workspace at work: the only writer of its records.
///
///     let engine = try await Engine.open(store: SQLiteStore.open(path: "crm.tidegate"))
///     let ann = try await engine.actor(login: "ann")
///     let answer = try await engine.move("Opportunity", id, to: "won", as: ann, through: .library)
///     switch answer {
///     case .done(let record): print(record.version)
///     case .refused(let refusal): print(refusal.error.message, refusal.gates)
///     }
///
/// Refusals are values, failures are thrown; both carry a ``TidegateError``.
public final class Engine: Sendable {
    public let store: any Store
    public let clock: Clock
    let logger: Logger
    let active: Lock<ActiveBundle>
    /// Why the installed packs are not in force; then nothing but installing and auditing works.
    private let refused: Lock<PackRefused?>
    private let ids: Lock<RecordIDGenerator>
    let bell = CommitBell()
    let turns = ReadingTurns()
    /// Long readings of all users together, so that readers are left for everyone else.
    let exports = ReadingTurns()
    let observer: (any EngineObserver)?
    /// See ``peopleGeneration``.
    let people = Lock(0)

    /// - Parameter node: makes ids of several programs on one workspace differ.
    public static func open(
        store: any Store, clock: Clock = .system, node: UInt8 = 0,
        logger: Logger = Logger(label: "tidegate"), observer: (any EngineObserver)? = nil
    ) async throws -> Engine {
        try await store.prepare(Schema(SystemObjects.all))
        let (setting, packs) = try await store.read { reader in
            let shelf = PackShelf(reader: reader)
            return (try shelf.active(), try shelf.activePacks())
        }
        do {
            let loaded = try ActiveBundle.load(packs, setting: setting)
            try await giveSearch(loaded.bundle.storedSchema, in: store)
            return Engine(
                store: store, clock: clock, node: node, logger: logger,
                observer: observer, bundle: loaded, refused: nil)
        } catch let refused as PackRefused {
            // A newer program may check more. Rules that are not understood must not be left out,
            // so none is in force; the workspace can still be looked at and mended.
            return Engine(
                store: store, clock: clock, node: node, logger: logger,
                observer: observer, bundle: try ActiveBundle.load([], setting: setting),
                refused: refused)
        }
    }

    /// A workspace of a program that knew no indexes of texts gets them when it is opened; they are filled later.
    private static func giveSearch(_ schema: Schema, in store: any Store) async throws {
        let isGiven = try await store.read { reader in
            try schema.objects.allSatisfy {
                try $0.search.isEmpty || reader.searchIndex(of: $0) != nil
            }
        }
        if !isGiven { try await store.prepare(schema) }
    }

    private init(
        store: any Store, clock: Clock, node: UInt8, logger: Logger,
        observer: (any EngineObserver)?, bundle: ActiveBundle, refused: PackRefused?
    ) {
        self.observer = observer
        self.store = store
        self.clock = clock
        self.logger = logger
        active = Lock(bundle)
        self.refused = Lock(refused)
        ids = Lock(RecordIDGenerator(node: node))
    }

    /// The rules in force.
    public var bundle: Bundle { active.withLock { $0.bundle } }

    func activate(_ bundle: ActiveBundle) {
        active.withLock { $0 = bundle }
        people.withLock { $0 += 1 }
        refused.withLock { $0 = nil }
    }

    /// Unless someone else has replaced it meanwhile, who then knew better.
    func replace(_ seen: ActiveBundle, with bundle: ActiveBundle, refused: PackRefused?) {
        let isReplaced = active.withLock { active in
            guard active === seen else { return false }
            active = bundle
            return true
        }
        guard isReplaced else { return }
        people.withLock { $0 += 1 }
        self.refused.withLock { $0 = refused }
    }

    /// Whether the rules that are installed are the ones that are followed.
    public var arePacksInForce: Bool { refused.withLock { $0 == nil } }

    /// - Throws: what is wrong with the installed packs, if they are not in force.
    func requirePacks() throws {
        if let refused = refused.withLock({ $0 }) { throw Sentences.packsNotInForce(refused) }
    }

    public func close() async { await store.close() }

    /// Runs the body in one transaction of the actor: the one way anything is written.
    ///
    /// - Parameter rehearse: roll everything back and hand over the answer all the same.
    func transact<Answer: Sendable>(
        as actor: Actor, through door: Door, rehearse: Bool = false, needsPacks: Bool = true,
        _ body: @escaping @Sendable (Transaction) throws -> Answer
    ) async throws -> Answer {
        if needsPacks { try requirePacks() }
        let workspace = active.withLock { $0 }
        do {
            let done = try await store.write { [self] writer in
                // The time of the commit's turn, so that the history's times never run backwards.
                let transaction = Transaction(
                    writer: writer, workspace: workspace, actor: actor, door: door,
                    now: clock.now(), ids: ids.withLock { $0 })
                transaction.meter = observer
                defer { keep(transaction.ids) }
                if needsPacks { try transaction.requireBundleInForce() }
                let answer = try body(transaction)
                try transaction.finish()
                if rehearse { throw Rehearsed(answer: answer) }
                return (
                    answer: answer, logged: transaction.logged, people: transaction.touchesPeople
                )
            }
            bell.ring()
            if done.people { people.withLock { $0 += 1 } }
            for line in done.logged { logger.info("\(line)", metadata: ["actor": "\(actor.name)"]) }
            return done.answer
        } catch is BundleOutdated {
            try await refresh()
            throw Sentences.rulesChanged()
        } catch let rehearsed as Rehearsed<Answer> {
            return rehearsed.answer
        } catch let error as StoreError {
            throw Sentences.storeFailed(error)
        } catch let problems as ConditionProblems {
            throw Sentences.badCondition(problems)
        }
    }

    private func keep(_ used: RecordIDGenerator) { ids.withLock { $0 = used } }

    /// The way out of a transaction that must leave nothing behind.
    private struct Rehearsed<Answer: Sendable>: Error {
        let answer: Answer
    }

    /// - Parameter glancing: the body looks at a few rows by their keys.
    func read<Answer: Sendable>(
        glancing: Bool = false, _ body: @escaping @Sendable (any StoreReader) throws -> Answer
    ) async throws -> Answer {
        do {
            return glancing ? try await store.glance(body) : try await store.read(body)
        } catch let error as StoreError {
            throw Sentences.storeFailed(error)
        }
    }
}

/// What came of a request.
public enum Answer<Done: Sendable>: Sendable {
    case done(Done)
    case refused(Refusal)

    /// The result, or the refusal's error thrown.
    public func get() throws -> Done {
        switch self {
        case .done(let done): return done
        case .refused(let refusal): throw refusal.error
        }
    }

    public func map<Other: Sendable>(_ convert: (Done) -> Other) -> Answer<Other> {
        switch self {
        case .done(let done): .done(convert(done))
        case .refused(let refusal): .refused(refusal)
        }
    }
}

extension Sentences {
    static func storeFailed(_ error: StoreError) -> TidegateError {
        switch error {
        case .notUnique(let object, let fields):
            TidegateError(
                .rejected, "record.not_unique",
                "There is already a \(object) with the same \(fields.joined(separator: ", ")).")
        case .stale(let object, let id):
            TidegateError(
                .conflict, "record.stale", "\(object) \(id) was changed by someone else meanwhile.",
                hint: "Read it again and repeat the change.",
                speech: .sentence("record.stale_meanwhile"))
        case .newerFormat(let found, let known):
            TidegateError(
                .unavailable, "store.newer",
                "The workspace has format \(found); this program knows up to \(known).",
                hint: "Use a newer tidegate.")
        case .notAWorkspace(let path):
            TidegateError(
                .invalid, "store.foreign", "\(path) is not a Tidegate workspace.",
                hint: "tidegate init makes one.")
        case .unfinished(let path):
            BackupSentences.unusable(path, error)
        case .busy:
            TidegateError(
                .unavailable, "store.busy", "Another program is writing to the workspace.",
                hint: "Try again.", speech: .sentence("store.busy"))
        case .tooLong(let milliseconds):
            TidegateError(
                .exhausted, "query.too_long",
                "The query was stopped: it took longer than \(milliseconds / 1000) seconds.",
                hint: "Ask for less: narrow the condition, or sort by a field with an index.")
        case .diskFull:
            TidegateError(
                .unavailable, "store.full", "The disk is full; nothing was written.",
                hint: "Free some space and repeat.", speech: .sentence("store.full"))
        case .damaged(let detail):
            TidegateError(
                .unavailable, "store.damaged", "The workspace's file is damaged.",
                hint: "Put a backup in its place: tidegate restore FILE --replace.", cause: detail)
        case .failed(let detail):
            TidegateError(
                .unavailable, "store.failed", "The workspace could not be read or written.",
                speech: .sentence("store.failed"), cause: detail)
        }
    }
}

extension StoreError {
    /// The engine's words for it, for those who open a store themselves.
    public var asTidegateError: TidegateError { Sentences.storeFailed(self) }
}
