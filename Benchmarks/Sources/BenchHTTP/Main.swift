import Company
import Foundation
import Hummingbird
import Logging
import Tidegate
import TidegateScript
import TidegateServer

/// The server under load, and the least a server on the same framework could do.
///
///     BenchHTTP prepare FOLDER PACKS RECORDS    a workspace; prints a token
///     BenchHTTP company FOLDER PACKS RECORDS    another one, for rights; prints logins and tokens
///     BenchHTTP ours FOLDER PORT                Tidegate on it
///     BenchHTTP bare FILE PORT                  a bare handler that answers with the file's bytes
///
/// scripts/bench-http drives it with wrk.
@main
struct BenchHTTP {
    static func main() async throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        switch (arguments.first, arguments.count) {
        case ("prepare", 4):
            try await prepare(arguments[1], packs: arguments[2], count: Int(arguments[3]) ?? 0)
        case ("company", 4):
            try await company(arguments[1], packs: arguments[2], count: Int(arguments[3]) ?? 0)
        case ("ours", 3): try await ours(arguments[1], port: Int(arguments[2]) ?? 0)
        case ("bare", 3): try await bare(arguments[1], port: Int(arguments[2]) ?? 0)
        default:
            FileHandle.standardError.write(Data("see scripts/bench-http\n".utf8))
            exit(64)
        }
    }

    private static func engine(_ folder: String) async throws -> Engine {
        try await Engine.open(store: SQLiteStore.open(path: folder + "/tidegate.db"))
    }

    // MARK: The workspace

    /// Records in their first stage, ready to be moved through a gate; their ids in ids.txt.
    private static func prepare(_ folder: String, packs: String, count: Int) async throws {
        let engine = try await engine(folder)
        _ = try await engine.install([PackFolder.read(packs + "/bench")])
        _ = try await engine.addUser(
            login: "seller", name: "Sam Seller", email: nil, manager: nil, roles: [],
            as: .system, through: .library
        ).get()
        let seller = try await engine.actor(login: "seller")
        let account = try await engine.create(
            "Account", ["name": .text("Acme")], as: .system, through: .library
        ).get()
        var ids = ""
        for start in stride(from: 0, to: count, by: 256) {
            let made = try await withThrowingTaskGroup(of: RecordID.self) { group in
                for number in start..<min(count, start + 256) {
                    group.addTask {
                        try await engine.create(
                            "Opportunity", values(number, account.id, seller), as: seller,
                            through: .library
                        ).get().id
                    }
                }
                return try await group.reduce(into: [RecordID]()) { $0.append($1) }
            }
            for id in made { ids += "\(id)\n" }
        }
        try ids.write(toFile: folder + "/ids.txt", atomically: true, encoding: .utf8)
        print(try await token("seller", engine))
        await engine.close()
    }

    private static func token(_ login: String, _ engine: Engine) async throws -> String {
        try await FrontDesk(engine: engine).makeToken(
            for: login, name: "bench", scopes: [.read, .write], days: 1, by: .system,
            through: .library)
    }

    /// A line for somebody who may read everything, and one for each whose rights are measured.
    private static func company(_ folder: String, packs: String, count: Int) async throws {
        let engine = try await engine(folder)
        let people = try await Company.found(engine, packs: packs, deals: count)
        print("without", try await token(Company.everything, engine))
        for (who, actor) in people where actor.roles.contains("seller") {
            print(who, try await token(actor.name, engine))
        }
        await engine.close()
    }

    private static func values(
        _ number: Int, _ account: RecordID, _ owner: Actor
    ) -> [String: Value] {
        [
            "name": .text("Opportunity \(number)"), "account": .reference(account),
            "amount": .decimal(
                Decimal(coefficient: Int64(1_000 + number * 37 % 900_000), scale: 2)),
            "currency": .text("USD"), "stage": .text("Lead"), "probability": .integer(40),
            "close_date": .date(Day(number: 20_700 + Int64(number % 300))),
            "owner": owner.user.map(Value.reference) ?? .none, "source": .text("Web"),
            "requirement_confirmed": .bool(true), "notes": .text("Wants it before the summer."),
            "created_date": .date(Day(number: 20_500)),
        ]
    }

    // MARK: The servers

    private static func ours(_ folder: String, port: Int) async throws {
        let engine = try await engine(folder)
        var settings = ServerSettings()
        settings.port = port
        // One caller is all there is here, and the bare handler writes no lines either.
        settings.requestsASecond = 0
        var logger = Logger(label: "tidegate")
        logger.logLevel = .warning
        let server = try Server(engine: engine, settings: settings, logger: logger)
        try await server.run { _ in print("ready") }
    }

    private static func bare(_ file: String, port: Int) async throws {
        let bytes = [UInt8](try Data(contentsOf: URL(filePath: file)))
        let router = Router()
        router.get("/record") { _, _ in
            Response(
                status: .ok, headers: [.contentType: "application/json; charset=utf-8"],
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
        }
        let application = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: port)),
            onServerRunning: { _ in print("ready") })
        try await application.runService()
    }
}
