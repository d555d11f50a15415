import TidegateModel
import TidegateRules
import TidegateStore

/// One save of one record, in the order of DESIGN §5. Each phase is a file of its own.
///
/// The same code serves every door, dry runs and tests; a dry run is this, rolled back.
struct Save {
    let transaction: Transaction
    let object: Object
    let rules: ObjectRules
    let old: Record?
    var record: Record
    var waiver: String?
    var confirmation: String?
    /// Set by the engine itself for fields that only an approval or a roll-up may change.
    var isByEngine = false
    /// The record was deleted and comes back: `old` is what it was, and there is no row of it.
    var isUndeletion = false
    var trace = Trace()
    /// The newest id as the row was written: approvals with a larger one were opened since, by what
    /// this save caused, and know of its change.
    var written: RecordID?

    /// Phases 1 to 9; 10 and 11 belong to the commit.
    static func run(_ request: SaveRequest, in transaction: Transaction) throws -> Record {
        guard !request.object.isEngineOwned else { throw Sentences.engineOwned(request.object) }
        return try run(request, on: load(request, in: transaction), in: transaction)
    }

    /// The same for a record that was read in this transaction and not saved since.
    static func run(
        _ request: SaveRequest, on old: Record?, in transaction: Transaction  // 1
    ) throws -> Record {
        let rules = try transaction.rules(of: request.object)
        let id = old?.id ?? transaction.newID()
        try transaction.enter(request.object, id)
        defer { transaction.leave() }
        var save = Save(
            transaction: transaction, object: request.object, rules: rules, old: old,
            record: old ?? Record(object: request.object, id: id), waiver: request.waiver,
            confirmation: request.confirmation ?? transaction.confirmation)
        try save.checkRights(request.values)  // 2
        try save.take(request.values)
        return try save.finish()
    }

    /// A change the engine makes itself: verdicts, roll-ups. Everything but the right to touch the
    /// field is checked as for anyone.
    static func run(
        byEngine values: [(slot: Int, value: Value)], on old: Record, in transaction: Transaction
    ) throws -> Record {
        let rules = try transaction.rules(of: old.object)
        try transaction.enter(old.object, old.id)
        defer { transaction.leave() }
        return try transaction.withSystemRights {
            var save = Save(
                transaction: transaction, object: old.object, rules: rules, old: old, record: old,
                isByEngine: true)
            try save.take(values)
            return try save.finish()
        }
    }

    mutating func finish() throws -> Record {
        guard let written = try perform() else { return old ?? record }
        return try conclude(written)
    }

    /// The record as this save wrote it, and its place in the history.
    struct Written {
        var record: Record
        var place: Int
    }

    /// Phases 3 to 7.
    ///
    /// - Returns: `nil` when nothing differs: no version, no history.
    mutating func perform() throws -> Written? {
        try runBeforeHooks()  // 3
        try computeFields()
        try checkRequired()
        if let old, !isUndeletion, !differs(from: old) { return nil }
        let frame = transaction.frames.count - 1
        transaction.frames[frame].outdated = outdatedApprovals()
        try validate()  // 4
        try checkCreation()  // 5
        try passGates()
        try write()  // 6
        let written = Written(record: record, place: transaction.reserveChange())
        self.written = transaction.ids.latest
        try transaction.note(isUndeletion ? nil : old, record)
        try runAfterHooks()  // 7
        return written
    }

    /// Phases 8 and 9, and the notices.
    mutating func conclude(_ written: Written) throws -> Record {
        record = try current()
        try settle()  // 8
        transaction.frames[transaction.frames.count - 1].outdated = []
        transaction.fill(written.place, with: change(of: written.record))  // 9
        record = try current()
        try sendNotices()  // 10
        return record
    }

    private static func load(_ request: SaveRequest, in transaction: Transaction) throws -> Record?
    {
        guard let id = request.id else { return nil }
        let old = try transaction.readable(request.object, id)
        if let version = request.version, version != old.version {
            throw Sentences.stale(old, seen: version)
        }
        return old
    }

    func differs(from old: Record) -> Bool {
        for slot in 0..<object.firstSystemSlot where !record.equals(old, at: slot) { return true }
        return false
    }

    /// Computed fields may look at when and by whom the record was made.
    mutating func stampCreation() {
        guard old == nil else { return }
        record[object.firstSystemSlot] = .datetime(transaction.now)
        record[object.firstSystemSlot + 1] = transaction.actor.user.map(Value.reference) ?? .none
    }

    private mutating func write() throws {
        let system = object.firstSystemSlot
        let time = Value.datetime(transaction.now)
        let user = transaction.actor.user.map(Value.reference) ?? .none
        record[system + 2] = time
        record[system + 3] = user
        record.version += 1
        try checkLogin()
        do {
            if let old, !isUndeletion {
                try transaction.writer.update(record, from: old)
            } else {
                try transaction.writer.insert(record)
            }
        } catch StoreError.notUnique(_, let fields) {
            throw Sentences.notUnique(
                record, fields, hidden: transaction.actorAccess.hiddenNames(of: object))
        }
        try transaction.settlePeople(record)
    }

    /// As it stands now: hooks, roll-ups and approvals may have saved it again, each in a round of
    /// its own.
    func current() throws -> Record {
        guard transaction.saves + transaction.derivedSaves > 1,
            let newest = try transaction.writer.record(object, record.id)
        else { return record }
        return newest
    }
}

extension Transaction {
    func rules(of object: Object) throws -> ObjectRules {
        guard let rules = bundle.rules(of: object) else {
            throw TidegateError(
                .internal, "object.foreign", "\(object.name) is not of the active bundle.")
        }
        return rules
    }

    /// Keeps the change's place in the history: rows are numbered in the order they were written.
    func reserveChange() -> Int {
        changes.append(nil)
        return changes.count - 1
    }

    func fill(_ place: Int, with change: Change) { changes[place] = change }
}
