import TidegateModel

/// Callers that were looked up a moment ago, so that not every request asks the workspace.
final class KnownCallers: Sendable {
    private struct Entry {
        var caller: Caller
        var until: Instant
        var generation: Int
    }

    private struct State {
        var entries: [[UInt8]: Entry] = [:]
        /// Grows when everybody is forgotten: what was read before that is not remembered after.
        var round = 0
    }

    private let state = Lock(State())

    var round: Int { state.withLock(\.round) }

    func caller(_ key: [UInt8], at now: Instant, _ generation: Int) -> Caller? {
        state.withLock { state in
            guard let entry = state.entries[key], entry.generation == generation, now < entry.until,
                // A clock that jumped back.
                entry.until - now <= ServerLimits.knownCallerTime
            else { return nil }
            return entry.caller
        }
    }

    /// - Parameter round: as it was before the caller was looked up.
    func remember(
        _ caller: Caller, _ key: [UInt8], at now: Instant, until end: Instant, _ generation: Int,
        round: Int
    ) {
        state.withLock { state in
            guard round == state.round else { return }
            if state.entries.count >= ServerLimits.knownCallers { state.entries.removeAll() }
            state.entries[key] = Entry(
                caller: caller, until: min(now + ServerLimits.knownCallerTime, end),
                generation: generation)
        }
    }

    func forget() {
        state.withLock { state in
            state.entries.removeAll()
            state.round += 1
        }
    }
}
