import TidegateModel

/// Lets `close()` wait until the last thread of the driver has gone.
final class Departures: Sendable {
    private struct State {
        var present = 0
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Lock(State())

    func enter() {
        state.withLock { $0.present += 1 }
    }

    func leave() {
        let released = state.withLock { state in
            state.present -= 1
            guard state.present == 0 else { return [CheckedContinuation<Void, Never>]() }
            defer { state.waiting = [] }
            return state.waiting
        }
        for waiter in released { waiter.resume() }
    }

    func wait() async {
        await withCheckedContinuation { continuation in
            let nobody = state.withLock { state in
                if state.present > 0 { state.waiting.append(continuation) }
                return state.present == 0
            }
            if nobody { continuation.resume() }
        }
    }
}
