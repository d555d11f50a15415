import TidegateModel
import TidegateStore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Puts a backup in the place of a workspace's file.
///
///     let restored = try await Restore(from: "/backups/crm.db", to: "new/tidegate.db").run()
///
/// The backup is read from end to end first. Until the last step the file has another name, so a
/// machine that stops in the midst leaves what was there before.
public struct Restore: Sendable {
    public struct Report: Hashable, Sendable {
        public let content: CopyReport
        /// Sessions, and links that let someone in once, that were ended.
        public let endedSignIns: Int
        /// Under which name the file that was there lies now.
        public let replaced: String?
    }

    let backup: String
    let target: String
    /// Whether a workspace that is there is put aside.
    let replaces: Bool
    let clock: Clock

    public init(
        from backup: String, to target: String, replaces: Bool = false, clock: Clock = .system
    ) {
        self.backup = backup
        self.target = target
        self.replaces = replaces
        self.clock = clock
    }

    private var folder: String { URL(filePath: target).deletingLastPathComponent().path }
    private var part: String { target + BackupFile.unfinished }

    public func run() async throws -> Report {
        let content = try await Self.examine(backup)
        let isTaken = try requireFree()
        guard
            (try? FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true)) != nil
        else { throw BackupSentences.noFolder(folder) }
        guard let lock = StoreFiles.FolderLock(folder) else { throw BackupSentences.busy(folder) }
        defer { withExtendedLifetime(lock) {} }
        clearPart()
        do {
            try fill()
            let ended = try await endSignIns()
            // Its log is in it now: only one file gets the name.
            try SQLiteStore.settle(file: part)
            try StoreFiles.makeDurable(part)
            let replaced = isTaken ? try putAside() : nil
            try StoreFiles.rename(part, to: target)
            try StoreFiles.makeDurable(folder)
            return Report(content: content, endedSignIns: ended, replaced: replaced)
        } catch {
            clearPart()
            throw (error as? StoreError).map(BackupSentences.copying) ?? error
        }
    }

    /// Reads a backup from end to end.
    ///
    /// - Throws: in words that name the file, why it cannot be restored.
    public static func examine(_ backup: String) async throws -> CopyReport {
        guard StoreFiles.exists(backup), !StoreFiles.isFolder(backup) else {
            throw BackupSentences.noFile(backup)
        }
        do {
            return try await SQLiteStore.examine(copy: backup)
        } catch let error as StoreError {
            throw BackupSentences.unusable(backup, error)
        }
    }

    // MARK: Steps

    private func clearPart() { for end in StoreFiles.ends { StoreFiles.remove(part + end) } }

    /// Whether there is a workspace to be put aside.
    private func requireFree() throws -> Bool {
        guard StoreFiles.ends.contains(where: { StoreFiles.exists(target + $0) }) else {
            return false
        }
        guard replaces else { throw BackupSentences.workspaceExists(folder) }
        return true
    }

    private func fill() throws {
        do {
            try StoreFiles.makePrivate(part)
            StoreFiles.remove(part)
            try FileManager.default.copyItem(atPath: backup, toPath: part)
        } catch let error as StoreError {
            throw error
        } catch {
            throw StoreError.failed(detail: "\(error)")
        }
        guard StoreFiles.bytes(part) == StoreFiles.bytes(backup) else { throw StoreError.diskFull }
    }

    /// Who was signed in when the backup was made may have been shut out since.
    private func endSignIns() async throws -> Int {
        let store = try SQLiteStore.open(path: part)
        do {
            let ended = try await store.write { writer in
                var ended = 0
                for credential in Credential.ofOneSignIn {
                    for item in try writer.items(credential.rawValue) {
                        ended += 1
                        try writer.discard(item.kind, item.key)
                    }
                }
                return ended
            }
            await store.close()
            return ended
        } catch {
            await store.close()
            throw error
        }
    }

    /// The old file gets a second name first, so that there is never none.
    private func putAside() throws -> String {
        let name = "tidegate-\(BackupFile.stamp(clock.now())).replaced.db"
        let kept = URL(filePath: folder).appending(path: name).path
        guard !StoreFiles.exists(kept) else { throw BackupSentences.exists(kept) }
        do { try SQLiteStore.settle(file: target) } catch StoreError.busy {
            throw BackupSentences.inUse(folder)
        } catch {
            // Damaged or gone, which is why it is to be replaced. A log that is left must not meet
            // the new file.
        }
        for end in StoreFiles.ends.dropFirst() where StoreFiles.exists(target + end) {
            try StoreFiles.rename(target + end, to: kept + end)
        }
        if StoreFiles.exists(target), !StoreFiles.link(target, as: kept) {
            try StoreFiles.rename(target, to: kept)
        }
        return kept
    }
}
