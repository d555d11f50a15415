import Foundation
import HTTPTypes
import Hummingbird
import Logging
import TidegateEngine
import TidegateModel
import TidegateScript
import TidegateStore
import TidegateTesting

@testable import TidegateServer

/// A workspace with its server, asked without a socket: requests go through every middleware as they
/// do in the real thing.
///
///     let site = try await Site()
///     let ann = try await site.browser(signedInAs: "ann")
///     #expect(try await ann.get("/account").status == .ok)
struct Site {
    let engine: Engine
    let server: Server
    let clock = ManualClock()
    private let logger: Logger
    private let responder: RouterResponder<WebContext>

    static let password = "correct horse battery"

    /// - Parameter packs: of the folder `rules`, with their samples: ann, bob, ada and the others.
    init(
        packs: [String] = ["base"], store: (any Store)? = nil, metrics: Metrics? = nil,
        logger: Logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
        _ change: (inout ServerSettings) -> Void = { _ in }
    ) async throws {
        engine = try await Engine.open(
            store: store ?? SQLiteStore.inMemory(), clock: clock.clock, observer: metrics)
        if !packs.isEmpty {
            _ = try await engine.install(packs.map { try PackFolder.read(Self.rules($0)) })
            for pack in packs { _ = try await engine.importSamples(of: pack, as: .system) }
        }
        var settings = ServerSettings()
        settings.passwordCost = PasswordHash.Cost(logN: 10, r: 8, p: 1)
        change(&settings)
        server = try Server(
            engine: engine, settings: settings, metrics: metrics, logger: logger)
        self.logger = logger
        responder = server.router().buildResponder()
    }

    var desk: FrontDesk { server.desk }

    static func rules(_ pack: String) -> String {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "rules/\(pack)").path
    }

    /// A pack called `own` of one file.
    static func pack(_ rules: String) -> PackFiles {
        let texts = [
            "pack.lua": "pack \"own\" { version = \"1.0.0\", requires = { base = \"^1.0\" } }",
            "rules.lua": rules,
        ]
        return PackFiles(
            name: "own",
            files: texts.map { PackFiles.File(path: $0.key, text: Array($0.value.utf8)) })
    }

    /// A browser without cookies.
    func browser(address: String = "192.0.2.1") -> Browser { Browser(self, address: address) }

    /// One whose user came by a one-time link.
    func browser(signedInAs login: String, address: String = "192.0.2.1") async throws -> Browser {
        let browser = browser(address: address)
        let link = try await desk.makeLink(for: login, by: .system)
        let reply = try await browser.post(link.path)
        guard reply.status == .seeOther else { throw Unexpected(reply: reply) }
        return browser
    }

    /// Gives a user a password, by the way every user gets one.
    func setPassword(of login: String, to password: String = Site.password) async throws {
        let link = try await desk.makeLink(for: login, by: .system)
        let reply = try await browser().post(
            link.path, ["password": password, "repeated": password])
        guard reply.status == .seeOther else { throw Unexpected(reply: reply) }
    }

    /// One request, as it stands.
    func send(
        _ method: HTTPRequest.Method, _ path: String, headers: [(String, String)] = [],
        body: [UInt8] = [], address: String = "192.0.2.1"
    ) async throws -> Reply {
        try await Reply(
            response(method, path, headers: headers, body: body, address: address))
    }

    /// The same, its body not yet written.
    func response(
        _ method: HTTPRequest.Method, _ path: String, headers: [(String, String)] = [],
        body: [UInt8] = [], address: String = "192.0.2.1"
    ) async throws -> Response {
        var head = HTTPRequest(
            method: method, scheme: "http", authority: "tidegate.test", path: path)
        for (name, value) in headers {
            guard let name = HTTPField.Name(name) else { continue }
            head.headerFields.append(HTTPField(name: name, value: value))
        }
        let request = Request(head: head, body: RequestBody(buffer: ByteBuffer(bytes: body)))
        return try await responder.respond(
            to: request, context: WebContext(peer: address, logger: logger))
    }
}

struct Reply: Sendable, CustomStringConvertible {
    let status: HTTPResponse.Status
    let headers: HTTPFields
    let text: String

    init(_ response: Response) async throws {
        status = response.status
        headers = response.headers
        let collector = Collector()
        try await response.body.write(collector)
        text = String(buffer: collector.body.withLock { $0 })
    }

    var location: String? { headers[.location] }
    var cookies: [String] { headers[values: .setCookie] }
    var description: String { "\(status) \(headers) \(text)" }

    /// What a hidden field of the page holds.
    func field(_ name: String) -> String? {
        guard let start = text.range(of: "name=\"\(name)\" value=\"") else { return nil }
        return String(text[start.upperBound...].prefix { $0 != "\"" })
    }

    private struct Collector: ResponseBodyWriter {
        let body = Lock(ByteBuffer())

        func write(_ buffer: ByteBuffer) async throws {
            body.withLock { _ = $0.writeImmutableBuffer(buffer) }
        }

        func finish(_ trailingHeaders: HTTPFields?) async throws {}
    }
}

/// A folder that is gone with ``remove()``.
struct ScratchFolder {
    let path: String

    init() {
        let name = "tidegate-\(ProcessInfo.processInfo.globallyUniqueString)"
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(name)
        try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        path = folder.path
    }

    func remove() { try? FileManager.default.removeItem(atPath: path) }
}

struct Unexpected: Error { let reply: Reply }
