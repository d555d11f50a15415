import Foundation
import Tidegate

/// How long a workspace takes to be ready, and what it takes when idle: asked of a fresh process.
enum Start {
    static func run(_ place: Place) async throws -> Outcome {
        let site = try await Site(place, "start.tidegate")
        await site.engine.close()
        var best = Outcome(
            who: "Tidegate", work: "start to ready", count: 1, unit: "starts/s", seconds: 1e9,
            cpuSeconds: 0)
        for _ in 0..<5 {
            let figures = try child("ready", site.path)
            expect(figures.count == 3, "the fresh process said nothing")
            guard figures[0] < best.seconds else { continue }
            best.seconds = figures[0]
            best.latencies = [figures[0]]
            best.cpuSeconds = figures[1]
            best.note = "idle \(Int(figures[2])) kB"
        }
        return best
    }

    /// What the fresh process does; prints seconds, CPU seconds and resident kB.
    static func ready(_ path: String) async throws {
        let watch = Stopwatch()
        let engine = try await Engine.open(store: SQLiteStore.open(path: path))
        _ = try await engine.actor(login: "seller")
        let (seconds, cpuSeconds) = (watch.seconds, watch.cpuSeconds)
        try await Task.sleep(for: .milliseconds(200))
        print("\(seconds) \(cpuSeconds) \(residentMemoryKilobytes())")
        await engine.close()
    }

    private static func child(_ arguments: String...) throws -> [Double] {
        let process = Process()
        process.executableURL = URL(filePath: CommandLine.arguments[0])
        process.arguments = arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: output, as: UTF8.self).split(whereSeparator: \.isWhitespace)
            .compactMap { Double($0) }
    }
}
