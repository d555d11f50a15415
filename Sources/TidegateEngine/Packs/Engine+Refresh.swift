import TidegateModel
import TidegateScript
import TidegateStore

/// The bundle a save was to be judged by is no longer the one in force: another program installed
/// packs meanwhile.
struct BundleOutdated: Error {}

extension Engine {
    /// Takes over packs that another program has installed, and forgets who was who: cheap when
    /// nothing happened, so a server asks every second.
    ///
    /// Saves do not wait for it: each looks for itself whether its rules are in force, so none is
    /// ever judged by others.
    ///
    /// - Returns: whether there were new ones.
    /// - Throws: what is wrong with them; then none is in force.
    @discardableResult
    public func refresh() async throws -> Bool {
        let seen = active.withLock { $0 }
        guard try await read({ try PackShelf(reader: $0).active() }) != seen.setting else {
            return false
        }
        let (setting, packs) = try await read { reader in
            let shelf = PackShelf(reader: reader)
            return (try shelf.active(), try shelf.activePacks())
        }
        do {
            let loaded = try ActiveBundle.load(packs, setting: setting)
            // What this program knows of tables and columns is as old as its rules.
            do { try await store.prepare(loaded.bundle.storedSchema) } catch let error as StoreError
            {
                throw Sentences.packsDoNotFit(error)
            }
            replace(seen, with: loaded, refused: nil)
        } catch let refused as PackRefused {
            replace(seen, with: try ActiveBundle.load([], setting: setting), refused: refused)
            throw Sentences.packsNotInForce(refused)
        }
        return true
    }
}

extension Engine {
    /// Runs a body that looks names up in the rules and then writes, and begins it anew when other
    /// rules came into force between the two.
    func underRulesInForce<Answer>(
        _ body: () async throws -> Answer
    ) async throws -> Answer {
        for _ in 1..<EngineLimits.bundleReloads {
            do { return try await body() } catch let error as TidegateError
                where error.code == Sentences.rulesChanged().code
            { continue }
        }
        return try await body()
    }
}

extension Sentences {
    static func rulesChanged() -> TidegateError {
        TidegateError(
            .conflict, "pack.changed",
            "Other rules came into force meanwhile; nothing was written.",
            hint: "Try again.")
    }
}

extension ActiveBundle {
    static func setting(_ packs: [PackFiles]) -> String {
        packs.map { "\($0.name)@\($0.hash)" }.joined(separator: " ")
    }
}

extension Transaction {
    func requireBundleInForce() throws {
        guard try PackShelf(reader: writer).active() == workspace.setting else {
            throw BundleOutdated()
        }
    }
}
