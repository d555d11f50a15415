import TidegateModel

/// Keeps the indexes of texts true, inside the transaction that writes the records.
///
/// What changed is gathered and put in just before the commit: FTS5 writes a segment for every savepoint, which
/// would cost an import more than its rows do. So a rollback to a savepoint takes back what was gathered
/// since, and the transaction either has both, rows and words, or neither.
final class SearchWriter {
    /// `nil` on one side: it was not there before, or is not any more.
    private struct Entry {
        let object: Object
        let id: RecordID
        let old: Record?
        var new: Record?
        /// What was known of the indexes then; see ``extend(_:_:)``.
        let epoch: Int
    }

    private let connection: SQLiteConnection
    /// `nil`: to be read again.
    private var places: [String: SearchPlace]?
    private var known: [ObjectIdentifier: (object: Object, statements: SearchStatements?)] = [:]
    private var latest: (object: Object, statements: SearchStatements?)?
    private var entries: [Entry] = []
    private var seenVersion: Int64?
    /// How often what is written about the indexes was read anew.
    private var epoch = 0
    /// When words could not be put in, nothing of the transaction may be kept.
    private var failure: (any Error)?

    init(_ connection: SQLiteConnection) {
        self.connection = connection
    }

    // MARK: The transaction

    /// - Parameter version: what `PRAGMA data_version` says; another one when another program wrote.
    func begin(version: Int64) {
        entries.removeAll(keepingCapacity: true)
        failure = nil
        if version != seenVersion { forget() }
        seenVersion = version
    }

    /// What was gathered so far; see ``returned(to:)``.
    var mark: Int { entries.count }

    /// A savepoint was undone.
    func returned(to mark: Int) {
        entries.removeLast(max(0, entries.count - mark))
        // How far an index was filled may have been written after the savepoint.
        if places?.values.contains(where: { !$0.isComplete }) ?? false { forget() }
    }

    /// The schema or what is written about the indexes changed.
    func forget() {
        epoch += 1
        places = nil
        known.removeAll()
        latest = nil
    }

    // MARK: Records

    func inserted(_ record: Record) throws { try changed(nil, record, record.object) }

    func deleted(_ record: Record) throws { try changed(record, nil, record.object) }

    func updated(_ record: Record, from old: Record) throws {
        try changed(old, record, record.object)
    }

    private func changed(_ old: Record?, _ new: Record?, _ object: Object) throws {
        guard let statements = try statements(object), let id = (new ?? old)?.id,
            isIn(object, id)
        else { return }
        if let old, let new, statements.isAlike(old, new) { return }
        entries.append(Entry(object: object, id: id, old: old, new: new, epoch: epoch))
    }

    /// Whether the index has come to this id.
    private func isIn(_ object: Object, _ id: RecordID) -> Bool {
        places?[object.name].map { id.number <= $0.filled } ?? false
    }

    private func statements(_ object: Object) throws -> SearchStatements? {
        if let latest, latest.object === object { return latest.statements }
        let found: (object: Object, statements: SearchStatements?)
        if let kept = known[ObjectIdentifier(object)] {
            found = kept
        } else {
            let places = try known(places)
            if known.count >= StoreLimits.preparedObjects { known.removeAll() }
            found = (
                object,
                try places[object.name].map { try SearchStatements(object, $0, connection) }
            )
            known[ObjectIdentifier(object)] = found
        }
        latest = found
        return found.statements
    }

    private func known(_ places: [String: SearchPlace]?) throws -> [String: SearchPlace] {
        if let places { return places }
        let read = try SearchPlace.all(connection)
        self.places = read
        return read
    }

    /// Not within a savepoint, which would take the words back and not what is gathered here.
    func flushIfLarge() throws {
        if entries.count >= StoreLimits.gatheredTexts { try flush() }
    }

    /// Puts in what was gathered. FTS5 likes its rows in their order, and each once.
    func flush() throws {
        if let failure { throw failure }
        if entries.isEmpty { return }
        defer { entries.removeAll(keepingCapacity: true) }
        do {
            for entry in entries.count == 1 ? entries : merged() { try put(entry) }
        } catch {
            failure = error
            throw error
        }
    }

    /// An index that was made anew meanwhile comes to the record by itself.
    private func put(_ entry: Entry) throws {
        guard let statements = try statements(entry.object), isIn(entry.object, entry.id)
        else { return }
        if let old = entry.old { try statements.delete(old) }
        if let new = entry.new { try statements.insert(new) }
    }

    /// One entry a record, with what it was at first and is at last; by object and id.
    private func merged() -> [Entry] {
        var places: [RecordID: Int] = [:]
        var merged: [Entry] = []
        for entry in entries {
            if let place = places[entry.id], merged[place].object.name == entry.object.name {
                merged[place].new = entry.new
            } else {
                places[entry.id] = merged.count
                merged.append(entry)
            }
        }
        return merged.sorted {
            ($0.object.name, $0.id.number) < ($1.object.name, $1.id.number)
        }
    }

    // MARK: Filling

    /// Puts the next records of an object into its index.
    ///
    /// - Returns: whether all of them are in it now.
    func extend(_ object: Object, _ records: RecordStatements) throws -> Bool {
        guard let place = try known(places)[object.name], !place.isComplete,
            let statements = try statements(object)
        else { return true }
        // The rows that are read have what waits for another index in them already.
        guard !entries.contains(where: { $0.object.name == object.name && $0.epoch != epoch })
        else { return false }
        let table = SQLiteConnection.quoted(object.table)
        let next = try connection.cached(
            "SELECT \(RecordLayout.list(object)) FROM \(table) WHERE id > ?1 ORDER BY id LIMIT ?2")
        next.bind(1, place.filled)
        next.bind(2, Int64(StoreLimits.filledTexts))
        let found = try records.all(next)
        for record in found { try statements.insert(record) }
        let isLast = found.count < StoreLimits.filledTexts
        let filled = isLast ? Int64.max : found.last?.id.number ?? place.filled
        let note = try connection.cached("UPDATE tg_search SET filled = ?2 WHERE object = ?1")
        note.bind(1, object.name)
        note.bind(2, filled)
        try note.run()
        places?[object.name]?.filled = filled
        return isLast
    }
}
