import BareSQLite
import Synchronization
import TidegateModel
import TidegateStore

enum Ours {
    static func save(_ path: String, count: Int, callers: Int) async throws {
        let records = (0..<count).map { Workload.record(Workload.opportunity, $0) }
        let store = try SQLiteStore.open(path: path)
        let latencies = Latencies()
        let threadBefore = try await store.write { _ in thread_cpu() }
        let (cpu, start) = (process_cpu(), wall())
        try await withThrowingTaskGroup(of: Void.self) { group in
            for caller in 0..<callers {
                group.addTask {
                    var own: [Double] = []
                    for number in stride(from: caller, to: count, by: callers) {
                        let record = records[number]
                        let start = wall()
                        try await store.write { writer in
                            try writer.insert(record)
                            try writer.append(Workload.change(record))
                        }
                        own.append(wall() - start)
                    }
                    latencies.add(own)
                }
            }
            try await group.waitForAll()
        }
        let (spent, time) = ((process_cpu() - cpu) / Double(count) * 1e6, wall() - start)
        let thread = try await store.write { _ in thread_cpu() } - threadBefore
        report(
            "Tidegate", "save, \(callers) callers", p50: latencies.all, cpu: spent,
            String(
                format: "writer's thread %.2f us, %.0f saves/s", thread / Double(count) * 1e6,
                Double(count) / time))
        await store.close()
    }

    /// The same work as GRDB is given: one caller, the group made by hand.
    static func saveByHand(_ path: String, count: Int, batch: Int) async throws {
        let store = try SQLiteStore.open(path: path)
        let latencies = Latencies()
        let cpu = process_cpu()
        for first in stride(from: 0, to: count, by: batch) {
            let start = wall()
            try await store.write { writer in
                for number in first..<min(first + batch, count) {
                    let record = Workload.record(Workload.opportunity, number)
                    try writer.savepoint {
                        try writer.insert(record)
                        try writer.append(Workload.change(record))
                    }
                }
            }
            latencies.add([wall() - start])
        }
        report(
            "Tidegate", "save, \(batch) a commit", p50: latencies.all,
            cpu: (process_cpu() - cpu) / Double(count) * 1e6, "records made inside")
        await store.close()
    }

    static func pointReads(_ path: String, count: Int) async throws {
        let store = try SQLiteStore.open(path: path)
        let seconds = try await store.write { writer in
            let start = thread_cpu()
            for number in 0..<count {
                _ = try writer.record(
                    Workload.opportunity, RecordID(number: Int64(number + 1) << 13))
            }
            return thread_cpu() - start
        }
        report("Tidegate", "point read in a write", p50: [], cpu: seconds / Double(count) * 1e6)
        let latencies = Latencies()
        for number in 0..<count {
            let start = wall()
            _ = try await store.read {
                try $0.record(Workload.opportunity, RecordID(number: Int64(number + 1) << 13))
            }
            latencies.add([wall() - start])
        }
        report("Tidegate", "point read, own snapshot", p50: latencies.all, cpu: 0)
        await store.close()
    }

    static func fill(_ path: String, count: Int) async throws {
        let store = try SQLiteStore.open(path: path)
        try await store.write { writer in
            for number in 0..<count { try writer.insert(Workload.record(Workload.row, number)) }
        }
        await store.close()
    }

    static func read(_ path: String, times: Int) async throws -> (seconds: Double, rows: Int) {
        let store = try SQLiteStore.open(path: path)
        var best = Double.infinity
        var rows = 0
        for _ in 0..<times {
            let (seconds, count) = try await store.read { reader in
                let start = wall()
                let records = try reader.records(
                    Query(Workload.row, actor: .system, now: Workload.time))
                return (wall() - start, records.count)
            }
            best = min(best, seconds)
            rows = count
        }
        await store.close()
        return (best, rows)
    }
}

final class Latencies: Sendable {
    private let kept = Mutex([Double]())

    var all: [Double] { kept.withLock { $0 } }

    func add(_ seconds: [Double]) { kept.withLock { $0 += seconds } }
}
