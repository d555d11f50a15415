import Logging
import ServiceLifecycle
import TidegateEngine
import TidegateModel

/// Makes backups of a running server: one when the newest of the folder is older than the plan
/// allows, whoever made that. One at a time; when the server is to stop, the one under way ends.
struct BackupKeeper: Service {
    let engine: Engine
    let plan: BackupPlan
    let record: BackupRecord
    let logger: Logger

    func run() async throws {
        guard let path = plan.folder else {
            // Ended by cancelling when requests took too long; that is no failure.
            try? await gracefulShutdown()
            return
        }
        let folder = BackupFolder(path)
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await look(folder)
                try? await Task.sleep(for: .milliseconds(ServerLimits.backupLook.milliseconds))
            }
        }
    }

    /// One round: what goes wrong is logged, counted and tried again in a later one.
    func look(_ folder: BackupFolder) async {
        let now = engine.clock.now()
        guard record.mayTry(at: now) else { return }
        do {
            let newest = try folder.files().last
            record.found(newest)
            // A time ahead of the clock is no reason to wait for it.
            if let newest, newest.at <= now, now - newest.at < plan.every { return }
            let backup = try await engine.backUp(into: folder)
            record.found(try folder.files().last)
            logger.notice(
                "backup made",
                metadata: [
                    "file": "\(backup.path)", "bytes": "\(backup.content.bytes)",
                    "records": "\(backup.content.records)",
                    "changes": "\(backup.content.tail.sequence)",
                ])
            for old in try folder.prune(by: plan.rule, at: now) {
                logger.info("old backup removed", metadata: ["file": "\(old.path)"])
            }
        } catch is CancellationError {
            logger.notice("the backup under way was given up")
        } catch let error as TidegateError {
            record.failed(error.message, at: now)
            logger.error(
                "no backup made: \(error.message)", metadata: ["code": .string(error.code)])
        } catch {
            record.failed("\(error)", at: now)
            logger.error("no backup made: \(error)")
        }
    }
}

/// What the metrics and the page of jobs say about backups.
final class BackupRecord: Sendable {
    struct Figures: Sendable {
        var newest: BackupFile?
        var failures = 0
        /// Of the last try, if it failed.
        var problem: String?
        fileprivate var failedAt: Instant?
    }

    private let figures = Lock(Figures())

    var now: Figures { figures.withLock { $0 } }

    func found(_ newest: BackupFile?) {
        figures.withLock { figures in
            figures.newest = newest
            figures.problem = nil
            figures.failedAt = nil
        }
    }

    func failed(_ problem: String, at now: Instant) {
        figures.withLock { figures in
            figures.failures += 1
            figures.problem = problem
            figures.failedAt = now
        }
    }

    /// A full disk is not asked every minute.
    func mayTry(at now: Instant) -> Bool {
        figures.withLock { figures in
            guard let failed = figures.failedAt else { return true }
            return now - failed >= ServerLimits.backupRetry || now < failed
        }
    }
}
