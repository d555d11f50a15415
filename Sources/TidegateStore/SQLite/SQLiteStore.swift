import TidegateModel

/// A workspace in one SQLite file, or in memory.
///
///     let store = try SQLiteStore.open(path: "crm.tidegate")
///     try await store.prepare(schema)
///     try await store.write { try $0.insert(record) }
///     await store.close()
///
/// One thread writes, several read, each on a connection of its own. Several programs may have
/// one file open; each waits for the other's commit, ``Options/busyMilliseconds`` at most.
public final class SQLiteStore: Store {
    public struct Options: Sendable {
        /// Whether a file that is not there is made.
        public var createsFile = true
        public var busyMilliseconds = StoreLimits.busyMilliseconds
        public var readers = StoreLimits.readers
        public var writerCacheKibibytes = StoreLimits.writerCacheKibibytes
        public var readerCacheKibibytes = StoreLimits.readerCacheKibibytes
        /// How much of the file is read through memory mapping; 0: nothing.
        public var mappedBytes: Int64 = 0
        public var observer: (any StoreObserver)?
        /// For tests: a file that grows past this is a full disk.
        package var pageLimit: Int?
        /// For tests: after so many pages the log is copied home.
        package var checkpointPages: Int32?
        /// For tests: through which of SQLite's file systems the file is opened; `nil`: the usual one.
        package var fileSystem: String?
        /// For tests: makes the store fail at a named point.
        package var faults: StoreFaults?

        public init() {}

        fileprivate var making: Options {
            var options = self
            options.createsFile = true
            return options
        }
    }

    private let mailbox = Mailbox<CommitLoop.Job>()
    private let departures = Departures()
    private let generation = Generation()
    /// `nil` in memory: there the writer's thread reads, too.
    private let readers: ReaderPool?
    private let glance: Glance?
    /// `nil` in memory.
    private let path: String?
    private let options: Options

    /// Opens a workspace file, or makes one.
    ///
    /// - Throws: ``StoreError/notAWorkspace(path:)``, ``StoreError/newerFormat(found:known:)``.
    public static func open(path: String, options: Options = Options()) throws -> SQLiteStore {
        try SQLiteStore(path: path, options: options, isInMemory: false)
    }

    /// A workspace that is gone when the store is.
    public static func inMemory(options: Options = Options()) throws -> SQLiteStore {
        try SQLiteStore(path: ":memory:", options: options, isInMemory: true)
    }

    private init(path: String, options: Options, isInMemory: Bool) throws {
        self.path = isInMemory ? nil : path
        self.options = options
        let connection = try SQLiteConnection(path: path, role: .writer, options: options)
        try SQLiteFormat.open(connection, path: path, options: options)
        let writer = try SQLiteWriter(connection, faults: options.faults)
        readers =
            isInMemory ? nil : ReaderPool(path: path, options: options, generation: generation)
        glance = isInMemory ? nil : Glance(path: path, options: options, generation: generation)
        let loop = Handover(
            CommitLoop(
                writer, mailbox, generation, options))
        let departures = departures
        departures.enter()
        do {
            try StoreThread.start(stackBytes: StoreLimits.threadStackBytes) {
                loop.take().run()
                departures.leave()
            }
        } catch {
            departures.leave()
            throw error
        }
    }

    deinit {
        readers?.closeLater()
        mailbox.close()
    }

    // MARK: Store

    public func prepare(_ schema: Schema) async throws {
        try await submit { try $0.prepare(schema) }
        generation.advance()
    }

    public func read<Answer: Sendable>(
        _ body: @escaping @Sendable (any StoreReader) throws -> Answer
    ) async throws -> Answer {
        try await withCheckedThrowingContinuation { continuation in
            let job = StoreJob<SQLiteReader>(continuation) { try body($0) }
            if let readers { readers.put(job) } else { put(.read(job)) }
        }
    }

    public func glance<Answer: Sendable>(
        _ body: @escaping @Sendable (any StoreReader) throws -> Answer
    ) async throws -> Answer {
        if let glance, let found = try glance.look(body) { return found }
        return try await read(body)
    }

    public func write<Answer: Sendable>(
        _ body: @escaping @Sendable (any StoreWriter) throws -> Answer
    ) async throws -> Answer {
        try await submit { try body($0) }
    }

    public func backUp(
        to path: String, progress: @escaping @Sendable (CopyProgress) throws -> Void
    ) async throws {
        let target = options.making
        guard let source = self.path else {
            // The one connection there is stands behind the writer's thread.
            return try await read { reader in
                guard let reader = reader as? SQLiteReader else { return }
                try SQLiteBackup.copy(reader.connection, to: path, target, progress)
            }
        }
        try await StoreThread.answer {
            let reader = try SQLiteReader(path: source, options: target)
            try reader.snapshot {
                try SQLiteBackup.copy(reader.connection, to: path, target, progress)
            }
        }
    }

    public func close() async {
        // The writer goes last: who closes last copies the log home.
        await readers?.close()
        glance?.close()
        mailbox.close()
        await departures.wait()
    }

    private func submit<Answer: Sendable>(
        _ body: @escaping @Sendable (SQLiteWriter) throws -> Answer
    ) async throws -> Answer {
        try await withCheckedThrowingContinuation { continuation in
            put(.write(StoreJob<SQLiteWriter>(continuation, body)))
        }
    }

    private func put(_ job: CommitLoop.Job) {
        if let refusal = StoreJob<SQLiteWriter>.refusal(mailbox.put(job)) { job.fail(refusal) }
    }
}

/// Carries what was made on one thread to the one that uses it from then on, and drops it there.
///
/// `@unchecked Sendable`: the maker keeps no other reference, and `take` is called once, by the
/// new thread, which pthread_create orders after all that the maker did.
private final class Handover<Value>: @unchecked Sendable {
    private var value: Value?

    init(_ value: Value) { self.value = value }

    func take() -> Value {
        guard let taken = value.take() else { preconditionFailure("taken twice") }
        return taken
    }
}
