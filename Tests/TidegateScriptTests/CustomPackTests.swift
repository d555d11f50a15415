import Testing
import TidegateModel

@testable import TidegateScript

@Suite("What admins add is written as a pack")
struct CustomPackTests {
    private func text(_ path: String, _ pack: CustomPack) -> String? {
        pack.files.files.first { $0.path == path }.map { String(decoding: $0.text, as: UTF8.self) }
    }

    @Test("as a person would write it")
    func readsWell() throws {
        var pack = CustomPack()
        pack.add(
            try ObjectRequest(
                name: "Equipment", label: "Equipment", title: "{code} {name}",
                fields: [
                    FieldRequest(
                        name: "code", kind: "autonumber", options: ["format": "EQ-{0000}"]),
                    FieldRequest(
                        name: "name", kind: "text", options: ["required": "true", "max": "80"]),
                    FieldRequest(
                        name: "account", kind: "reference",
                        options: ["to": "Account", "on_delete": "cascade", "index": "yes"]),
                    FieldRequest(
                        name: "price", kind: "money", options: ["min": "0.50", "total": "false"]),
                ],
                access: [
                    AccessRequest(
                        role: "seller", rights: ["read": "true", "update": "owner == me()"])
                ]
            ).draft())
        pack.add(
            try FieldRequest(
                name: "segment", kind: "choice", options: ["default": "B", "label": "Segment"],
                values: ["A", "B"]
            ).draft(), to: try #require(ObjectName("Account")))
        #expect(
            text("objects/Equipment.lua", pack) == """
                -- Written by Tidegate: what the admins of this workspace added.
                object "Equipment" {
                  label = "Equipment",
                  title = "{code} {name}",
                  autonumber "code" { format = "EQ-{0000}" },
                  text "name" { max = 80, required = true },
                  reference "account" { to = "Account", on_delete = "cascade" },
                  money "price" { min = 0.5, total = false },
                  index { "account" },
                }

                """)
        #expect(
            text("objects/Account.lua", pack) == """
                -- Written by Tidegate: what the admins of this workspace added.
                extend "Account" {
                  choice "segment" { label = "Segment", values = { "A", "B" }, default = "B" },
                }

                """)
        #expect(
            text("access/Equipment.lua", pack) == """
                -- Written by Tidegate: what the admins of this workspace added.
                access "seller" { Equipment = { read = true, update = "owner == me()" } }

                """)
    }

    @Test(
        "and read back into the same drafts, whatever is typed", arguments: 0..<300 as Range<UInt64>
    )
    func roundTrip(seed: UInt64) throws {
        var hand = DraftGenerator(seed: seed)
        let pack = try hand.pack()
        let again = try CustomPack(reading: pack.files)
        #expect(again == pack, "seed \(seed)")
    }

    @Test(
        "so that no text ends its own quotes",
        arguments: [
            "\"} os.exit() --", "]]", "\\", "\\\"", "line\nbreak", "\u{202e}evil",
            "', stage = 'won", "{name}", "漢字 \u{1f600}", "]==]", "\r\n", "\u{7f}",
        ])
    func hostile(text: String) throws {
        var pack = CustomPack()
        let field = try FieldRequest(
            name: "note", kind: "text", options: ["help": text, "default": text]
        ).draft()
        let account = try #require(ObjectName("Account"))
        pack.add(field, to: account)
        let again = try CustomPack(reading: pack.files)
        #expect(again.field("note", of: account)?.help == text)
        #expect(again.field("note", of: account)?.origin == .input(.text(text)))
    }

    @Test("a pack of this name that someone else wrote is not ours")
    func foreign() throws {
        var files = CustomPack().files.files
        files.append(
            .init(path: "objects/Spy.lua", text: Array("object \"Spy\" { text \"x\" }".utf8)))
        let error = #expect(throws: TidegateError.self) {
            try CustomPack(reading: PackFiles(name: "custom", files: files))
        }
        #expect(error?.code == "custom.foreign")
    }
}

@Suite("A request for a field")
struct FieldRequestTests {
    private func reasons(_ request: FieldRequest) -> [String] {
        do {
            _ = try request.draft()
            return []
        } catch { return error.reasons.map(\.message) }
    }

    @Test(
        "is refused with what is wrong and what to write",
        arguments: [
            (
                FieldRequest(name: "Close Date", kind: "date"),
                "a field is named like close_date: lower-case letters, digits and _, "
                    + "not \"Close Date\""
            ),
            (
                FieldRequest(name: "end", kind: "date"),
                "end has a meaning of its own; choose another name, such as end_value"
            ),
            (
                FieldRequest(name: "created_at", kind: "date"),
                "created_at has a meaning of its own; choose another name, such as created_at_value"
            ),
            (
                FieldRequest(name: "x", kind: "choise", values: ["A"]),
                "there is no kind \"choise\"; did you mean choice?"
            ),
            (
                FieldRequest(name: "x", kind: "date", options: ["scale": "2"]),
                "a date has no scale; it takes label, help, required, default, formula, rollup, "
                    + "unique, index, label_zh_hans, label_zh_hant"
            ),
            (
                FieldRequest(name: "x", kind: "money", options: ["min": "12,5"]),
                "min is a number of 15 digits at most, not \"12,5\""
            ),
            (
                FieldRequest(name: "x", kind: "integer", options: ["min": "5", "max": "4"]),
                "min is above max"
            ),
            (
                FieldRequest(name: "x", kind: "choice", options: ["default": "C"], values: ["A"]),
                "default: \"C\" is not one of A"
            ),
            (
                FieldRequest(name: "x", kind: "text", options: ["default": "a\u{0}b"]),
                "default: \"a␀b\" holds the character U+0000, which no text may hold"
            ),
            (
                FieldRequest(name: "x", kind: "choice", values: ["A", "A"]),
                "values of a choice are different texts, 1 to 500"
            ),
            (
                FieldRequest(name: "x", kind: "reference"),
                "to names the object it refers to, such as Account, not \"\""
            ),
            (
                FieldRequest(
                    name: "x", kind: "money", options: ["formula": "1", "default": "2"]),
                "a field has one of default, formula and rollup"
            ),
            (
                FieldRequest(
                    name: "x", kind: "money", options: ["formula": "1", "required": "yes"]),
                "what is computed cannot be required: nobody could fill it in"
            ),
            (
                FieldRequest(name: "x", kind: "text", options: ["label": "two\nlines"]),
                "label is one line, without control characters"
            ),
        ])
    func refused(request: FieldRequest, reason: String) {
        #expect(reasons(request) == [reason])
    }

    @Test("keeps what it and its values are called in other languages")
    func words() throws {
        let request = FieldRequest(
            name: "region", kind: "choice",
            options: [
                "label": "Region", "label_zh_hans": "区域", "values_zh_hans": "北\n\n\"南\"",
                "label_zh_hant": "區域",
            ], values: ["N", "E", "S"])
        var pack = CustomPack()
        let account = try #require(ObjectName("Account"))
        pack.add(try request.draft(), to: account)
        let files = pack.files
        #expect(
            files.files.map(\.path).sorted() == [
                "locales/zh-Hans.lua", "locales/zh-Hant.lua", "objects/Account.lua", "pack.lua",
            ])
        #expect(try CustomPack(reading: files) == pack)
        let draft = try #require(pack.field("region", of: account))
        #expect(draft.words[.simplifiedChinese]?.values == ["N": "北", "S": "\"南\""])
        #expect(try draft.request.draft() == draft)
        var many = request
        many.options["values_zh_hant"] = "1\n2\n3\n4"
        #expect(reasons(many) == ["values_zh_hant has one line for each value, in their order"])
    }

    @Test("takes numbers as people write them, and says which are written wrongly")
    func grouped() throws {
        let limits = ["default": "12,500", "min": "1,000", "max": "1,000,000.50"]
        let draft = try FieldRequest(name: "limit", kind: "money", options: limits).draft()
        #expect(draft.origin == .input(.number(Decimal(12_500))))
        #expect(draft.minimum == Decimal(1_000))
        #expect(draft.maximum == Decimal("1000000.50"))
        let name = FieldRequest(name: "name", kind: "text", options: ["max": "1,000"])
        #expect(try name.draft().type == .text(maximumLength: 1_000))
        #expect(
            reasons(FieldRequest(name: "limit", kind: "money", options: ["default": "12,50"])) == [
                "default: \"12,50\" has its commas in the wrong places; write it like 1,234.50 or 1234.50"
            ])
    }

    @Test("says everything at once")
    func all() {
        let request = FieldRequest(
            name: "1x", kind: "money", options: ["required": "maybe", "max": "lots"])
        #expect(reasons(request).count == 3)
    }

    @Test("comes back from its draft")
    func inverse() throws {
        for seed in 0..<100 as Range<UInt64> {
            var hand = DraftGenerator(seed: seed)
            let draft = try hand.field(0).draft()
            #expect(try draft.request.draft() == draft, "seed \(seed)")
        }
    }
}
