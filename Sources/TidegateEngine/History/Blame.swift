import TidegateModel
import TidegateRules
import TidegateStore

/// Where the value of a field comes from.
public struct Blame: Sendable {
    /// What the field was, and what it became and still is.
    public var change: HistoryEntry.FieldChange
    /// The save that did it: who, when, through which door.
    public var entry: HistoryEntry
    /// The rules behind it: the one that set the value, then what made that happen, and so on. Empty
    /// when whoever saved gave the value.
    public var causes: [Cause]

    public struct Cause: Sendable, Hashable {
        /// `hook "Price it"`, `formula of net`.
        public var rule: String
        /// `sales/hooks/price.lua:12`
        public var at: String?
        /// The pack of the rule in the version that was in force then.
        public var pack: String?
        public var version: String?
        /// `Opportunity/0D3…`: the record the rule was about.
        public var record: String
    }
}

extension Blame.Cause {
    /// In English, for the program: `hook "Price it" — sales/hooks/price.lua:12 (sales 1.2.0)`.
    public var words: String {
        let release = pack.flatMap { pack in version.map { " (\(pack) \($0))" } } ?? ""
        return rule + (at.map { " — \($0)" } ?? "") + release + ", for \(record)"
    }
}

extension Engine {
    /// Where the values of a record come from, in the order of its fields.
    ///
    /// - Parameter field: `nil` for every field that was ever given a value.
    public func blame(
        _ object: String, _ id: RecordID, field: String? = nil, as actor: Actor
    ) async throws -> [Blame] {
        let object = try self.object(object, as: actor)
        guard !object.isEngineOwned else { throw Sentences.pastNotKept(object) }
        let slots = try field.map { [try slot(of: $0, in: object, as: actor)] }
        let bundle = bundle
        return try await read(as: actor) { reader, viewer in
            guard let record = try reader.record(object, id), try viewer.mayRead(record) else {
                throw Sentences.notFound(object, id)
            }
            return try Blaming(object: object, bundle: bundle, reader: reader, viewer: viewer)
                .blames(id, slots ?? Array(0..<object.firstSystemSlot))
        }
    }
}

/// Goes back through a record's saves until each field's last change is found.
private struct Blaming {
    let object: Object
    let bundle: Bundle
    let reader: any StoreReader
    let viewer: Viewer

    func blames(_ id: RecordID, _ slots: [Int]) throws -> [Blame] {
        var wanted = Set(slots.map { object.fields[$0].name })
            .subtracting(viewer.book.hiddenNames(of: object))
        var found: [String: Blame] = [:]
        let packs = try PackTimes(reader)
        let saves = Saves(
            of: id, object, reader, hiding: HiddenHistory(of: object, from: viewer, bundle))
        while !wanted.isEmpty, let save = try saves.next() {
            for change in save.entry.fields where wanted.remove(change.field) != nil {
                found[change.field] = Blame(
                    change: change, entry: save.entry,
                    causes: try causes(of: change.field, in: save.entry, packs))
            }
        }
        return slots.compactMap { found[object.fields[$0].name] }
    }

    private func causes(
        of field: String, in entry: HistoryEntry, _ packs: PackTimes
    ) throws -> [Blame.Cause] {
        try ([setter(of: field, in: entry)].compactMap(\.self) + chain(from: entry)).map {
            because in
            let pack = because.at.flatMap { $0.split(separator: "/").first.map(String.init) }
            return Blame.Cause(
                rule: because.rule, at: because.at, pack: pack,
                version: pack.flatMap { packs.version(of: $0, before: entry.sequence) },
                record: because.record)
        }
    }

    /// The rule that set the field inside the save: the last of the hooks that did, or what computes
    /// it.
    private func setter(of field: String, in entry: HistoryEntry) -> HistoryEntry.Because? {
        let place = "\(entry.object)/\(entry.record)"
        for line in entry.lines.reversed() {
            guard case .hook(let name, let set, let at) = line, set.contains(field) else {
                continue
            }
            return .init(rule: "hook \"\(name)\"", at: at, record: place)
        }
        guard let field = object.field(field) else { return nil }
        let way: String? =
            if field.formulaSource != nil {
                "formula"
            } else if field.rollupSource != nil {
                "roll-up"
            } else if field.type.isAutonumber {
                "numbering"
            } else {
                nil
            }
        return way.map {
            .init(rule: "\($0) of \(field.name)", at: field.origin?.description, record: place)
        }
    }

    /// What made the save happen, what made that happen, as far as the viewer may read the records.
    private func chain(from entry: HistoryEntry) throws -> [HistoryEntry.Because] {
        var chain: [HistoryEntry.Because] = []
        var last: HistoryEntry? = entry
        while let because = last?.because, !chain.contains(because) {
            chain.append(because)
            last = try last.flatMap { try save(of: because.record, behind: $0) }
        }
        return chain
    }

    /// The save of the record, in the same transaction, in which the rule ran that led to the entry.
    private func save(of record: String, behind entry: HistoryEntry) throws -> HistoryEntry? {
        guard let place = RecordPlace(record), let object = bundle.schema[place.object],
            let record = try reader.record(object, place.id), try viewer.mayRead(record)
        else { return nil }
        let hidden = HiddenHistory(of: object, from: viewer, bundle)
        return try reader.changes(
            object: object.name, record: place.id, before: entry.sequence,
            limit: EngineLimits.changesBeforeCause
        ).lazy.map { try HistoryEntry($0, hiding: hidden) }
            .first { $0.transaction == entry.transaction && Saves.Kind(rawValue: $0.kind) != nil }
    }
}

/// Which version of a pack was in force at which place of the history.
private struct PackTimes {
    private var installed: [String: [(sequence: Int64, version: String)]] = [:]

    init(_ reader: any StoreReader) throws {
        let files = SystemObjects.packFile
        guard let path = files.slot(of: "path"), let hash = files.slot(of: "hash") else { return }
        for file in try reader.records(files, slot: path, equals: .text("pack.lua")) {
            guard let pack = file["pack"].text, let version = file["pack_version"].text,
                // The history of the first file keeps when its pack was installed.
                let first = try reader.first(files, slot: hash, equals: file[hash])
            else { continue }
            for stored in try reader.changes(object: files.name, record: first.id) {
                installed[pack, default: []].append((stored.sequence, version))
            }
        }
    }

    func version(of pack: String, before sequence: Int64) -> String? {
        installed[pack]?.filter { $0.sequence < sequence }.max { $0.sequence < $1.sequence }?
            .version
    }
}
