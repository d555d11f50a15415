import CRecordingFiles
import TidegateModel

/// A file system for SQLite that keeps all that was written to it, so that a test can ask what a disk might hold had
/// the power gone at any moment.
///
///     let files = try RecordedFiles()
///     options.fileSystem = files.name
///     …                                        // work with the store
///     let disk = files.disk(afterPowerLossAt: 120, &dice)
package final class RecordedFiles: Sendable {
    /// For ``SQLiteStore/Options/fileSystem``.
    package let name: String
    private let events = Lock<[DiskEvent]>([])
    private let registration = Lock<Registration?>(nil)

    /// An address that is handed back and nothing else.
    private struct Registration: @unchecked Sendable {
        let files: UnsafeMutableRawPointer
    }

    package struct NotRegistered: Error {}

    package init(name: String) throws {
        self.name = name
        // Not retained: `forget` comes before the end.
        let context = Unmanaged.passUnretained(self).toOpaque()
        guard
            let files = tg_files_record(
                name,
                { context, event, path, offset, bytes, count in
                    guard let context, let path else { return }
                    Unmanaged<RecordedFiles>.fromOpaque(context).takeUnretainedValue()
                        .heard(event, String(cString: path), offset, bytes, Int(count))
                }, context)
        else { throw NotRegistered() }
        registration.withLock { $0 = Registration(files: files) }
    }

    deinit {
        if let files = registration.withLock({ $0 }) { tg_files_forget(files.files) }
    }

    /// How much was asked of the files until now.
    package var count: Int { events.withLock(\.count) }

    /// - Parameter bytes: lives as long as the call, and is copied.
    private func heard(
        _ event: tg_file_event, _ path: String, _ offset: Int64, _ bytes: UnsafeRawPointer?,
        _ count: Int
    ) {
        let kind: DiskEvent.Kind
        switch event {
        case TG_FILE_WRITTEN:
            kind = .written(
                Array(UnsafeRawBufferPointer(start: bytes, count: count)), at: Int(offset))
        case TG_FILE_TRUNCATED: kind = .truncated(Int(offset))
        case TG_FILE_SYNCED: kind = .synced
        default: kind = .deleted(isCertain: offset == 1)
        }
        events.withLock { $0.append(DiskEvent(path: path, kind: kind)) }
    }

    /// Files that a disk could hold had the power gone behind so many of the events: what was synced, and of all
    /// else any part, in any order, torn between sectors.
    package func disk(
        afterPowerLossAt moment: Int, _ random: inout some RandomNumberGenerator
    ) -> [String: [UInt8]] {
        var disk = Disk()
        for event in events.withLock({ Array($0.prefix(moment)) }) { disk.take(event) }
        return disk.withoutPower(&random)
    }

    /// Moments right before and behind each sync, where most can go wrong.
    package var moments: [Int] {
        events.withLock { events in
            events.indices.flatMap { index in
                if case .synced = events[index].kind { [index, index + 1] } else { [] as [Int] }
            }
        }
    }
}

struct DiskEvent: Sendable {
    enum Kind: Sendable {
        case written([UInt8], at: Int)
        case truncated(Int)
        case synced
        /// - Parameter isCertain: the folder was synced, too.
        case deleted(isCertain: Bool)
    }

    let path: String
    let kind: Kind
}

/// Files as they are for certain, and what was asked of them since.
private struct Disk {
    private struct File {
        /// `nil`: there is none.
        var certain: [UInt8]?
        var waiting: [DiskEvent.Kind] = []
    }

    private var files: [String: File] = [:]
    /// What a disk writes whole or not at all.
    private static let sector = 512

    mutating func take(_ event: DiskEvent) {
        var file = files[event.path] ?? File()
        switch event.kind {
        case .written, .truncated, .deleted(isCertain: false): file.waiting.append(event.kind)
        case .deleted(isCertain: true): file = File()
        case .synced:
            let isNew = file.certain == nil
            for kind in file.waiting { Self.apply(kind, to: &file.certain) }
            // A file that is synced is there, even when nothing was written.
            file.certain = file.certain ?? []
            file.waiting = []
            if isNew { syncFolder() }
        }
        files[event.path] = file
    }

    /// SQLite syncs the folder together with a log or a journal that is new in it, so what was deleted there before
    /// stays so. Source: sqlite.org, `unixSync` in os_unix.c, UNIXFILE_DIRSYNC.
    private mutating func syncFolder() {
        for (path, file) in files {
            let deletion = file.waiting.lastIndex {
                if case .deleted = $0 { true } else { false }
            }
            guard let deletion else { continue }
            files[path] = File(certain: nil, waiting: Array(file.waiting[(deletion + 1)...]))
        }
    }

    /// Of what waits, each part happens or does not.
    func withoutPower(_ random: inout some RandomNumberGenerator) -> [String: [UInt8]] {
        files.mapValues { file in
            var left = file.certain
            let share = [0, 1, 2, 3, 4].randomElement(using: &random) ?? 0
            for kind in file.waiting {
                for part in Self.parts(kind) where Int.random(in: 0..<4, using: &random) < share {
                    Self.apply(part, to: &left)
                }
            }
            return left
        }.compactMapValues(\.self)
    }

    private static func parts(_ kind: DiskEvent.Kind) -> [DiskEvent.Kind] {
        guard case .written(let bytes, let start) = kind else { return [kind] }
        var parts: [DiskEvent.Kind] = []
        var first = 0
        while first < bytes.count {
            let end = min(bytes.count, first + sector - (start + first) % sector)
            parts.append(.written(Array(bytes[first..<end]), at: start + first))
            first = end
        }
        return parts
    }

    private static func apply(_ kind: DiskEvent.Kind, to file: inout [UInt8]?) {
        switch kind {
        case .written(let bytes, let start):
            var content = file ?? []
            let end = start + bytes.count
            if content.count < end {
                content += [UInt8](repeating: 0, count: end - content.count)
            }
            content.replaceSubrange(start..<end, with: bytes)
            file = content
        case .truncated(let size):
            guard let content = file else { return }
            file =
                content.count > size
                ? Array(content.prefix(size))
                : content + [UInt8](repeating: 0, count: size - content.count)
        case .deleted: file = nil
        case .synced: break
        }
    }
}
