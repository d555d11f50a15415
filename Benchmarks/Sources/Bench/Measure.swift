import Foundation

/// What one measurement found.
struct Outcome {
    var who: String
    var work: String
    var count: Int
    var unit: String
    var seconds: Double
    var cpuSeconds: Double
    /// Seconds of single operations; empty when only the whole was timed.
    var latencies: [Double] = []
    var note = ""

    var rate: Double { Double(count) / seconds }
    var cpuMicroseconds: Double { cpuSeconds / Double(count) * 1e6 }
    var median: Double { percentile(0.5) }

    func percentile(_ share: Double) -> Double {
        guard !latencies.isEmpty else { return 0 }
        let sorted = latencies.sorted()
        return sorted[Int(share * Double(sorted.count - 1) + 0.5)] * 1e6
    }

    /// The line WORK.md asks for.
    func printLine() {
        let numbers = String(
            format: "%.1f\t%@\t%.1f\t%.1f\t%d\t%@\t%.3f", rate, unit as NSString, median,
            percentile(0.99), peakMemoryKilobytes(), note as NSString, cpuMicroseconds)
        print("RESULT\t\(who)\t\(work)\t\(numbers)")
    }

    /// Of several rounds the one that was disturbed least.
    static func best(_ rounds: [Outcome]) -> Outcome {
        guard let best = rounds.min(by: { $0.cpuMicroseconds < $1.cpuMicroseconds })
        else { preconditionFailure("no rounds") }
        return best
    }
}

struct Stopwatch {
    private let wall = Stopwatch.read(CLOCK_MONOTONIC)
    private let cpu = Stopwatch.read(CLOCK_PROCESS_CPUTIME_ID)

    var seconds: Double { Self.read(CLOCK_MONOTONIC) - wall }
    var cpuSeconds: Double { Self.read(CLOCK_PROCESS_CPUTIME_ID) - cpu }

    static func read(_ clock: clockid_t) -> Double {
        var time = timespec()
        clock_gettime(clock, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}

/// Runs `count` operations by so many callers at once, each waiting for its answer before the next.
///
/// - Parameter body: gets the operation's number and says whether it was accepted.
func operate(
    _ count: Int, callers: Int, _ body: @escaping @Sendable (Int) async throws -> Bool
) async throws -> (latencies: [Double], accepted: Int) {
    try await withThrowingTaskGroup(of: (latencies: [Double], accepted: Int).self) { group in
        for caller in 0..<callers {
            group.addTask {
                var (latencies, accepted): ([Double], Int) = ([], 0)
                latencies.reserveCapacity(count / callers + 1)
                for number in stride(from: caller, to: count, by: callers) {
                    let begun = Stopwatch.read(CLOCK_MONOTONIC)
                    if try await body(number) { accepted += 1 }
                    latencies.append(Stopwatch.read(CLOCK_MONOTONIC) - begun)
                }
                return (latencies, accepted)
            }
        }
        return try await group.reduce(into: ([], 0)) { all, one in
            all.latencies += one.latencies
            all.accepted += one.accepted
        }
    }
}

func peakMemoryKilobytes() -> Int { status("VmHWM") }
func residentMemoryKilobytes() -> Int { status("VmRSS") }

private func status(_ name: String) -> Int {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix(name) }
    return line?.split(separator: " ").compactMap { Int($0) }.first ?? 0
}

/// A check of a driver: when it fails the figures mean nothing, so the run ends.
func expect(_ holds: Bool, _ otherwise: @autoclosure () -> String) {
    guard !holds else { return }
    print("FAILED: \(otherwise())")
    exit(1)
}
