import Logging
import ServiceLifecycle
import TidegateEngine
import TidegateModel
import TidegateStore

/// What a running server looks after from time to time: packs that another program installed, mails
/// that wait, sessions and links whose time is over.
struct Upkeep: Service {
    let engine: Engine
    let postman: (any Postman)?
    let logger: Logger
    private let last = Lock(Last())

    private struct Last {
        var mail: Instant?
        var purge: Instant?
    }

    init(engine: Engine, postman: (any Postman)?, logger: Logger) {
        self.engine = engine
        self.postman = postman
        self.logger = logger
    }

    func run() async throws {
        try? await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await look()
                try await Task.sleep(for: .milliseconds(ServerLimits.refreshTime.milliseconds))
            }
        }
        // What the last requests wanted to tell is not left until the next start.
        await deliver()
    }

    /// One round. What goes wrong is logged and tried again in a later one.
    func look() async {
        await trying("packs that were installed meanwhile cannot be used") {
            if try await engine.refresh() { logger.notice("new packs are in force") }
        }
        let now = engine.clock.now()
        await trying("not all records can be searched yet") {
            try await engine.extendSearch(
                milliseconds: ServerLimits.refreshTime.milliseconds)
        }
        // The engine knows which mails are due: one that fails is tried less and less often.
        if isDue(\.mail, after: ServerLimits.mailTime, now) { await deliver() }
        if isDue(\.purge, after: ServerLimits.purgeTime, now) {
            await trying("what has expired could not be cleared away") {
                try await engine.store.write { _ = try $0.discard(expiredBy: now) }
            }
        }
    }

    private func isDue(
        _ what: WritableKeyPath<Last, Instant?>, after time: Span, _ now: Instant
    ) -> Bool {
        last.withLock { last in
            if let done = last[keyPath: what], now - done < time, now >= done { return false }
            last[keyPath: what] = now
            return true
        }
    }

    private func deliver() async {
        guard let postman else { return }
        await trying("mails could not be sent") {
            let report = try await engine.deliverMail(by: postman)
            for problem in report.failed { logger.error("mail not sent: \(problem)") }
        }
    }

    private func trying(_ what: String, _ body: () async throws -> Void) async {
        do { try await body() } catch let error as TidegateError {
            logger.error("\(what): \(error.message)", metadata: ["code": .string(error.code)])
        } catch {
            logger.error("\(what): \(error)")
        }
    }
}
