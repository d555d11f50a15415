import TidegateModel
import TidegateStore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Where backups lie, one file each. Files with other names are nobody's business here.
public struct BackupFolder: Sendable {
    public let path: String

    public init(_ path: String) { self.path = path }

    public var isThere: Bool { StoreFiles.isFolder(path) }

    /// Oldest first.
    public func files() throws -> [BackupFile] {
        try names().compactMap { name in
            guard let at = BackupFile.time(ofName: name) else { return nil }
            let path = file(name)
            return StoreFiles.bytes(path).map { BackupFile(path: path, at: at, bytes: $0) }
        }.sorted { $0.at < $1.at }
    }

    /// What the rule would take away.
    ///
    /// - Parameter withOneMore: as it will be when another one has been made.
    public func surplus(
        by rule: BackupRule, at now: Instant, withOneMore: Bool = false
    ) throws -> [BackupFile] {
        let next = BackupFile(path: file(BackupFile.name(now)), at: now, bytes: 0)
        return rule.surplus(try files() + (withOneMore ? [next] : []), at: now)
    }

    /// Takes away what the rule does not keep, and says what it was.
    public func prune(by rule: BackupRule, at now: Instant) throws -> [BackupFile] {
        let surplus = try surplus(by: rule, at: now)
        for file in surplus where !StoreFiles.remove(file.path) && StoreFiles.exists(file.path) {
            throw BackupSentences.notRemoved(file.path)
        }
        return surplus
    }

    func file(_ name: String) -> String { URL(filePath: path).appending(path: name).path }

    /// What runs that were killed have left. Only for who holds the folder's lock.
    func clearUnfinished() throws {
        for name in try names() {
            let ends = StoreFiles.ends.map { BackupFile.unfinished + $0 }
            guard let end = ends.first(where: name.hasSuffix),
                BackupFile.time(ofName: String(name.dropLast(end.count))) != nil
            else { continue }
            StoreFiles.remove(file(name))
        }
    }

    private func names() throws -> [String] {
        guard StoreFiles.isFolder(path),
            let names = try? FileManager.default.contentsOfDirectory(atPath: path)
        else { throw BackupSentences.noFolder(path) }
        return names
    }
}
