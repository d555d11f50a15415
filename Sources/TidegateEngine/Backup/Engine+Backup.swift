import TidegateModel
import TidegateStore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A backup that was made and found good.
public struct Backup: Hashable, Sendable {
    public let path: String
    public let at: Instant
    public let content: CopyReport
}

/// What making a backup is busy with.
public enum BackupStep: Hashable, Sendable {
    case copying(CopyProgress)
    case checking
}

extension Engine {
    /// Copies the workspace as it is at one moment into a new file, while others go on writing, and
    /// reads the copy from end to end. A file that has the name is a good backup: until then it has
    /// another one, and what fails leaves nothing.
    ///
    ///     let backup = try await engine.backUp(to: "/backups/crm.db")
    ///     print(backup.content.records, backup.content.tail)
    public func backUp(
        to path: String, progress: @escaping @Sendable (BackupStep) -> Void = { _ in }
    ) async throws -> Backup {
        let folder = URL(filePath: path).deletingLastPathComponent().path
        return try await alone(in: folder) {
            let part = path + BackupFile.unfinished
            for end in StoreFiles.ends { StoreFiles.remove(part + end) }
            return try await make(path, clock.now(), progress)
        }
    }

    /// The same, under a name that tells the time.
    public func backUp(
        into folder: BackupFolder, progress: @escaping @Sendable (BackupStep) -> Void = { _ in }
    ) async throws -> Backup {
        try await alone(in: folder.path) {
            try folder.clearUnfinished()
            let now = clock.now()
            return try await make(folder.file(BackupFile.name(now)), now, progress)
        }
    }

    private func alone(in folder: String, _ body: () async throws -> Backup) async throws -> Backup
    {
        guard StoreFiles.isFolder(folder) else { throw BackupSentences.noFolder(folder) }
        guard let lock = StoreFiles.FolderLock(folder) else { throw BackupSentences.busy(folder) }
        defer { withExtendedLifetime(lock) {} }
        return try await body()
    }

    private func make(
        _ path: String, _ at: Instant, _ progress: @escaping @Sendable (BackupStep) -> Void
    ) async throws -> Backup {
        guard !StoreFiles.exists(path) else { throw BackupSentences.exists(path) }
        let part = path + BackupFile.unfinished
        do {
            try StoreFiles.makePrivate(part)
        } catch StoreError.failed(let detail) {
            throw BackupSentences.cannotWrite(path, detail)
        }
        do {
            let content = try await copy(to: part, progress)
            guard !StoreFiles.exists(path) else { throw BackupSentences.exists(path) }
            try StoreFiles.rename(part, to: path)
            try StoreFiles.makeDurable(URL(filePath: path).deletingLastPathComponent().path)
            return Backup(path: path, at: at, content: content)
        } catch {
            for end in StoreFiles.ends { StoreFiles.remove(part + end) }
            throw (error as? StoreError).map(BackupSentences.copying) ?? error
        }
    }

    private func copy(
        to part: String, _ progress: @escaping @Sendable (BackupStep) -> Void
    ) async throws -> CopyReport {
        let isCancelled = Lock(false)
        return try await withTaskCancellationHandler {
            try await store.backUp(to: part) { done in
                if isCancelled.withLock({ $0 }) { throw CancellationError() }
                progress(.copying(done))
            }
            progress(.checking)
            return try await SQLiteStore.examine(copy: part) { isCancelled.withLock { $0 } }
        } onCancel: {
            isCancelled.withLock { $0 = true }
        }
    }
}
