import Synchronization
import TidegateModel

/// Threads that read, each on a connection of its own; started when there is work for one more.
final class ReaderPool: Sendable {
    private let mailbox = Mailbox<StoreJob<SQLiteReader>>()
    private let departures = Departures()
    private let started = Lock(0)
    private let path: String
    private let options: SQLiteStore.Options
    private let generation: Generation

    init(path: String, options: SQLiteStore.Options, generation: Generation) {
        self.path = path
        self.options = options
        self.generation = generation
    }

    func put(_ job: StoreJob<SQLiteReader>) {
        let receipt = mailbox.put(job)
        if let refusal = StoreJob<SQLiteReader>.refusal(receipt) { return job.fail(refusal) }
        guard case .queued = receipt else { return }
        do {
            try startOneMore()
        } catch {
            // Without a single thread nobody would ever answer.
            guard started.withLock({ $0 == 0 }) else { return }
            while let stranded = mailbox.takeNow() { stranded.fail(error) }
        }
    }

    func close() async {
        mailbox.close()
        await departures.wait()
    }

    func closeLater() { mailbox.close() }

    private func startOneMore() throws {
        try started.withLock { started in
            guard started < options.readers else { return }
            departures.enter()
            do {
                let (mailbox, departures) = (mailbox, departures)
                let (path, options, generation) = (path, options, generation)
                try StoreThread.start(stackBytes: StoreLimits.threadStackBytes) {
                    Self.serve(mailbox, path, options, generation)
                    departures.leave()
                }
            } catch {
                departures.leave()
                throw error
            }
            started += 1
        }
    }

    private static func serve(
        _ mailbox: Mailbox<StoreJob<SQLiteReader>>, _ path: String,
        _ options: SQLiteStore.Options, _ generation: Generation
    ) {
        var kept: SQLiteReader?
        while let job = mailbox.take(
            lingering: kept == nil ? 0 : StoreLimits.readerLingerMicroseconds)
        {
            do {
                let reader = try kept ?? SQLiteReader(path: path, options: options)
                kept = reader
                serve(job, reader, generation)
            } catch {
                job.fail(error)
            }
        }
    }

    static func serve(
        _ job: StoreJob<SQLiteReader>, _ reader: SQLiteReader, _ generation: Generation
    ) {
        do {
            reader.forgetStatements(unless: generation.current)
            let answer = try reader.snapshot { try job.run(reader) }
            answer()
        } catch {
            job.fail(error)
        }
    }
}

/// Counts the schemas a store was prepared for.
final class Generation: Sendable {
    private let count = Atomic(0)

    var current: Int { count.load(ordering: .acquiring) }
    func advance() { count.add(1, ordering: .acquiringAndReleasing) }
}
