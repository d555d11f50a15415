#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Threads with a stack as large as scripts need; those of the Swift runtime have 512 KiB or less.
enum StoreThread {
    fileprivate final class Entry: Sendable {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }

    /// Runs the body on a new thread that ends with it.
    static func start(stackBytes: Int, _ body: @escaping @Sendable () -> Void) throws {
        // The retain is balanced by the thread, or below when there is none.
        let entry = Unmanaged.passRetained(Entry(body))
        let failure = create(stackBytes, entry.toOpaque())
        guard failure == 0 else {
            entry.release()
            throw StoreError.failed(detail: "no thread could be started (errno \(failure))")
        }
    }

    /// What the body answers, which takes its time on a thread of its own.
    static func answer<Answer: Sendable>(
        _ body: @escaping @Sendable () throws -> Answer
    ) async throws -> Answer {
        try await withCheckedThrowingContinuation { continuation in
            do {
                try start(stackBytes: StoreLimits.threadStackBytes) {
                    continuation.resume(with: Result(catching: body))
                }
            } catch {
                continuation.resume(throwing: error)
            }
        }
    }

    /// Lets other programs have their turn.
    static func rest(milliseconds: UInt32) { usleep(milliseconds * 1000) }

    private static func create(_ stackBytes: Int, _ entry: UnsafeMutableRawPointer) -> Int32 {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setstacksize(&attributes, stackBytes)
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        #if canImport(Darwin)
            var thread: pthread_t?
        #else
            var thread = pthread_t()
        #endif
        return pthread_create(&thread, &attributes, enter, entry)
    }
}

private func enter(_ entry: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    if let entry {
        Unmanaged<StoreThread.Entry>.fromOpaque(entry).takeRetainedValue().body()
    }
    return nil
}
