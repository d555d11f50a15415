import Testing
import TidegateEngine
import TidegateModel
import TidegateRules
import TidegateStore

@Suite("What one may not do")
struct AccessWriteTests {
    @Test("changing and deleting are judged on the record as it was")
    func asItWas() async throws {
        let cast = try await AccessCast()
        let (engine, deal) = (cast.engine, cast.deal)
        let bob = await cast.message {
            _ = try await engine.update(
                "Deal", deal.id, ["amount": .integer(1)], as: cast.bob, through: .test
            ).get()
        }
        #expect(
            bob.hasPrefix("Bob may not change this Deal: owner is \(try #require(cast.ann.user)), ")
        )
        #expect(
            await cast.code {
                _ = try await engine.delete("Deal", deal.id, as: cast.bob, through: .test).get()
            } == "access.delete")
        // Giving it away is the last thing ann does with it, and she gets nothing of it back.
        let given = try await engine.update(
            "Deal", deal.id, ["owner": .reference(try #require(cast.sam.user))], as: cast.ann,
            through: .test
        ).get()
        let left = given.slots.filter { !$0.isMissing }
        #expect(left.isEmpty)
        #expect(
            await cast.code {
                _ = try await engine.record("Deal", deal.id, as: cast.ann)
            } == "record.not_found")
    }

    @Test("creating is judged on the record as it will be, after its hooks")
    func asItWillBe() async throws {
        let cast = try await AccessCast()
        func create(_ name: String, as actor: Actor) async -> String {
            await cast.code {
                _ = try await cast.bench.create("Deal", ["name": .text(name)], as: actor)
            }
        }
        #expect(await create("plain", as: cast.ann) == "done")
        #expect(await create("too good", as: cast.ann) == "access.create")
        #expect(await create("plain", as: cast.fin) == "access.create")
        #expect(await create("plain", as: cast.eve) == "object.unknown")
        #expect(try await cast.list("Deal", "name == 'too good'", as: .system).isEmpty)
    }

    @Test("a hidden field is unknown, a read-only one is refused; a hook may set both")
    func fields() async throws {
        let cast = try await AccessCast()
        func update(_ values: [String: Value]) async -> String {
            await cast.code {
                _ = try await cast.engine.update(
                    "Deal", cast.deal.id, values, as: cast.ann, through: .test
                ).get()
            }
        }
        #expect(await update(["margin": .integer(1)]) == "field.unknown")
        #expect(await update(["margim": .integer(1)]) == "field.unknown")
        #expect(await update(["score": .integer(1)]) == "record.invalid field.readonly")
        #expect(await update(["name": .text("scored")]) == "done")
        let saved = try await cast.engine.record("Deal", cast.deal.id, as: .system)
        #expect(saved["score"] == .integer(7))
        #expect(saved["margin"] == .money("4.00"))
    }

    @Test("a reference leads to what one may read")
    func references() async throws {
        let cast = try await AccessCast()
        func refer(_ id: RecordID) async -> String {
            await cast.message {
                _ = try await cast.engine.update(
                    "Deal", cast.deal.id, ["account": .reference(id)], as: cast.ann, through: .test
                ).get()
            }
        }
        let hidden = try await cast.bench.create(
            "Account",
            ["name": .text("Sam's"), "owner": .reference(try #require(cast.sam.user))])
        let missing = RecordID(number: 5)
        #expect(
            await refer(hidden.id)
                == refer(missing).replacing("\(missing)", with: "\(hidden.id)"))
        let free = try await cast.bench.create("Account", ["name": .text("Free")])
        #expect(await refer(free.id) == "done")
    }

    @Test("what follows for other records is the engine's doing")
    func cascades() async throws {
        let cast = try await AccessCast()
        // ann may delete no line, and the roll-up writes a deal that bob may not.
        _ = try await cast.bench.create(
            "Line",
            [
                "name": .text("nut"), "price": .integer(5), "deal": .reference(cast.deal.id),
            ], as: cast.bob)
        #expect(
            try await cast.engine.record("Deal", cast.deal.id, as: .system)["total"]
                == .money("25.00"))
        _ = try await cast.engine.delete("Deal", cast.deal.id, as: cast.ann, through: .test).get()
        #expect(try await cast.list("Line", nil, as: .system).map { $0["name"] } == [.text("cap")])
        let account = await cast.message {
            _ = try await cast.engine.delete(
                "Account", cast.account.id, as: cast.sam, through: .test
            )
            .get()
        }
        #expect(account.hasPrefix("Sam may not delete this Account."))
    }

    @Test("a taken value is told, as far as it may be seen")
    func unique() async throws {
        let cast = try await AccessCast()
        let said = await cast.message {
            _ = try await cast.engine.update(
                "Deal", cast.other.id, ["code": .text("P-1")], as: cast.sam, through: .test
            ).get()
        }
        #expect(said.hasPrefix("There is already a Deal with code P-1."))
    }

    @Test("a repeated request hands out nothing its sender may no longer see")
    func replay() async throws {
        let cast = try await AccessCast()
        let once = RequestOptions(idempotencyKey: "k")
        func rename() async -> String {
            await cast.code {
                _ = try await cast.engine.update(
                    "Deal", cast.deal.id, ["name": .text("New")], as: cast.ann, through: .test, once
                ).get()
            }
        }
        #expect(await rename() == "done")
        #expect(await rename() == "done")
        _ = try await cast.engine.update(
            "Deal", cast.deal.id, ["owner": .reference(try #require(cast.sam.user))], as: .system,
            through: .test
        ).get()
        #expect(await rename() == "request.gone")
    }

    @Test("packs are installed by administrators")
    func packs() async throws {
        let cast = try await AccessCast()
        #expect(
            await cast.code {
                _ = try await cast.engine.install([Workbench.pack("")], as: cast.bob)
            } == "pack.forbidden")
    }

    @Test("buttons know beforehand")
    func rights() async throws {
        let cast = try await AccessCast()
        let ann = try await cast.engine.rights(on: "Deal", cast.deal.id, as: cast.ann)
        #expect(ann.mayUpdate && ann.mayDelete && ann.mayShare)
        #expect(ann.hidden == ["margin"])
        #expect(
            ann.readonly
                == ["score", "total", "created_at", "created_by", "updated_at", "updated_by"])
        let press = ann.actions.first { $0.name == "Press" }
        #expect(press?.why?.contains("a value you may not see") == true)
        let bob = try await cast.engine.rights(on: "Deal", cast.deal.id, as: cast.bob)
        #expect(!bob.mayUpdate && !bob.mayDelete && !bob.mayShare)
        let fin = try await cast.engine.rights(on: "Deal", cast.deal.id, as: cast.fin)
        #expect(fin.actions.first { $0.name == "Press" }?.why == "it is for chief")
        #expect(fin.actions.first { $0.name == "Book" }?.canPress == true)
    }
}

@Suite("A script")
struct AccessScriptTests {
    private func act(
        _ action: String, as actor: Actor, on deal: KeyPath<AccessCast, Record> = \.deal,
        _ cast: AccessCast
    ) async -> String {
        await cast.message {
            _ = try await cast.engine.act(
                action, "Deal", cast[keyPath: deal].id, as: actor, through: .test
            ).get()
        }
    }

    @Test("finds what the user may see, and no more")
    func finds() async throws {
        let cast = try await AccessCast()
        let sees = { (actor: Actor) in
            try await cast.engine.rehearse(
                Array(
                    "local d = db.Deal:first() log(db.Deal:count(), #d.lines, d.account and d.account.name)"
                        .utf8),
                name: "look.lua", budget: EngineLimits.hookBudget, as: actor
            ).output
        }
        #expect(try await sees(cast.ann) == "1 1 nil")
        #expect(try await sees(cast.fin) == "2 2 Acme")
        #expect(try await sees(cast.eve).isEmpty)
    }

    @Test("reads nil where the user sees nothing, and is told why that failed")
    func hidden() async throws {
        let cast = try await AccessCast()
        let said = await act("Double the margin", as: cast.ann, cast)
        #expect(
            said.contains(
                "margin of Deal is hidden from Ann; a rule that needs it whoever acts is declared "
                    + "as = \"system\"."))
        // A condition compiled for one who sees the field is none for one who does not.
        #expect(await act("Find by margin", as: cast.fin, cast) == "done")
        #expect(await act("Find by margin", as: cast.ann, cast).contains("unknown field margin"))
        #expect(await act("Find by margin", as: cast.fin, cast) == "done")
    }

    @Test("saves elsewhere with the user's rights, or the system's where it is declared so")
    func saves() async throws {
        let cast = try await AccessCast()
        #expect(
            await act("Book by hand", as: cast.ann, cast).contains("Ann may not create Ledgers."))
        #expect(await act("Book", as: cast.ann, cast) == "done")
        let booked = try #require(try await cast.list("Ledger", nil, as: .system).first)
        #expect(booked["name"] == .text("booked 4"))
        let who = try await cast.engine.history("Ledger", booked.id, as: .system)
        #expect(who.map(\.actor) == ["Ann"])
        _ = try await cast.bench.create(
            "Line", ["name": .text("marked"), "deal": .reference(cast.deal.id)], as: cast.bob)
        #expect(
            try await cast.engine.record("Deal", cast.deal.id, as: .system)["note"]
                == .text("margin 4"))
    }

    @Test("is pressed by whom the right names, beside the action's own roles")
    func pressing() async throws {
        let cast = try await AccessCast()
        _ = try await cast.engine.update(
            "Deal", cast.deal.id, ["margin": .integer(50)], as: .system, through: .test
        ).get()
        #expect(await act("Press", as: cast.ann, cast) == "done")
        #expect(await act("Press", as: cast.fin, cast).hasPrefix("Fin may not press"))
        // What it saves is a save of bob's, who may not change ann's deal.
        #expect(await act("Press", as: cast.bob, cast).hasPrefix("Bob may not change this Deal"))
    }
}

@Suite("A share")
struct ShareTests {
    @Test("opens one record for reading or for changing, and ends")
    func opens() async throws {
        let cast = try await AccessCast()
        let (engine, id) = (cast.engine, cast.deal.id)
        let sam = Share.Holder.user(try #require(cast.sam.user))
        func share(_ level: Share.Level, as actor: Actor) async -> String {
            await cast.code {
                _ = try await engine.share("Deal", id, Share(sam, level), as: actor, through: .test)
                    .get()
            }
        }
        func change() async -> String {
            await cast.code {
                _ = try await engine.update(
                    "Deal", id, ["note": .text("by sam")], as: cast.sam, through: .test
                ).get()
            }
        }
        #expect(await share(.read, as: cast.bob) == "access.share")
        #expect(await share(.read, as: cast.sam) == "record.not_found")
        #expect(await share(.read, as: cast.ann) == "done")
        #expect(await change() == "access.update")
        #expect(await share(.update, as: cast.ann) == "done")
        #expect(await change() == "done")
        #expect(try await engine.shares(of: "Deal", id, as: cast.sam) == [Share(sam, .update)])
        _ = try await engine.unshare("Deal", id, with: sam, as: cast.sam, through: .test).get()
        #expect(await change() == "record.not_found")
        let told = try await engine.history("Deal", id, as: cast.ann).flatMap(\.trace)
        let user = try #require(cast.sam.user)
        #expect(
            told.filter { $0.hasPrefix("shared") } == [
                "shared with user \(user): read", "shared with user \(user): update",
                "shared with user \(user): ended",
            ])
    }

    @Test("is for people who are there, and goes with its record and its holder")
    func goes() async throws {
        let cast = try await AccessCast()
        let (engine, id) = (cast.engine, cast.deal.id)
        func share(_ holder: Share.Holder) async -> String {
            await cast.code {
                _ = try await engine.share(
                    "Deal", id, Share(holder, .read), as: cast.ann, through: .test
                ).get()
            }
        }
        #expect(await share(.user(RecordID(number: 5))) == "share.holder")
        #expect(await share(.team(RecordID(number: 5))) == "share.holder")
        let dan = try #require(try await cast.bench.user("dan", roles: ["seller"]).user)
        #expect(await share(.user(dan)) == "done")
        #expect(await share(.user(try #require(cast.fin.user))) == "done")
        _ = try await engine.delete(
            "User", dan, as: .system, through: .test
        ).get()
        #expect(try await cast.list("Share", nil, as: .system).count == 1)
        _ = try await engine.delete("Deal", id, as: cast.ann, through: .test).get()
        #expect(try await cast.list("Share", nil, as: .system).isEmpty)
    }

    @Test("is refused when no role of theirs would let them use it, and nothing is shared")
    func useless() async throws {
        let cast = try await AccessCast()
        let (engine, id) = (cast.engine, cast.deal.id)
        func share(_ with: Actor, _ level: Share.Level, as actor: Actor) async throws -> String {
            let share = Share(.user(try #require(with.user)), level)
            return await cast.message {
                _ = try await engine.share("Deal", id, share, as: actor, through: .test).get()
            }
        }
        for actor in [cast.ann, .operator] {
            #expect(
                try await share(cast.eve, .read, as: actor).hasPrefix(
                    "Eve could not read this Deal even when it is shared: no role of theirs lets "
                        + "them. | An administrator gives"))
            #expect(try await share(cast.fin, .update, as: actor).hasPrefix("Fin could not change"))
        }
        #expect(try await engine.shares(of: "Deal", id, as: cast.ann).isEmpty)
        let told = try await engine.history("Deal", id, as: cast.ann).flatMap(\.trace)
        #expect(!told.contains { $0.hasPrefix("shared") })
    }
}
