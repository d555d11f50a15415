import TidegateModel
import TidegateStore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension StoreConformance {
    static let backups: [Case] = [
        Case("a backup holds what was stored when it was begun, and its history") { maker in
            try await maker.withStore { store in
                for number in 1...50 { try await store.write { try $0.save(Sample.deal(number)) } }
                try await withBackupFile { path in
                    let told = Lock(CopyProgress(doneBytes: 0, totalBytes: 0))
                    try await store.backUp(to: path) { done in told.withLock { $0 = done } }
                    let last = told.withLock { $0 }
                    try expect(last.totalBytes > 0, "no progress was told")
                    try expectEqual(last.doneBytes, last.totalBytes)
                    try await store.write { try $0.save(Sample.deal(51)) }
                    let report = try await SQLiteStore.examine(copy: path)
                    try expectEqual(report.tail.sequence, 50)
                    try await expectDeals(Array(1...51), store)
                }
            }
        },
        Case("a backup that is given up leaves no file") { maker in
            try await maker.withStore { store in
                try await store.write { try $0.save(Sample.deal(1)) }
                try await withBackupFile { path in
                    do {
                        try await store.backUp(to: path) { _ in throw Refused() }
                        try expect(false, "it was not given up")
                    } catch is Refused {}
                    try expect(
                        !FileManager.default.fileExists(atPath: path), "the half file is there")
                    try await store.write { try $0.save(Sample.deal(2)) }
                }
            }
        },
    ]

    private static func withBackupFile(_ body: (String) async throws -> Void) async throws {
        let path = FileManager.default.temporaryDirectory
            .appending(path: "backup-\(ProcessInfo.processInfo.globallyUniqueString).db").path
        do { try await body(path) } catch {
            try? FileManager.default.removeItem(atPath: path)
            throw error
        }
        try? FileManager.default.removeItem(atPath: path)
    }
}
