import TidegateEngine
import TidegateModel

@testable import TidegateServer

/// A workspace with the sample packs and a deal of Ann's, as the demo has it.
struct DealSite {
    let site: Site
    let ann: Browser
    let deal: RecordID

    init(_ values: [String: String] = [:]) async throws {
        site = try await Site(packs: ["base", "sales", "fulfilment"])
        ann = try await site.browser(signedInAs: "ann")
        let account = try await site.id("Account", "name", "Northlake Water Works")
        var fields = [
            "name": "Waterworks north", "account": "\(account)", "amount": "80000",
            "discount": "0", "close_date": "2030-06-30", "requirement_confirmed": "false",
        ]
        fields.merge(values) { $1 }
        deal = try await site.make("Opportunity", fields, as: "ann").id
    }

    var address: String { "/o/Opportunity/\(deal)" }

    /// What a page's script gets for a form it sent.
    func send(
        _ verb: String, _ fields: KeyValuePairs<String, String>, as browser: Browser? = nil
    ) async throws -> Sent {
        Sent(try await (browser ?? ann).submit("\(address)/\(verb)", fields))
    }

    func record() async throws -> Record {
        try await site.engine.record("Opportunity", deal, as: .system)
    }
}

/// The answer to a form that was sent without leaving the page.
struct Sent {
    let reply: Reply
    let json: JSON

    init(_ reply: Reply) {
        self.reply = reply
        json = (try? JSONReader.read(Array(reply.text.utf8))) ?? .null
    }

    var code: String { json["code"]?.string ?? "" }
    var html: String { json["html"]?.string ?? "" }

    func error(at field: String) -> String? { json["fields"]?[field]?.string }
}

extension Site {
    func id(_ object: String, _ field: String, _ text: String) async throws -> RecordID {
        let found = try await engine.record(object, field, .text(text), as: .system)
        guard let found else {
            throw TidegateError(.notFound, "test.missing", "no \(object) \(text)")
        }
        return found.id
    }

    /// Texts as a form would hold them.
    func make(
        _ object: String, _ texts: [String: String], as login: String
    ) async throws -> Record {
        let values = try await engine.values(
            typed: texts, of: engine.object(object), as: .system)
        return try await engine.create(
            object, values, as: engine.actor(login: login), through: .test
        ).get()
    }
}
