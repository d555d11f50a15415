/// A body that waits for a thread of the driver, with the way back to its caller.
struct StoreJob<Session>: Sendable {
    /// Runs the body. What it returns hands the answer over, once that is allowed.
    let run: @Sendable (Session) throws -> @Sendable () -> Void
    let fail: @Sendable (any Error) -> Void

    init<Answer: Sendable>(
        _ continuation: CheckedContinuation<Answer, any Error>,
        _ body: @escaping @Sendable (Session) throws -> Answer
    ) {
        run = { session in
            let answer = try body(session)
            return { continuation.resume(returning: answer) }
        }
        fail = { continuation.resume(throwing: $0) }
    }

    /// Puts it into the mailbox, or tells the caller why not.
    static func refusal(_ receipt: Receipt) -> StoreError? {
        switch receipt {
        case .taken, .queued: nil
        case .full: .busy
        case .closed: .failed(detail: "the store is closed")
        }
    }
}

/// What became of something put into a ``Mailbox``.
enum Receipt {
    case taken
    /// It waits, and there is no thread free to take it now.
    case queued
    case full
    case closed
}
