import Foundation
import Testing
import TidegateLua

/// Scripts that attack the sandbox, a file each; the first line says how each must end.
@Suite("A hostile script")
struct HostileTests {
    struct Attack: Sendable, CustomTestStringConvertible {
        let name: String
        let source: String
        var testDescription: String { name }

        /// `ok`, `error`, `limit` (any) or `limit <kind>`.
        var expectation: String {
            let line = source.prefix { $0 != "\n" }
            return String(line.dropFirst("-- expect: ".count))
        }
    }

    static let attacks: [Attack] = {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Hostile")
        let files = try? FileManager.default.contentsOfDirectory(
            at: folder, includingPropertiesForKeys: nil)
        return (files ?? []).filter { $0.pathExtension == "lua" }.compactMap { file in
            guard let source = try? String(contentsOf: file, encoding: .utf8) else { return nil }
            return Attack(name: file.lastPathComponent, source: source)
        }.sorted { $0.name < $1.name }
    }()

    private func ending(_ outcome: LuaOutcome, as expectation: String) -> String {
        switch outcome {
        case .values: "ok"
        case .failed: "error"
        case .limit(let limit): expectation == "limit" ? "limit" : "limit \(limit.kind)"
        }
    }

    private func machine() throws -> LuaMachine {
        let machine = try LuaMachine()
        _ = try machine.loadPrelude(testPrelude, name: "prelude")
        return machine
    }

    /// Of this thread. Source: clock_gettime(2), CLOCK_THREAD_CPUTIME_ID.
    private func processorSeconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    private let host = ClosureHost { _, _, _ throws(LuaHostError) in throw LuaHostError("no") }

    @Test("is stopped in time, and the next script runs", arguments: attacks)
    func contained(attack: Attack) throws {
        // The wall's second is far off, so that a busy machine changes no ending; how long it takes
        // is measured in the processor's time of this thread.
        let budget = LuaBudget(instructions: 2_000_000, memoryBytes: 8 << 20, seconds: 60)
        let machine = try machine()
        let start = processorSeconds()
        let ended = machine.run(attack.source, name: attack.name, budget: budget, host: host)
        let duration = processorSeconds() - start
        if ending(ended, as: attack.expectation) != attack.expectation {
            Issue.record(
                "\(attack.name) wants \(attack.expectation), got \(String("\(ended)".prefix(300)))")
        }
        #expect(duration < 2)
        if case .limit = ended { #expect(machine.isSpent) } else { #expect(!machine.isSpent) }
        // Also a spent machine must still be sound.
        let harmless = "local t = { ('a'):upper(), settings.depth, answer } return #t, t[1] .. t[2]"
        #expect(machine.run(harmless, name: "next.lua") == .values([.integer(2), .text("A3")]))
    }

    @Test("meets a limit wherever memory runs out, and never a panic", arguments: attacks)
    func refusals(attack: Attack) throws {
        let budget = LuaBudget(instructions: 200_000, memoryBytes: 4 << 20, seconds: 0.2)
        for countdown in [1, 2, 3, 5, 8, 13, 21, 50, 120, 300] as [Int64] {
            let machine = try machine()
            machine.begin(budget, host: host)
            machine.refuseGrowth(after: countdown)
            let outcome = machine.run(attack.source, name: attack.name)
            machine.end()
            if case .limit(let limit) = outcome { #expect(limit.kind != .defect) }
            #expect(machine.run("return 1", name: "next.lua") == .values([.integer(1)]))
        }
    }
}
