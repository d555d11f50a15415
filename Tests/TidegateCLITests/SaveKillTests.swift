import Foundation
import Testing

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// Several callers save, and the server is killed in the middle, again and again.
@Suite("A server that is killed")
struct SaveKillTests {
    /// A nightly run asks for more.
    private static let rounds =
        ProcessInfo.processInfo.environment["KILLS"].flatMap(Int.init) ?? 20
    private static let callers = 4
    private static let address = "http://127\\.0\\.0\\.1:[0-9]+"

    /// One caller: saves one after the other under keys of its own, until nobody answers.
    private struct Caller {
        let name: String
        let address: String
        let token: String
        /// The save that got no answer before.
        var open: String?

        /// - Returns: what was answered, and what was not.
        func work() async -> (answered: [String], open: String?) {
            let session = URLSession(configuration: .ephemeral)
            var answered: [String] = []
            // What was open comes first, under the key it had.
            var next = open ?? "\(name)-0"
            for number in 1... {
                guard await save(next, session) else { break }
                answered.append(next)
                next = "\(name)-\(number)"
            }
            return (answered, next)
        }

        private func save(_ key: String, _ session: URLSession) async -> Bool {
            guard let url = URL(string: address + "/api/records/Account") else { return false }
            var request = URLRequest(url: url)
            request.httpMethod = "POST"
            request.setValue("Bearer \(token)", forHTTPHeaderField: "Authorization")
            request.setValue("application/json", forHTTPHeaderField: "Content-Type")
            request.setValue(key, forHTTPHeaderField: "Idempotency-Key")
            request.httpBody = Data(#"{"fields": {"name": "\#(key)"}}"#.utf8)
            guard let (_, response) = try? await session.data(for: request) else { return false }
            return (response as? HTTPURLResponse)?.statusCode == 201
        }
    }

    @Test func `has lost no save it answered, and none is there twice`() async throws {
        let program = try Program()
        defer { program.remove() }
        try program.run("init", ".")
        try program.run("pack", "install", Program.root.appending(path: "rules/base").path)
        try program.run("user", "add", "ann", "--name", "Ann Lee")
        let token = try program.run(
            "token", "create", "--user", "ann", "--scope", "read", "--scope", "write"
        ).output.trimmingCharacters(in: .newlines)

        var answered: Set<String> = []
        var open: [String?] = Array(repeating: nil, count: Self.callers)
        for round in 0..<Self.rounds {
            let server = try Running(program, ["serve", "--port", "0"])
            let address = try #require(try await server.word(Self.address), "\(server.said)")
            let callers = open.enumerated().map { number, open in
                Caller(name: "\(round)-\(number)", address: address, token: token, open: open)
            }
            async let killed: Void = kill(server, after: .milliseconds(Int.random(in: 20...400)))
            let results = await withTaskGroup { group in
                for (number, caller) in callers.enumerated() {
                    group.addTask { (number, await caller.work()) }
                }
                return await group.reduce(into: [Int: (answered: [String], open: String?)]()) {
                    $0[$1.0] = $1.1
                }
            }
            try await killed
            for (number, result) in results {
                answered.formUnion(result.answered)
                open[number] = result.open
            }
        }

        #expect(answered.count > Self.rounds)
        let found = try program.run(
            "query", "Account", "--json", "--limit", "100000"
        ).output
        let names = found.matches(of: /"name":"([0-9-]+)"/).map { String($0.1) }
        #expect(Set(names).count == names.count, "a save is there twice")
        #expect(answered.isSubset(of: names), "\(answered.subtracting(names).count) saves are lost")
        #expect(Set(names).subtracting(answered).isSubset(of: open.compactMap(\.self)))
        #expect(try program.run("audit", "verify").code == 0)
    }

    private func kill(_ server: Running, after pause: Duration) async throws {
        try await Task.sleep(for: pause)
        Foundation.kill(server.process.processIdentifier, SIGKILL)
        server.process.waitUntilExit()
    }
}
