import BareSQLite
import Foundation

/// Usage: StoreChoice FOLDER [saves one by one] [saves in groups] [save|read: that part alone]
@main
struct StoreChoice {
    static func main() async throws {
        let arguments = CommandLine.arguments
        let folder = arguments.count > 1 ? arguments[1] : "/tmp"
        let single = arguments.count > 2 ? Int(arguments[2]) ?? 3_000 : 3_000
        let grouped = arguments.count > 3 ? Int(arguments[3]) ?? 32_000 : 32_000
        if arguments.count > 4 {
            return try await only(arguments[4], folder, grouped, single)
        }
        for _ in 0..<2 {
            try await saves(folder, single, 1)
            try await saves(folder, grouped, 32)
        }
        try await Ours.pointReads(folder + "/ours.db", count: min(single, grouped))
        try await reads(folder)
    }

    /// One part alone, for a profiler.
    private static func only(
        _ part: String, _ folder: String, _ count: Int, _ single: Int
    ) async throws {
        if part == "save" {
            let ours = try await Workload.file("ours.db", in: folder)
            try await Ours.save(ours, count: count, callers: single)
            print(residentMemory())
        } else {
            _ = try await Ours.read(folder + "/read.db", times: 30)
        }
    }

    private static func saves(_ folder: String, _ count: Int, _ together: Int) async throws {
        let bare = try await Workload.file("bare.db", in: folder)
        var latencies = [Double](repeating: 0, count: (count + together - 1) / together)
        let cpu = bare_save(bare, Int32(count), Int32(together), &latencies)
        report("bare C", "save, \(together) a commit", p50: latencies, cpu: cpu)
        let ours = try await Workload.file("ours.db", in: folder)
        try await Ours.save(ours, count: count, callers: together)
        if together > 1 {
            let byHand = try await Workload.file("hand.db", in: folder)
            try await Ours.saveByHand(byHand, count: count, batch: together)
        }
        let grdb = try await Workload.file("grdb.db", in: folder)
        try WithGRDB.save(grdb, count: count, batch: together)
    }

    private static func reads(_ folder: String) async throws {
        let path = try await Workload.file("read.db", in: folder)
        try await Ours.fill(path, count: 100_000)
        var checksum: Int64 = 0
        let bare = (0..<5).map { _ in bare_read(path, &checksum) }.min() ?? 0
        let ours = try await Ours.read(path, times: 5)
        let grdb = try WithGRDB.read(path, times: 5)
        for (who, seconds) in [("bare C", bare), ("Tidegate", ours.seconds), ("GRDB", grdb)] {
            print(
                String(
                    format: "%-10@ read 100,000 x 12 columns   %7.1f ms  %.2f x bare",
                    who as NSString, seconds * 1e3, seconds / bare))
        }
        precondition(ours.rows == 100_000 && checksum != 0, "rows are missing")
    }

    private static func residentMemory() -> String {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        return status.split(separator: "\n").filter {
            $0.hasPrefix("VmRSS") || $0.hasPrefix("VmHWM")
        }
        .joined(separator: " ")
    }
}
