import TidegateModel

/// Decides when a connection has had its chance. Pure: told what happens and what time it is, it
/// says what to do.
///
/// It knows requests by their parts, not their bytes, so a header that comes drop by drop is one
/// that has not come yet.
struct ConnectionWatch {
    struct Bounds: Sendable {
        var headerTime: Span
        var idleTime: Span
        var bytesASecond: Int
        var bodyBytes: Int
        var grace: Span

        init(_ settings: ServerSettings) {
            headerTime = settings.headerTime
            idleTime = settings.idleTime
            bytesASecond = settings.bytesASecond
            bodyBytes = settings.bodyBytes
            grace = settings.slowGrace
        }
    }

    enum Action: Equatable {
        case none
        /// Nothing was asked, so nothing is answered.
        case close
        /// Told why, as long as no answer has begun.
        case refuse(Refusal)
    }

    enum Refusal: Equatable {
        case slow, large
        /// Where its body ends is not clear, so neither is where the next request begins.
        case unclear
    }

    private enum State {
        case waiting(since: Instant, isFirst: Bool)
        case reading(since: Instant, bytes: Int)
        /// Everything has come; it is up to the server.
        case answering
    }

    private let bounds: Bounds
    private var state: State
    /// The part of an answer that the other side has not taken yet, and since when.
    private var stuckSince: Instant?
    private var hasBegunAnswer = false
    /// Requests that came and were not answered to their end; a client may send several ahead.
    private var unanswered = 0

    init(_ bounds: Bounds, at now: Instant) {
        self.bounds = bounds
        state = .waiting(since: now, isFirst: true)
    }

    /// - Parameter coding: its `Transfer-Encoding`. RFC 9112, section 6.3: where the last one is not
    ///   *chunked*, a server answers 400 and closes; it knows no other, so it wants that one alone.
    mutating func head(declaring length: Int?, coding: String? = nil, at now: Instant) -> Action {
        unanswered += 1
        state = .reading(since: now, bytes: 0)
        if let coding, coding.lowercased() != "chunked" { return .refuse(.unclear) }
        if let length, length > bounds.bodyBytes { return .refuse(.large) }
        return .none
    }

    mutating func body(bytes count: Int) -> Action {
        guard case .reading(let since, let bytes) = state else { return .none }
        state = .reading(since: since, bytes: bytes + count)
        return bytes + count > bounds.bodyBytes ? refusal(.large) : .none
    }

    mutating func end(at now: Instant) {
        state = unanswered == 0 ? .waiting(since: now, isFirst: false) : .answering
    }

    mutating func answerBegan() { hasBegunAnswer = true }

    mutating func answerEnded(at now: Instant) {
        hasBegunAnswer = false
        unanswered -= 1
        // The rest of a body may still come; how it comes is watched as before.
        if case .answering = state, unanswered == 0 { state = .waiting(since: now, isFirst: false) }
    }

    mutating func writable(_ isWritable: Bool, at now: Instant) {
        stuckSince = isWritable ? nil : stuckSince ?? now
    }

    /// Asked again and again.
    func look(at now: Instant) -> Action {
        // Who takes a buffer of the system's size within the grace is faster than the rate.
        if let stuckSince, now - stuckSince > bounds.grace { return .close }
        switch state {
        case .waiting(let since, let isFirst):
            return now - since > (isFirst ? bounds.headerTime : bounds.idleTime) ? .close : .none
        case .reading(let since, let bytes):
            let taken = now - since
            guard taken > bounds.grace else { return .none }
            let due = Int64(bounds.bytesASecond) * (taken.milliseconds - bounds.grace.milliseconds)
            return Int64(bytes) * 1000 < due ? refusal(.slow) : .none
        case .answering: return .none
        }
    }

    private func refusal(_ why: Refusal) -> Action { hasBegunAnswer ? .close : .refuse(why) }
}
