import TidegateEngine
import TidegateModel
import TidegateStore

/// What a running server counts: handed to the store and the engine as their observer, read at
/// `/metrics`. Nothing is counted where there is none.
///
///     let metrics = Metrics()
///     var options = SQLiteStore.Options()
///     options.observer = metrics
///     let engine = try await Engine.open(
///         store: SQLiteStore.open(path: path, options: options), observer: metrics)
///     let server = try Server(engine: engine, metrics: metrics)
public final class Metrics: StoreObserver, EngineObserver, Sendable {
    struct RequestKey: Hashable, Sendable {
        var method: String
        /// The pattern, not the address: `/o/:object`. So there are no more series than routes.
        var route: String
        var status: Int
    }

    struct Cost: Sendable {
        var calls = 0
        var nanoseconds: Int64 = 0
    }

    struct Figures: Sendable {
        var requests: [RequestKey: Histogram] = [:]
        var underWay = 0
        var saves: [RequestOutcome: Int] = [:]
        var commitBodies = Histogram.bodies
        var commitSeconds = Histogram.seconds
        var waitingBodies = 0
        var rules: [RuleLocation: Cost] = [:]
    }

    private let figures = Lock(Figures())

    public init() {}

    var now: Figures { figures.withLock { $0 } }

    // MARK: Told by the server

    func requestBegan() { figures.withLock { $0.underWay += 1 } }

    func requestEnded(_ key: RequestKey, nanoseconds: Int64) {
        figures.withLock { figures in
            figures.underWay -= 1
            // Methods are whatever a client likes to write.
            guard
                figures.requests[key] != nil
                    || figures.requests.count < ServerLimits.metricSeries
            else { return }
            figures.requests[key, default: .seconds].add(Double(nanoseconds) / 1e9)
        }
    }

    // MARK: Told by the store and the engine

    public func committed(bodies: Int, waiting: Int, nanoseconds: Int64) {
        figures.withLock { figures in
            figures.commitBodies.add(Double(bodies))
            figures.commitSeconds.add(Double(nanoseconds) / 1e9)
            figures.waitingBodies = waiting
        }
    }

    public func answered(_ outcome: RequestOutcome) {
        figures.withLock { $0.saves[outcome, default: 0] += 1 }
    }

    public func ran(_ rule: RuleLocation, nanoseconds: Int64) {
        figures.withLock { figures in
            guard figures.rules[rule] != nil || figures.rules.count < ServerLimits.metricSeries
            else { return }
            figures.rules[rule, default: Cost()].calls += 1
            figures.rules[rule, default: Cost()].nanoseconds += nanoseconds
        }
    }
}
