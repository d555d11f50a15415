import TidegateModel
import TidegateStore

/// Makes a store fail at its N-th call, or at every call of one kind, until told to stop.
package final class FaultPlan: Sendable {
    package struct Fault: Error, Equatable {
        package let point: StorePoint
    }

    private struct State {
        var count = 0
        var failing: Int?
        var kind: StorePoint?
        var hasFailed = false
    }

    private let state = Lock(State())

    package init(failAt number: Int? = nil, every kind: StorePoint? = nil) {
        state.withLock {
            $0.failing = number
            $0.kind = kind
        }
    }

    package var hook: StoreFaults {
        { point in try self.pass(point) }
    }

    /// Whether the plan made the store fail.
    package var hasFailed: Bool { state.withLock(\.hasFailed) }

    package func stop() {
        state.withLock {
            $0.failing = nil
            $0.kind = nil
        }
    }

    /// Counts anew from here, and fails at this call.
    package func fail(at number: Int) {
        state.withLock {
            $0.count = 0
            $0.failing = number
        }
    }

    /// From now on every call of this kind fails.
    package func fail(every kind: StorePoint) {
        state.withLock { $0.kind = kind }
    }

    private func pass(_ point: StorePoint) throws {
        let fails = state.withLock { state in
            state.count += 1
            let fails = state.count == state.failing || point == state.kind
            if fails { state.hasFailed = true }
            return fails
        }
        if fails { throw Fault(point: point) }
    }
}
