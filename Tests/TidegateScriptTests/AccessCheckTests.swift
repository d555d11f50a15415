import Testing
import TidegateModel
import TidegateRules
import TidegateScript

@Suite("Rights of roles, as packs declare them")
struct AccessCheckTests {
    static let objects = """
        object "User" { text "name", reference "manager" { to = "User" } }
        object "Deal" {
          text "name" { required = true }, money "amount", money "margin",
          reference "owner" { to = "User" },
        }
        action "Sign" { on = "Deal", run = function() end }
        access "everyone" { User = { read = true } }
        """

    private func load(_ packs: [(name: String, rules: String)]) throws -> PackSet.Loaded {
        try PackSet.load(
            packs.map { name, rules in
                let requires = name == "demo" ? "" : ", requires = { demo = \"^1.0\" }"
                let head = "pack \"\(name)\" { version = \"1.0.0\"\(requires) }"
                return PackFiles(
                    name: name,
                    files: [
                        .init(path: "pack.lua", text: Array(head.utf8)),
                        .init(path: "rules.lua", text: Array(rules.utf8)),
                    ])
            }, engineObjects: [])
    }

    private func findings(_ access: String) throws -> [String] {
        try load([("demo", Self.objects + "\n" + access)]).findings.map(\.line)
    }

    @Test("have nothing wrong with them")
    func good() throws {
        #expect(
            try findings(
                """
                access "seller" {
                  label = "Seller", permissions = { "import_records" },
                  Deal = { create = true, read = "owner == me() or owner in my_reports() or shared()",
                           update = "owner == me()", delete = false, hide = { "margin" },
                           readonly = { "amount" }, actions = { "Sign" } },
                }
                """) == [])
    }

    @Test(
        "are checked to the column",
        arguments: [
            (
                "access \"s\" { Deal = { read = \"ownr == me()\" } }",
                "rules.lua:8:31: unknown field ownr of Deal; did you mean owner?"
            ),
            (
                "access \"s\" { Deal = { read = \"amount\" } }",
                "rules.lua:8:30: read must say yes or no, but `amount` is a decimal"
            ),
            (
                "access \"s\" { Deal = { read = true, update = \"changed(amount)\" } }",
                "rules.lua:8:46: changed() cannot be used here: only a save has old values"
            ),
            (
                "access \"s\" { Deal = { read = 1 } }",
                "rules.lua:8:30: read is true, false or a condition"
            ),
            (
                "access \"s\" { Deal = { read = true, hide = { \"margi\" } } }",
                "rules.lua:8:45: unknown field margi of Deal; did you mean margin?"
            ),
            (
                "access \"s\" { Deal = { read = true, actions = { \"Sing\" } } }",
                "rules.lua:8:48: Deal has no action \"Sing\"; did you mean Sign?"
            ),
            (
                "access \"s\" { Deal = { read = true, write = true } }",
                "rules.lua:8:36: unknown key write of Deal; "
            ),
            (
                "access \"s\" { Deel = { read = true }, Deal = { read = true } }",
                "rules.lua:8:21: unknown object Deel; did you mean Deal?"
            ),
            (
                "access \"s\" { lable = \"S\", Deal = { read = true } }",
                "rules.lua:8:14: unknown key lable of access; did you mean label?"
            ),
            (
                "access \"s\" { permissions = { \"administr\" }, Deal = { read = true } }",
                "rules.lua:8:30: unknown permission administr; did you mean administer?"
            ),
            (
                "access \"s\" { Deal = { read = true } } action \"A\" { on = \"Deal\", as = \"root\", "
                    + "run = function() end }",
                "rules.lua:8:70: as is user or system, not root"
            ),
        ])
    func faults(access: String, want: String) throws {
        let found = try findings(access)
        #expect(found.contains { $0.hasPrefix(want) }, "\(found)")
    }

    @Test("warn of an object no role may read, and of a field nobody could fill in")
    func warnings() throws {
        #expect(
            try findings("access \"s\" { User = { read = true } }") == [
                "rules.lua:2:1: warning: no role may read Deals; say who may with access \"…\" "
                    + "{ Deal = { read = … } }"
            ])
        #expect(
            try findings(
                "access \"s\" { Deal = { create = true, read = true, readonly = { \"name\" } } }"
            ).first?.contains(
                "s may create Deals but not fill in name, which is required; a default or a hook "
                    + "has to") == true)
        let told = try load([
            (
                "demo",
                """
                object "User" { text "name" }
                object "Deal" {
                  title = "{margin}",
                  money "margin", money "twice" { formula = "margin * 2" },
                }
                access "s" { User = { read = true }, Deal = { read = true, hide = { "margin" } } }
                """
            )
        ])
        #expect(
            told.findings.map(\.message) == [
                "the title of Deal holds margin, which is hidden from some; tasks and mails would "
                    + "tell it",
                "s does not see margin of Deal, but twice, which is computed of it",
            ])
    }

    @Test("of several packs are put together")
    func together() throws {
        let loaded = try load([
            (
                "demo",
                Self.objects
                    + " access \"s\" { label = \"Seller\", Deal = { read = \"amount > 5\", hide = { \"amount\" } } }"
            ),
            (
                "more",
                """
                extend "Deal" { money "cost" }
                access "s" { Deal = { read = "owner == me()", create = true, hide = { "cost" } } }
                """
            ),
        ])
        #expect(loaded.findings.map(\.line) == [])
        let user = Actor(
            kind: .user, user: RecordID(number: 1), name: "u", roles: ["s"])
        let deal = try #require(loaded.bundle.schema["Deal"])
        let access = loaded.bundle.access(of: user)[deal]
        #expect(access.create.isAlways)
        #expect(Set(access.hidden.map { deal.fields[$0].name }) == ["amount", "cost"])
        guard case .when(let tests) = access.read else {
            Issue.record("both ways to read are there")
            return
        }
        #expect(tests.count == 2)
        #expect(loaded.bundle.roles["s"]?.label == "Seller")
        #expect(loaded.bundle.access(of: user) === loaded.bundle.access(of: user))
    }

    @Test("may not contradict each other in a role's label or permissions")
    func contradiction() throws {
        let first = Self.objects + " access \"s\" { label = \"Seller\", Deal = { read = true } }"
        let found = try load([("demo", first), ("more", "access \"s\" { label = \"Sales\" }")])
            .findings.map(\.message)
        #expect(found == ["role s is labelled \"Seller\" at rules.lua:7 already"])
    }

    @Test("add up over the roles someone holds")
    func union() throws {
        let loaded = try load([
            (
                "demo",
                Self.objects + """

                    access "a" { Deal = { read = "owner == me()", update = true,
                                          hide = { "margin", "amount" }, readonly = { "name", "owner" } } }
                    access "b" { Deal = { read = true, create = true, hide = { "margin" }, readonly = { "name" } } }
                    access "c" { Deal = { actions = { "Sign" } } }
                    """
            )
        ])
        let deal = try #require(loaded.bundle.schema["Deal"])
        func access(_ roles: Set<String>) -> ObjectAccess {
            loaded.bundle.access(
                of: Actor(kind: .user, user: RecordID(number: 1), name: "u", roles: roles))[deal]
        }
        func names(_ slots: Set<Int>) -> [String] { slots.map { deal.fields[$0].name }.sorted() }
        #expect(names(access(["a"]).hidden) == ["amount", "margin"])
        #expect(names(access(["a", "b"]).hidden) == ["margin"])
        #expect(names(access(["a", "b"]).readonly) == ["name"])
        #expect(access(["a", "b"]).read.isAlways)
        #expect(!access(["c"]).isKnown)
        #expect(access(["a", "c"]).actions == ["Sign"])
        #expect(!access([]).isKnown)
        let chief = Actor(
            kind: .user, user: RecordID(number: 1), name: "u", permissions: ["administer"])
        #expect(loaded.bundle.access(of: chief).isUnlimited)
        #expect(loaded.bundle.access(of: .system).isUnlimited)
    }
}
