import Testing
import TidegateEngine
import TidegateModel

@testable import TidegateServer

@Suite("What the page of a record sends")
struct RecordPostsTests {
    @Test func `a refused move brings the list of gates with the fields to fill in`() async throws {
        let deals = try await DealSite()
        let sent = try await deals.send("move", ["stage": "propose"])

        #expect(sent.reply.status == .unprocessableContent)
        #expect(sent.code == "gate.closed")
        #expect(sent.html.contains("The customer has to confirm the requirement document first."))
        #expect(sent.html.contains("name=\"field.requirement_confirmed\""))
        #expect(sent.html.contains("Basics known"))
        #expect(try await deals.record()["stage"] == .text("qualify"))
    }

    @Test func `what closes a deal asks for what is missing, and does not say that it is to come`()
        async throws
    {
        let deals = try await DealSite()
        let lost = try await deals.send("move", ["stage": "lost"])
        #expect(lost.html.contains(">To close as Lost</h2>"))
        let next = try await deals.send("move", ["stage": "propose"])
        #expect(next.html.contains(">Not yet: Propose</h2>"))
        #expect(next.html.contains(">Save and move to “Propose”</button>"))
    }

    @Test func `the character U+0000 is refused, and the record's page still opens`() async throws {
        let deals = try await DealSite()
        for (verb, field) in [("save", "field.name"), ("decide", "comment"), ("move", "waiver")] {
            let sent = try await deals.send(verb, ["stage": "propose", field: "why\0"])
            #expect(sent.reply.status == .badRequest, "\(verb)")
        }
        let new = try await deals.ann.submit("/o/Account/new", ["field.name": "a\0b"])
        #expect(new.status == .badRequest)
        #expect(try await deals.ann.get(deals.address).status == .ok)
    }

    @Test func `a hidden field is as unknown as one that is not there, whatever is typed`()
        async throws
    {
        let site = try await Site()
        _ = try await site.engine.addUser(
            login: "nora", name: "Nora", email: nil, manager: nil, roles: [], as: .system,
            through: .test
        ).get()
        let nora = try await site.browser(signedInAs: "nora")
        let made = try await site.make("Account", ["name": "Harbour Lights"], as: "nora")
        for text in ["abc", "5"] {
            for field in ["revenue", "nowhere"] {
                let sent = Sent(
                    try await nora.submit(
                        "/o/Account/\(made.id)/save", [("field.\(field)", text)]))
                #expect(sent.reply.status == .badRequest, "\(field) \(text)")
                #expect(sent.code == "field.unknown")
                #expect(!sent.reply.text.contains("number"))
                let form = try await nora.submit(
                    "/o/Account/new",
                    [("field.name", "Quay \(field) \(text)"), ("field.\(field)", text)])
                #expect(form.status == .badRequest)
                #expect(form.text.contains("has no field \(field)"))
            }
        }
    }

    @Test func `what a form sends back as it had it is not judged anew`() async throws {
        let deals = try await DealSite()
        let account = try await deals.site.id("Account", "name", "Northlake Water Works")
        func save(_ website: String) async throws -> Sent {
            Sent(
                try await deals.ann.submit(
                    "/o/Account/\(account)/save",
                    [
                        ("was.website", "ftp://old.example"), ("field.website", website),
                        ("was.city", ""), ("field.city", "Ghent"),
                    ]))
        }
        #expect(try await save("ftp://new.example").code == "record.invalid")
        #expect(try await save("ftp://old.example").reply.status == .ok)
        let saved = try await deals.site.engine.record("Account", account, as: .system)
        #expect(saved["city"] == .text("Ghent"))
    }

    @Test func `who is refused is spoken to, and numbers read as on the page`() async throws {
        let deals = try await DealSite(["discount": "20", "requirement_confirmed": "true"])
        let fiona = try await deals.site.browser(signedInAs: "fiona")
        let changed = try await deals.send("save", ["field.name": "Mine"], as: fiona)
        #expect(changed.html.contains("You may not change this Opportunity"))
        _ = try await deals.send("move", ["stage": "propose"])
        _ = try await deals.send("move", ["stage": "negotiate"])
        let won = try await deals.send("move", ["stage": "won"])
        #expect(won.html.contains("A discount of 20% needs the approval “Discount”."))
    }

    @Test func `what was withdrawn can be asked for again on its card`() async throws {
        let deals = try await DealSite(["discount": "20"])
        let before = try await deals.ann.get(deals.address).text
        #expect(before.contains("Nobody is asked any more") && !before.contains("/ask\""))
        _ = try await deals.send("withdraw", ["approval": "discount"])
        let page = try await deals.ann.get(deals.address).text
        #expect(page.contains("/ask\"") && page.contains("Ask again"))
        let fiona = try await deals.site.browser(signedInAs: "fiona")
        #expect(try await !fiona.get(deals.address).text.contains("/ask\""))
        let asked = try await deals.send("ask", ["approval": "discount"])
        #expect(asked.reply.status == .ok)
        let after = try await deals.ann.get(deals.address).text
        #expect(after.contains("asked again for Discount") && !after.contains("/ask\""))
    }

    @Test func `who may not change a closed deal is told that it is closed`() async throws {
        let deals = try await DealSite(["lost_reason": "Too dear"])
        _ = try await deals.send("move", ["stage": "lost"])
        let changed = try await deals.send("save", ["field.name": "Mine"])
        #expect(changed.html.contains("You may not change this Opportunity: Stage is Lost<"))
    }

    @Test func `an action that asks first is confirmed in the words of its pack`() async throws {
        let site = try await Site(packs: ["base", "sales", "fulfilment"])
        let order = try await site.make(
            "SalesOrder",
            ["customer": "\(site.id("Account", "name", "Northlake Water Works"))"], as: "ada")
        _ = try await site.make(
            "SalesOrderLine",
            [
                "order": "\(order.id)", "quantity": "3",
                "product": "\(site.id("Product", "code", "P-100"))",
            ], as: "ada")
        let wes = try await site.browser(signedInAs: "wes")
        let page = try await wes.get("/o/SalesOrder/\(order.id)").text
        #expect(page.contains("data-confirm-text=\"Of 3 open pieces, all that one warehouse has"))
    }

    @Test func `a manager who asks is told why the own vote does not count`() async throws {
        let deals = try await DealSite()
        let bob = try await deals.site.browser(signedInAs: "bob")
        let sent = try await deals.send("save", ["field.discount": "20"], as: bob)
        #expect(sent.code == "approval.own_vote")
        #expect(sent.html.contains("Your own vote does not count"))
        #expect(sent.html.contains("Let someone else make this change, such as the owner"))
    }

    @Test func `trying again with the field filled in saves both at once`() async throws {
        let deals = try await DealSite()
        let sent = try await deals.send(
            "move",
            [
                "stage": "propose", "was.requirement_confirmed": "false",
                "field.requirement_confirmed": "true",
            ])
        #expect(sent.reply.status == .ok)
        let record = try await deals.record()
        #expect(record["stage"] == .text("propose"))
        #expect(record["requirement_confirmed"] == .bool(true))
    }

    @Test func `a refused move offers to save what asks for the approval it waits for`()
        async throws
    {
        let deals = try await DealSite([
            "requirement_confirmed": "true", "discount": "20",
        ])
        let bob = try await deals.site.browser(signedInAs: "bob")
        for stage in ["propose", "negotiate"] { _ = try await deals.send("move", ["stage": stage]) }
        let rejected = try await deals.send(
            "decide", ["approval": "discount", "verdict": "no", "comment": "too much"], as: bob)
        #expect(rejected.reply.status == .ok)

        let first = try await deals.send("move", ["stage": "won"])
        #expect(first.html.contains("was rejected; change Amount, Discount or Lines"))
        #expect(first.html.contains("button-main\">Save and move to “Won”</button>"))
        let typed: KeyValuePairs = [
            "stage": "won", "was.discount": "20", "field.discount": "18",
        ]
        let again = try await deals.send("move", typed)
        #expect(again.html.contains("data-only-save>Save and ask for approval</button>"))
        #expect(again.html.contains("Save this to ask Bob Keller for “Discount”"))
        #expect(!again.html.contains("was rejected"))
        #expect(!again.html.contains("Save and move to"))

        deals.site.clock.advance(.minutes(5))
        let saved = try await deals.send("save", typed)
        #expect(
            saved.json["said"]?.string == "Saved. Asked for “Discount”: Bob Keller")
        let waits = try await deals.send("move", ["stage": "won"])
        #expect(waits.html.contains("Save and move to “Won”"))
        deals.site.clock.advance(.minutes(5))
        let other = try await deals.send("save", ["field.name": "Waterworks south"])
        #expect(other.json["said"]?.string == nil)
    }

    @Test func `a percentage nobody touched comes back as it was`() async throws {
        let deals = try await DealSite(["discount": "20", "amount": "20000"])
        let page = try await deals.ann.get(deals.address).text
        #expect(page.contains(#"name="was.discount" value="20""#))
        #expect(page.firstMatch(of: #/name="field\.discount"[^>]*value="20"/#) != nil)
        _ = try await deals.send("save", ["version": "1", "field.name": "Theirs"])
        let sent = try await deals.send(
            "save",
            [
                "version": "1", "was.discount": "20", "field.discount": "20",
                "was.amount": "20000.00", "field.amount": "21000",
            ])
        #expect(sent.reply.status == .ok)
        #expect(try await deals.record()["amount"].description == "21000.00")
    }

    @Test func `one's own change in another window is not called another's`() async throws {
        let deals = try await DealSite()
        _ = try await deals.send("save", ["version": "1", "field.name": "Theirs"])
        let sent = try await deals.send(
            "save", ["version": "1", "was.name": "Waterworks north", "field.name": "Mine"])
        #expect(sent.html.contains("Saved meanwhile"))
    }

    @Test func `what was typed into a refusal is still there when it is refused again`()
        async throws
    {
        let deals = try await DealSite(["amount": "", "close_date": ""])
        let sent = try await deals.send(
            "move",
            [
                "stage": "propose", "was.amount": "", "field.amount": "5000",
                "was.close_date": "", "field.close_date": "",
            ])
        #expect(sent.html.contains("value=\"5000\""))
        #expect(try await deals.record()["amount"] == .none)
    }

    @Test func `a value that cannot be is told at its field, and nothing is saved`() async throws {
        let deals = try await DealSite()
        let sent = try await deals.send(
            "save", ["field.amount": "12,5", "field.name": "Other", "version": "1"])
        #expect(sent.reply.status == .unprocessableContent)
        #expect(sent.error(at: "amount")?.contains("has its commas in the wrong places") == true)
        #expect(try await deals.record()["name"] == .text("Waterworks north"))
    }

    @Test func `two who changed the same field see both versions`() async throws {
        let deals = try await DealSite()
        _ = try await deals.site.engine.update(
            "Opportunity", deals.deal, ["name": .text("Theirs")],
            as: deals.site.engine.actor(login: "bob"), through: .test
        ).get()
        let sent = try await deals.send(
            "save",
            ["version": "1", "was.name": "Waterworks north", "field.name": "Mine"])

        #expect(sent.reply.status == .conflict)
        #expect(sent.html.contains("Bob Keller"))
        #expect(sent.html.contains("<b>Mine</b>") && sent.html.contains("<b>Theirs</b>"))
        #expect(try await deals.record()["name"] == .text("Theirs"))
    }

    @Test func `a change of another field meanwhile is no conflict`() async throws {
        let deals = try await DealSite()
        _ = try await deals.site.engine.update(
            "Opportunity", deals.deal, ["amount": .integer(5)],
            as: deals.site.engine.actor(login: "bob"), through: .test
        ).get()
        let sent = try await deals.send(
            "save", ["version": "1", "was.name": "Waterworks north", "field.name": "Mine"])
        #expect(sent.reply.status == .ok)
        let record = try await deals.record()
        #expect(record["name"] == .text("Mine") && record["amount"].decimal == Decimal(5))
    }

    @Test func `fields that nobody sets by hand are refused, whatever the form says`()
        async throws
    {
        let deals = try await DealSite()
        for name in ["discount_ok", "code", "net", "created_by", "id", "version", "nonsense"] {
            let sent = try await deals.send("save", ["version": "1", "field.\(name)": "1"])
            #expect(sent.reply.status != .ok, "\(name)")
        }
        #expect(try await deals.record().version == 1)
    }

    @Test func `an action that cannot be pressed says why, in the page and when it is pressed`()
        async throws
    {
        let deals = try await DealSite()
        let page = try await deals.ann.get(deals.address).text
        #expect(page.contains("Nothing to take: the deal is closed, has no lines"))
        let sent = try await deals.send("act", ["action": "Take amount from lines"])
        #expect(sent.reply.status == .unprocessableContent)
        #expect(sent.code == "action.disabled")
    }

    @Test func `deleting leads to the list`() async throws {
        let deals = try await DealSite()
        let ada = try await deals.site.browser(signedInAs: "ada")
        let sent = try await deals.send("delete", ["version": "1"], as: ada)
        #expect(sent.reply.status == .ok)
        #expect(sent.json["next"]?.string == "/o/Opportunity")
    }

    @Test func `without the session's token nothing happens`() async throws {
        let deals = try await DealSite(["requirement_confirmed": "true"])
        let reply = try await deals.ann.post("\(deals.address)/move", ["stage": "propose"])
        #expect(reply.status == .forbidden)
        #expect(try await deals.record()["stage"] == .text("qualify"))
    }
}
