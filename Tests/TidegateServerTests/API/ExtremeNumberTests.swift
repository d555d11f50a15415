import Testing
import TidegateModel

@testable import TidegateServer

/// Numbers at the ends of what 64 bits hold, wherever a request may say one. A trap would end the
/// program, and these tests with it.
@Suite("A number at the end of what there is")
struct ExtremeNumberTests {
    static let numbers = [
        "9223372036854775807", "-9223372036854775808", "9223372036854775808", "-1", "1e308",
    ]

    @Test func `in the address of a page stops nothing`() async throws {
        let deals = try await DealSite()
        let id = deals.deal
        for number in Self.numbers {
            for path in [
                "/o/Opportunity?before=\(number)", "/o/Opportunity?before=\(number)&after=x",
                "/o/Opportunity/totals?before=\(number)", "/o/Opportunity?q=\(number)",
                "/o/Opportunity?where=amount%20%3E%20\(number)",
                "/o/Opportunity?where=amount%20*%20\(number)%20%3E%200",
                "/o/Opportunity?where=probability%20%2B%20\(number)%20%3E%200",
                "/o/Opportunity?where=close_date%20%3E%20today()%20%2B%20\(number)%20days",
                "/o/Opportunity?where=updated_at%20%3C%20now()%20-%20\(number)%20hours",
                "/o/Opportunity/findings?where=\(number)%20days%20%3E%20\(number)%20hours",
                "/o/Opportunity/board?size.qualify=\(number)", "/search?q=\(number)",
                "/o/Opportunity/new?amount=\(number)&discount=\(number)&close_date=\(number)",
                "/o/Opportunity/\(id)?before=\(number)", "/o/Opportunity/\(number)",
                "/inbox/\(number)",
                "/packs/sales/try?object=Opportunity&record=\(id)&condition=amount%20*%20\(number)",
                "/packs/sales/try?object=Opportunity&record=\(id)&condition=now()%20%2B%20\(number)"
                    + "%20days",
            ] {
                let reply = try await deals.ann.get(path)
                #expect(reply.status.code < 500, "\(path): \(reply)")
            }
        }
    }

    @Test func `in the address of a list is not counted on from`() async throws {
        let deals = try await DealSite()
        for number in Self.numbers where Int(number) ?? .max > ServerLimits.listPlace {
            let query = try Form(Array("before=\(number)".utf8))
            #expect(ListAddress(object: "Opportunity", query).before == 0)
        }
        let page = try await deals.ann.get("/o/Opportunity?before=1000000000")
        #expect(page.status == .ok && page.text.contains("1000000001–"))
    }

    @Test func `in a form stops nothing`() async throws {
        let deals = try await DealSite()
        for number in Self.numbers {
            for fields: KeyValuePairs<String, String> in [
                ["version": number, "field.name": "a"],
                ["field.amount": number], ["field.discount": number],
                ["field.close_date": "\(number)-01-01"], ["field.close_date": number],
            ] {
                let sent = try await deals.send("save", fields)
                #expect(sent.reply.status.code < 500, "\(fields): \(sent.reply)")
            }
            #expect(try await deals.ann.get(deals.address).status == .ok)
            #expect(try await deals.ann.get("/o/Opportunity?sort=-amount").status == .ok)
            let token = try await deals.ann.submit(
                "/account/tokens", ["name": "a", "scope": "read", "days": number])
            #expect(token.status.code < 500)
        }
    }

    @Test func `in the API stops nothing`() async throws {
        let stage = try await APIStage(packs: ["base", "sales"])
        let path = "/api/records/Opportunity"
        let found = try await stage.get("\(path)?limit=1", as: "ann")
        let id = found.json["records"]?.array?.first?["id"]?.string ?? ""
        for number in Self.numbers {
            for query in [
                "?limit=\(number)", "?after=\(number)", "/\(id)/history?before=\(number)",
                "/\(id)/history?limit=\(number)", "?where=amount%20-%20\(number)%20%3C%200",
                "?show=sum(amount*\(number))", "?show=sum(amount%2B\(number))&group=stage",
                "?show=avg(discount*\(number)),max(amount-\(number))",
            ] {
                let answer = try await stage.get(path + query, as: "ann")
                #expect(answer.status < 500, "\(query): \(answer.text)")
            }
            for body in [
                #"{"fields": {"amount": \#(number)}, "version": 1}"#,
                #"{"fields": {"discount": "\#(number)"}, "version": 1}"#,
                #"{"fields": {"name": "a"}, "version": \#(number)}"#,
            ] {
                let answer = try await stage.send("PATCH", "\(path)/\(id)", body, as: "ann")
                #expect(answer.status < 500, "\(body): \(answer.text)")
            }
            let match = try await stage.send(
                "PATCH", "\(path)/\(id)", #"{"fields": {"name": "a"}}"#, as: "ann",
                headers: [("If-Match", "\"\(number)\"")])
            #expect(match.status < 500)
            let tasks = try await stage.get("/api/tasks?limit=\(number)", as: "ann")
            #expect(tasks.status < 500)
        }
        await stage.leave()
    }
}
