import TidegateModel
import TidegateRules
import TidegateScript
import TidegateStore

/// The packs kept in a workspace: every version ever installed, by content hash, and which are
/// active.
struct PackShelf {
    let reader: any StoreReader

    static let activeSetting = "active_packs"

    /// Names and hashes of the active packs, in load order.
    func active() throws -> String { try reader.setting(Self.activeSetting) ?? "" }

    /// The active packs' files, in load order.
    func activePacks() throws -> [PackFiles] {
        let active = try active()
        return try active.split(separator: " ").map { entry in
            let parts = entry.split(separator: "@").map(String.init)
            guard parts.count == 2, let pack = try pack(named: parts[0], hash: parts[1]) else {
                throw TidegateError(
                    .unavailable, "pack.lost",
                    "The files of pack \(entry) are not in the workspace.")
            }
            return pack
        }
    }

    func version(of pack: PackFiles) throws -> String {
        let files = SystemObjects.packFile
        guard let slot = files.slot(of: "hash") else { return "" }
        return try reader.first(files, slot: slot, equals: .text(pack.hash))?["pack_version"].text
            ?? ""
    }

    func pack(named name: String, hash: String) throws -> PackFiles? {
        let files = SystemObjects.packFile
        guard let slot = files.slot(of: "hash") else { return nil }
        let rows = try reader.records(files, slot: slot, equals: .text(hash))
        guard !rows.isEmpty else { return nil }
        let pack = PackFiles(
            name: name,
            files: rows.map {
                PackFiles.File(
                    path: $0["path"].text ?? "", text: Array(($0["content"].text ?? "").utf8))
            })
        return pack
    }
}

extension Engine {
    /// The active packs, in load order.
    public func installedPacks() async throws -> [(name: String, version: String, hash: String)] {
        try await read { reader in
            let shelf = PackShelf(reader: reader)
            return try shelf.activePacks().map { ($0.name, try shelf.version(of: $0), $0.hash) }
        }
    }

    public func installedPackFiles() async throws -> [PackFiles] {
        try await read { try PackShelf(reader: $0).activePacks() }
    }

    public struct Installed: Sendable {
        public var packs: [(name: String, version: String, hash: String)]
        public var hash: String
        /// Packs that were there already, with the same content.
        public var unchanged: [String]
    }

    /// Activates packs beside, or instead of, those already there, after everything was checked.
    /// The schema is widened first, which harms nothing if the rest should fail; files and active
    /// packs change together.
    ///
    /// - Throws: ``PackRefused`` with every finding when something is wrong with a pack;
    ///   `pack.forbidden` for a user without the permission `administer`, because rules are power;
    ///   `metadata.custom` when it would take away what admins added here; `pack.violates` when records
    ///   are against it; `pack.loses` when they would lose values and that is not accepted.
    public func install(
        _ packs: [PackFiles], as actor: Actor = .system, through door: Door = .library,
        acceptingLoss: Bool = false
    ) async throws -> Installed {
        try requireInstaller(actor)
        try await requireAdditions(in: packs)
        return try await replace(packs, as: actor, through: door, acceptingLoss: acceptingLoss)
    }

    /// - Parameter why: what the installation changes, for the history.
    /// - Parameter basis: hashes of the active packs it was planned over, if it was planned.
    /// - Parameter acceptingLoss: `nil`: what it does to records was looked at before.
    func replace(
        _ packs: [PackFiles], as actor: Actor, through door: Door, why: [String] = [],
        over basis: [String]? = nil, acceptingLoss: Bool? = nil
    ) async throws -> Installed {
        let (active, setting) = try await read { reader in
            (
                try PackShelf(reader: reader).activePacks(),
                try reader.setting(PackShelf.activeSetting)
            )
        }
        if let basis, active.map(\.hash) != basis { throw MetadataSentences.changedMeanwhile() }
        let names = Set(packs.map(\.name))
        let loaded = try ActiveBundle.load(active.filter { !names.contains($0.name) } + packs)
        let (old, next, now) = (bundle.schema, loaded.bundle.schema, clock.now())
        if let acceptingLoss {
            try await read { try PackPlan(from: old, to: next, $0, now: now) }
                .require(acceptingLoss: acceptingLoss)
        }
        do { try await store.prepare(loaded.bundle.storedSchema) } catch let error as StoreError {
            throw Sentences.packsDoNotFit(error)
        }
        let order = loaded.packs
        let what =
            why.isEmpty ? SchemaDifference(from: old, to: next).actions.map(\.description) : why
        let new = order.filter { pack in !active.contains { $0.hash == pack.hash } }
        let versions = Dictionary(
            loaded.bundle.packs.map { ($0.name, $0.version) },
            uniquingKeysWith: { first, _ in first })
        try await transact(as: actor, through: door, needsPacks: false) { transaction in
            guard try transaction.writer.setting(PackShelf.activeSetting) == setting else {
                throw Sentences.installedMeanwhile()
            }
            // Once more: records may have been written since.
            if let acceptingLoss {
                try PackPlan(from: old, to: next, transaction.writer, now: now)
                    .require(acceptingLoss: acceptingLoss)
            }
            for pack in new {
                let said = pack.hash == new.first?.hash ? what : []
                try transaction.keep(pack, version: versions[pack.name] ?? "", why: said, at: now)
            }
            try transaction.writer.set(
                PackShelf.activeSetting, to: ActiveBundle.setting(order))
        }
        activate(loaded)
        return Installed(
            packs: loaded.bundle.packs.map { pack in
                (pack.name, pack.version, order.first { $0.name == pack.name }?.hash ?? "")
            },
            hash: loaded.bundle.hash,
            unchanged: packs.filter { pack in !new.contains { $0.hash == pack.hash } }.map(\.name))
    }
}

extension Transaction {
    /// Keeps the files, and in the history of the first, `pack.lua`, who activated them.
    fileprivate func keep(
        _ pack: PackFiles, version: String, why: [String], at now: Instant
    ) throws {
        let object = SystemObjects.packFile
        guard let slot = object.slot(of: "hash") else { return }
        let known = try writer.first(object, slot: slot, equals: .text(pack.hash))
        guard let first = try known ?? write(pack, version: version, at: now) else { return }
        let said = entry.event("install", cause: pendingCause) { json in
            json.member("pack", pack.name)
            json.member("what", (["installed \(version)"] + why).joined(separator: "; "))
        }
        append(said, about: first)
    }

    private func write(_ pack: PackFiles, version: String, at now: Instant) throws -> Record? {
        var first: Record?
        for file in pack.files {
            var row = Record(object: SystemObjects.packFile, id: newID(), version: 1)
            row["pack"] = .text(pack.name)
            row["pack_version"] = .text(version)
            row["hash"] = .text(pack.hash)
            row["path"] = .text(file.path)
            row["content"] = .text(String(decoding: file.text, as: UTF8.self))
            row["created_at"] = .datetime(now)
            try writer.insert(row)
            first = first ?? row
        }
        return first
    }
}

extension ActiveBundle {
    var packs: [PackFiles] { runtime.packs }

    /// - Throws: ``PackRefused``
    static func load(_ packs: [PackFiles], setting: String? = nil) throws -> ActiveBundle {
        let loaded = try PackSet.load(
            packs, engineObjects: SystemObjects.all, translations: EngineTexts.translations)
        let errors = loaded.findings.filter { $0.severity == .error }
        guard errors.isEmpty else { throw PackRefused(findings: loaded.findings) }
        return ActiveBundle(bundle: loaded.bundle, runtime: loaded.runtime, setting: setting)
    }
}

/// Packs that were not taken, with everything that is wrong with them.
public struct PackRefused: Error, Sendable {
    public let findings: [PackFinding]

    public var error: TidegateError {
        let errors = findings.filter { $0.severity == .error }
        return TidegateError(
            .invalid, "pack.refused",
            "The packs have \(errors.count) error\(errors.count == 1 ? "" : "s").",
            reasons: errors.map {
                Reason(code: $0.code, message: $0.message, rule: $0.location)
            }, hint: "tidegate check PACK prints them as file:line:column: message.")
    }
}
