import Testing
import TidegateModel

@testable import TidegateServer

/// The decisions, without a socket and without waiting.
@Suite("A connection's watch")
struct ConnectionWatchTests {
    private let start = Instant(milliseconds: 0)
    private func at(_ seconds: Int64) -> Instant { Instant(milliseconds: seconds * 1000) }

    private func watch(_ change: (inout ServerSettings) -> Void = { _ in }) -> ConnectionWatch {
        var settings = ServerSettings()
        change(&settings)
        return ConnectionWatch(ConnectionWatch.Bounds(settings), at: start)
    }

    @Test func `closes when no first header comes in time`() {
        let watch = watch()
        #expect(watch.look(at: at(10)) == .none)
        #expect(watch.look(at: at(11)) == .close)
    }

    @Test func `waits longer for another request, but not for ever`() {
        var watch = watch()
        #expect(watch.head(declaring: nil, at: at(1)) == .none)
        watch.end(at: at(1))
        watch.answerBegan()
        watch.answerEnded(at: at(2))
        #expect(watch.look(at: at(62)) == .none)
        #expect(watch.look(at: at(63)) == .close)
    }

    @Test func `lets the server take its time`() {
        var watch = watch()
        _ = watch.head(declaring: nil, at: at(0))
        watch.end(at: at(0))
        #expect(watch.look(at: at(100_000)) == .none)
        watch.answerBegan()
        #expect(watch.look(at: at(200_000)) == .none)
    }

    @Test func `refuses a body that comes too slowly, after some patience`() {
        var watch = watch()
        _ = watch.head(declaring: 1_000_000, at: at(0))
        #expect(watch.look(at: at(15)) == .none)
        #expect(watch.body(bytes: 5_000) == .none)
        #expect(watch.look(at: at(20)) == .none)
        #expect(watch.look(at: at(21)) == .refuse(.slow))
        watch.answerBegan()
        #expect(watch.look(at: at(21)) == .close)
    }

    @Test func `refuses a body that is too large, said or done`() {
        var said = watch { $0.bodyBytes = 1_000 }
        #expect(said.head(declaring: 1_001, at: start) == .refuse(.large))
        var done = watch { $0.bodyBytes = 1_000 }
        #expect(done.head(declaring: nil, at: start) == .none)
        #expect(done.body(bytes: 1_000) == .none)
        #expect(done.body(bytes: 1) == .refuse(.large))
    }

    @Test func `closes on who does not read the answer`() {
        var watch = watch()
        _ = watch.head(declaring: nil, at: at(0))
        watch.end(at: at(0))
        watch.answerBegan()
        watch.writable(false, at: at(5))
        watch.writable(false, at: at(19))
        #expect(watch.look(at: at(20)) == .none)
        #expect(watch.look(at: at(21)) == .close)
        watch.writable(true, at: at(21))
        #expect(watch.look(at: at(21)) == .none)
    }

    @Test func `knows several requests sent ahead`() {
        var watch = watch()
        for _ in 0..<2 {
            _ = watch.head(declaring: nil, at: at(0))
            watch.end(at: at(0))
        }
        watch.answerBegan()
        watch.answerEnded(at: at(1))
        #expect(watch.look(at: at(1_000)) == .none)
        watch.answerBegan()
        watch.answerEnded(at: at(1_000))
        #expect(watch.look(at: at(1_061)) == .close)
    }

    @Test func `goes on watching a body that is still coming after the answer`() {
        var watch = watch()
        _ = watch.head(declaring: nil, at: at(0))
        watch.answerBegan()
        watch.answerEnded(at: at(1))
        #expect(watch.look(at: at(30)) == .close || watch.look(at: at(30)) == .refuse(.slow))
        watch.end(at: at(31))
        #expect(watch.look(at: at(31)) == .none)
        #expect(watch.look(at: at(92)) == .close)
    }
}

@Suite("The book of connections")
struct ConnectionBookTests {
    @Test func `has so many places in all, and for each address`() {
        var settings = ServerSettings()
        settings.connections = 4
        settings.connectionsAnAddress = 2
        settings.trustedProxies = ["10.0.0.1"]
        let book = ConnectionBook(settings)
        #expect(book.enter("a") && book.enter("a"))
        #expect(!book.enter("a"))
        #expect(book.enter("b"))
        book.leave("a")
        #expect(book.enter("a"))
        book.leave("a")
        book.leave("a")
        #expect(book.enter("10.0.0.1") && book.enter("10.0.0.1") && book.enter("10.0.0.1"))
        #expect(!book.enter("c"))
        #expect(book.now.open == 4)
        #expect(book.now.cutOff[.many] == 2)
    }
}

/// The same over a real socket.
@Suite("A client that means no good", .serialized)
struct HostileClientTests {
    @Test func `who sends a header drop by drop is cut off`() async throws {
        let site = try await Site(packs: []) { $0.headerTime = Span(milliseconds: 300) }
        try await withListening(site) { port in
            let received = await Wire.run { () -> String? in
                guard let wire = Wire(port: port) else { return nil }
                wire.send("GET /healthz HTTP/1.1\r\nHost: x\r\n")
                for _ in 0..<8 {
                    Wire.pause(milliseconds: 100)
                    guard wire.send("X-A: b\r\n") else { break }
                }
                return wire.receiveAll()
            }
            #expect(received == "")
            #expect(site.server.connections.now.cutOff[.slow] == 1)
        }
    }

    @Test func `who says nothing at all is cut off, before and between requests`() async throws {
        let site = try await Site(packs: []) {
            $0.headerTime = Span(milliseconds: 200)
            $0.idleTime = Span(milliseconds: 200)
        }
        try await withListening(site) { port in
            #expect(await Wire.run { Wire(port: port)?.receiveAll() } == "")
            let second = await Wire.run { () -> [String]? in
                guard let wire = Wire(port: port) else { return nil }
                wire.send("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
                return [wire.receiveAnswer(), wire.receiveAll()]
            }
            #expect(second?.first?.hasPrefix("HTTP/1.1 200") ?? false)
            #expect(second?.last == "")
        }
    }

    @Test func `who says they send too much, or does, is refused`() async throws {
        let site = try await Site(packs: []) { $0.bodyBytes = 10_000 }
        try await withListening(site) { port in
            let head = "POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: \(Form.contentType)\r\n"
            let said = await Wire.run { () -> String? in
                guard let wire = Wire(port: port) else { return nil }
                wire.send(head + "Content-Length: 10000000\r\n\r\n")
                return wire.receiveAll()
            }
            #expect(said?.hasPrefix("HTTP/1.1 413") ?? false)
            let done = await Wire.run { () -> String? in
                guard let wire = Wire(port: port) else { return nil }
                wire.send(head + "Transfer-Encoding: chunked\r\n\r\n")
                let chunk = "1000\r\n" + String(repeating: "a", count: 4096) + "\r\n"
                for _ in 0..<100 { guard wire.send(chunk) else { break } }
                return wire.receiveAll()
            }
            #expect(done.map { $0.isEmpty || $0.hasPrefix("HTTP/1.1 413") } ?? false)
            #expect(site.server.connections.now.cutOff[.large] == 2)
        }
    }

    @Test func `who sends a body drop by drop is told so and cut off`() async throws {
        let site = try await Site(packs: []) { $0.slowGrace = Span(milliseconds: 200) }
        try await withListening(site) { port in
            let received = await Wire.run { () -> String? in
                guard let wire = Wire(port: port) else { return nil }
                wire.send(
                    "POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: \(Form.contentType)\r\n"
                        + "Content-Length: 1000\r\n\r\n")
                for _ in 0..<20 {
                    Wire.pause(milliseconds: 100)
                    guard wire.send("a") else { break }
                }
                return wire.receiveAll()
            }
            // What was sent after the end may make the system take the answer back.
            #expect(received == "" || received?.hasPrefix("HTTP/1.1 408") ?? false)
            #expect(site.server.connections.now.cutOff[.slow] == 1)
        }
    }

    @Test func `who asks and asks and reads nothing is cut off`() async throws {
        let site = try await Site(packs: []) {
            $0.slowGrace = Span(milliseconds: 300)
            $0.requestsASecond = 0
        }
        try await withListening(site) { port in
            await Wire.run {
                guard let wire = Wire(port: port) else { return }
                let ask = "GET /sign-in HTTP/1.1\r\nHost: x\r\n\r\n"
                wire.send(String(repeating: ask, count: 20_000))
                for _ in 0..<100 where site.server.connections.now.cutOff[.slow] == nil {
                    Wire.pause(milliseconds: 100)
                }
                withExtendedLifetime(wire) {}
            }
            #expect(site.server.connections.now.cutOff[.slow] == 1)
        }
    }

    @Test func `who has too many connections gets no more, until one ends`() async throws {
        let site = try await Site(packs: []) { $0.connectionsAnAddress = 2 }
        try await withListening(site) { port in
            let answers = await Wire.run { () -> [String] in
                let ask = "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
                var held = (0..<2).compactMap { _ in Wire(port: port) }
                var answers = held.map { wire in
                    wire.send(ask)
                    return wire.receiveAnswer()
                }
                answers.append(Wire(port: port)?.receiveAll() ?? "none")
                held.removeAll()
                Wire.pause(milliseconds: 300)
                let last = Wire(port: port)
                last?.send(ask)
                answers.append(last?.receiveAnswer() ?? "none")
                return answers
            }
            let statuses = answers.map { $0.prefix(12) }
            #expect(statuses == ["HTTP/1.1 200", "HTTP/1.1 200", "HTTP/1.1 503", "HTTP/1.1 200"])
        }
    }

    @Test func `who sends no HTTP, or a header without end, is refused`() async throws {
        let site = try await Site(packs: [])
        try await withListening(site) { port in
            for request in [
                "\u{16}\u{03}\u{01} hello\r\n\r\n", "GET /\r\n\r\n", "GET / HTTP/9.9\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nX: " + String(repeating: "a", count: 100_000)
                    + "\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\n"
                    + (0..<200).map { "X-\($0): y\r\n" }.joined() + "\r\n",
                "GET /" + String(repeating: "a", count: 100_000) + " HTTP/1.1\r\nHost: x\r\n\r\n",
                "POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
                "POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n"
                    + "Content-Length: 2\r\n\r\nab",
                "POST /sign-in HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                // Its body, read as another request, would be one that no proxy before us has seen.
                "POST /sign-in HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n"
                    + "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n",
            ] {
                let answer = await Wire.run { () -> String? in
                    guard let wire = Wire(port: port) else { return nil }
                    wire.send(request)
                    return wire.receiveAll()
                }
                let status = answer?.dropFirst(9).prefix(3) ?? ""
                #expect(
                    answer == "" || status.hasPrefix("4"), "\(request.prefix(40)): \(answer ?? "")")
                #expect(answer?.contains("HTTP/1.1 200") == false)
            }
            let well = await Wire.run { () -> String? in
                guard let wire = Wire(port: port) else { return nil }
                wire.send("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
                return wire.receiveAnswer()
            }
            #expect(well?.hasPrefix("HTTP/1.1 200") ?? false)
        }
    }
}
