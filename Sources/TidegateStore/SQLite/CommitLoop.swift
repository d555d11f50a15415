import TidegateModel

/// What the writer's thread does: takes the bodies that wait, runs them in one transaction, makes
/// it durable, and only then answers.
///
/// The first body of a group needs no savepoint: when it throws there is nothing else to keep and
/// the whole transaction is undone. Every later one has its own.
final class CommitLoop {
    enum Job: Sendable {
        case write(StoreJob<SQLiteWriter>)
        /// A database in memory has one connection, so its readings come here, between groups.
        case read(StoreJob<SQLiteReader>)

        var fail: @Sendable (any Error) -> Void {
            switch self {
            case .write(let job): job.fail
            case .read(let job): job.fail
            }
        }
    }

    private struct Ran {
        let succeed: @Sendable () -> Void
        let fail: @Sendable (any Error) -> Void
    }

    private let writer: SQLiteWriter
    private let mailbox: Mailbox<Job>
    private let generation: Generation
    private let checkpoints: SQLiteCheckpoints
    private let statistics: SQLiteStatistics
    private let observer: (any StoreObserver)?
    /// Bodies that ran and wait for the commit.
    private var ran: [Ran] = []
    private var isOpen = false
    /// Bodies taken for the last group: so many callers are likely back in a moment.
    private var expected = 1

    init(
        _ writer: SQLiteWriter, _ mailbox: Mailbox<Job>, _ generation: Generation,
        _ options: SQLiteStore.Options
    ) {
        observer = options.observer
        self.writer = writer
        self.mailbox = mailbox
        self.generation = generation
        checkpoints = SQLiteCheckpoints(
            writer.connection,
            limits: options.checkpointPages.map { ($0, $0) }
                ?? (StoreLimits.checkpointPages, StoreLimits.checkpointPagesUnderLoad))
        let statistics = SQLiteStatistics(
            writer.connection, busyMilliseconds: options.busyMilliseconds)
        writer.indexedRecords = { statistics.indexed() }
        self.statistics = statistics
    }

    /// Works until the mailbox is closed and empty.
    func run() {
        var next: Job?
        while let job = next ?? mailbox.take(lingering: StoreLimits.lingerMicroseconds) {
            next = nil
            switch job {
            case .read(let reading): ReaderPool.serve(reading, writer, generation)
            case .write(let first): next = group(first)
            }
        }
    }

    /// Runs one group; returns what it took but did not run.
    private func group(_ first: StoreJob<SQLiteWriter>) -> Job? {
        writer.forgetStatements(unless: generation.current)
        let began = SystemTime.monotonicNanoseconds()
        let deadline = began + StoreLimits.groupMilliseconds * 1_000_000
        var taken = 1
        var hasGathered = expected == 1
        run(first)
        var left: Job?
        while taken < StoreLimits.groupBodies, SystemTime.monotonicNanoseconds() < deadline {
            guard let job = mailbox.takeNow() else {
                if hasGathered || taken >= expected { break }
                hasGathered = true
                mailbox.gather(expected - taken, microseconds: StoreLimits.gatherMicroseconds)
                continue
            }
            guard case .write(let body) = job else {
                left = job
                break
            }
            taken += 1
            run(body)
        }
        commit()
        expected = taken
        // SQLite's lock is not fair: who waits for it in another program only looks now and then.
        if SystemTime.monotonicNanoseconds() - began > StoreLimits.longGroupMilliseconds * 1_000_000
        {
            StoreThread.rest(milliseconds: StoreLimits.restMilliseconds)
        }
        checkpoints.afterCommit(someoneWaits: !mailbox.isEmpty)
        statistics.afterCommit(someoneWaits: left != nil || !mailbox.isEmpty)
        return left
    }

    // MARK: One body

    private func run(_ job: StoreJob<SQLiteWriter>) {
        do {
            if !isOpen {
                try begin()
            }
            let succeed =
                ran.isEmpty
                ? try bare(job) : try writer.savepoint { try job.run(writer) }
            ran.append(Ran(succeed: succeed, fail: job.fail))
        } catch {
            job.fail(error)
            if isOpen, !writer.connection.isInTransaction { loseGroup(error) }
        }
    }

    private func begin() throws {
        do {
            try writer.beginGroup()
            isOpen = true
        } catch StoreError.busy {
            // Another program writes. Whoever waited here has waited as long as this one, and
            // would otherwise wait once more each.
            while let job = mailbox.takeNow() { job.fail(StoreError.busy) }
            throw StoreError.busy
        } catch {
            writer.rollbackGroup()
            throw error
        }
    }

    private func bare(_ job: StoreJob<SQLiteWriter>) throws -> @Sendable () -> Void {
        do {
            let succeed = try job.run(writer)
            try writer.requireTransaction()
            return succeed
        } catch {
            writer.rollbackGroup()
            isOpen = false
            throw error
        }
    }

    // MARK: The group

    private func commit() {
        guard isOpen else { return }
        let began = observer == nil ? 0 : SystemTime.monotonicNanoseconds()
        do {
            try writer.commitGroup()
        } catch {
            return loseGroup(error)
        }
        isOpen = false
        observer?.committed(
            bodies: ran.count, waiting: mailbox.waiting,
            nanoseconds: SystemTime.monotonicNanoseconds() - began)
        let answered = ran
        ran.removeAll(keepingCapacity: true)
        do {
            try writer.afterCommit()
            for body in answered { body.succeed() }
        } catch {
            for body in answered { body.fail(error) }
        }
    }

    /// Nothing of the group is kept, so nobody in it is told otherwise.
    private func loseGroup(_ error: any Error) {
        writer.rollbackGroup()
        isOpen = false
        let lost = ran
        ran.removeAll(keepingCapacity: true)
        for body in lost { body.fail(error) }
    }
}
