import Foundation
import Testing

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

@Suite("tidegate serve", .serialized)
struct ServeTests {
    private static let address = "http://127\\.0\\.0\\.1:[0-9]+"

    private func withWorkspace(_ body: (Program) async throws -> Void) async throws {
        let program = try Program()
        defer { program.remove() }
        try program.run("init", ".")
        try program.run("pack", "install", Program.root.appending(path: "rules/base").path)
        try await body(program)
    }

    private func get(_ address: String) async throws -> (status: Int, text: String) {
        guard let url = URL(string: address) else { return (0, "") }
        let (data, response) = try await URLSession(configuration: .ephemeral).data(from: url)
        return (
            (response as? HTTPURLResponse)?.statusCode ?? 0, String(decoding: data, as: UTF8.self)
        )
    }

    @Test func `prints its address and a set-up link, answers, and ends when asked to`()
        async throws
    {
        try await withWorkspace { program in
            let server = try Running(program, ["serve", "--port", "0"])
            let address = try #require(try await server.word(Self.address))
            let link = try #require(
                try await server.word(Self.address + "/set-up/[A-Za-z0-9_-]{43}"))
            #expect(try await get(address + "/healthz").text == "ok\n")
            #expect(try await get(address + "/readyz").status == 200)
            #expect(
                try await get(address + "/metrics").text.contains("tidegate_requests_under_way"))
            #expect(try await get(link).status == 200)
            // A fresh link would make the one that was printed useless, so this asks for nothing new.
            let user = try program.run("user", "list")
            #expect(user.code == 0)
            server.process.terminate()
            #expect(try await server.ended() == 0)
            #expect(server.said.contains("stopped"))
            #expect(!server.said.contains(link.suffix(43) + " "))
        }
    }

    @Test func `ends by Ctrl-C, too`() async throws {
        try await withWorkspace { program in
            let server = try Running(program, ["serve", "--port", "0"])
            _ = try await server.word(Self.address)
            server.process.interrupt()
            #expect(try await server.ended() == 0)
        }
    }

    /// Someone who has begun a request and does not go on.
    private func hold(_ address: String) throws -> Process {
        let port = address.split(separator: ":").last ?? ""
        let client = Process()
        client.executableURL = URL(filePath: "/bin/bash")
        client.arguments = [
            "-c",
            "exec 3<>/dev/tcp/127.0.0.1/\(port); printf 'POST /sign-in HTTP/1.1\\r\\nHost: x\\r\\n"
                + "Content-Type: application/x-www-form-urlencoded\\r\\nContent-Length: 9\\r\\n\\r\\na' >&3"
                + "; echo held; sleep 60",
        ]
        let told = Pipe()
        client.standardOutput = told
        try client.run()
        _ = told.fileHandleForReading.availableData
        return client
    }

    @Test func `waits for requests under way no longer than it was told to`() async throws {
        try await withWorkspace { program in
            let server = try Running(
                program, ["serve", "--port", "0", "--set", "stop_time=1 second"])
            let client = try hold(try #require(try await server.word(Self.address)))
            defer { client.terminate() }
            try await Task.sleep(for: .milliseconds(500))
            server.process.terminate()
            #expect(try await server.ended() == 0)
        }
    }

    @Test func `ends at once when asked a second time`() async throws {
        try await withWorkspace { program in
            let server = try Running(
                program, ["serve", "--port", "0", "--set", "stop_time=10 minutes"])
            let client = try hold(try #require(try await server.word(Self.address)))
            defer { client.terminate() }
            try await Task.sleep(for: .milliseconds(500))
            server.process.terminate()
            _ = try await server.word("stopping")
            server.process.terminate()
            #expect(try await server.ended() == 143)
        }
    }

    @Test func `says which port is taken and how to take another`() async throws {
        try await withWorkspace { program in
            let first = try Running(program, ["serve", "--port", "0"])
            let address = try #require(try await first.word(Self.address))
            let port = try #require(address.split(separator: ":").last)
            let second = try program.run(
                "serve", "--port", String(port), "--set", "log_level=error")
            #expect(second.code == 69)
            #expect(second.errors.contains("Another program listens on 127.0.0.1:\(port)."))
            first.process.terminate()
            #expect(try await first.ended() == 0)
        }
    }

    @Test func `takes settings from its file, and says where one is wrong`() async throws {
        try await withWorkspace { program in
            try program.write("tidegate.conf", "port = 4711\nsession_idle = 2 hours\n")
            let shown = try program.run("serve", "--print-settings", "--set", "port=4712")
            #expect(
                shown.output.contains("port = 4712")
                    && shown.output.contains("session_idle = 2 hours"))
            try program.write("tidegate.conf", "prot = 4711\n")
            let wrong = try program.run("serve")
            #expect(wrong.code == 65)
            #expect(wrong.errors.contains("tidegate.conf:1: There is no setting prot."))
            #expect(wrong.errors.contains("Did you mean port?"))
            #expect(try program.run("serve", "--config", "none.conf").code == 66)
        }
    }

    @Test func `lets in who has a link or a token made beside it`() async throws {
        try await withWorkspace { program in
            try program.run("user", "add", "ann", "--name", "Ann Lee")
            let server = try Running(program, ["serve", "--port", "0"])
            let address = try #require(try await server.word(Self.address))
            let link = try program.run("user", "link", "ann", "--url", address + "/")
            let page = try await get(link.output.trimmingCharacters(in: .newlines))
            #expect(page.status == 200 && page.text.contains("Ann Lee"))
            let token = try program.run("token", "create", "--user", "ann", "--scope", "read")
                .output.trimmingCharacters(in: .newlines)
            #expect(token.hasPrefix("tg_"))
            var request = URLRequest(url: try #require(URL(string: address + "/api/me")))
            request.setValue("Bearer \(token)", forHTTPHeaderField: "Authorization")
            let (_, response) = try await URLSession(configuration: .ephemeral).data(for: request)
            #expect((response as? HTTPURLResponse)?.statusCode == 200)
            let id = try #require(
                try program.run("token", "list", "--user", "ann").output.split(separator: " ").first
            )
            #expect(try program.run("token", "revoke", String(id), "--user", "ann").code == 0)
            #expect(try program.run("token", "list", "--user", "ann").output.isEmpty)
            server.process.terminate()
            #expect(try await server.ended() == 0)
        }
    }
}
