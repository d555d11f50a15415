import Testing
import TidegateLua
import TidegateModel

@Suite("A machine")
struct MachineTests {
    @Test("runs a script and hands back its values")
    func results() throws {
        let machine = try LuaMachine()
        let outcome = machine.run(
            "return 1, 2.5, 'x', nil, true, {10, 20, b = 'y', a = 'x'}", name: "a.lua")
        let table = LuaTable(entries: [
            .init(key: .integer(1), value: .integer(10)),
            .init(key: .integer(2), value: .integer(20)),
            .init(key: .text("a"), value: .text("x")),
            .init(key: .text("b"), value: .text("y")),
        ])
        #expect(
            outcome
                == .values([
                    .integer(1), .number(2.5), .text("x"), .none, .bool(true), .table(table),
                ]))
    }

    @Test("says where a script failed, without repeating it in the message")
    func position() throws {
        let machine = try LuaMachine()
        let source =
            "local function inner()\n  local x = nil\n  return x.y\nend\nlocal r = inner()\nreturn r"
        guard case .failed(let failure) = machine.run(source, name: "sales/a.lua") else {
            Issue.record("the script has to fail")
            return
        }
        #expect(failure.message == "attempt to index a nil value (local 'x')")
        #expect(failure.position == LuaPosition(chunk: "sales/a.lua", line: 3))
        #expect(failure.traceback.map(\.line) == [3, 5])
    }

    @Test("says where a script does not compile")
    func syntax() throws {
        #expect(try failure("local x = 1\nlocal = 2") == "2: <name> expected near '='")
    }

    @Test("keeps code and message of an error table")
    func errorTable() throws {
        let machine = try LuaMachine()
        let outcome = machine.run("error({code = 'price.none', message = 'No price'})", name: "a")
        guard case .failed(let failure) = outcome else { return #expect(Bool(false)) }
        #expect(failure.code == "price.none")
        #expect(failure.message == "No price")
    }

    @Test("gives scripts the words of the prelude and nothing of its own")
    func prelude() throws {
        let machine = try LuaMachine()
        _ = try machine.loadPrelude(testPrelude, name: "prelude")
        let outcome = machine.run(
            "\ndeclare('a', function() return 1 end)\nreturn host, export, setmetatable, rawset, where",
            name: "pack.lua")
        #expect(outcome == .values([.none, .none, .none, .none, .none]))
        let declared = machine.callPrelude("declarations").value?.table?.list.first?.table
        #expect(declared?["chunk"] == .text("pack.lua"))
        #expect(declared?["line"] == .integer(2))
        let function = try #require(declared?["value"].function)
        #expect(machine.call(function) == .values([.integer(1)]))
        let again = machine.callPrelude("declarations").value?.table?.list.first?.table
        #expect(again?["value"].function == function)
    }

    @Test("answers a call of the prelude through the host")
    func host() throws {
        let machine = try LuaMachine()
        _ = try machine.loadPrelude(testPrelude, name: "prelude")
        let host = ClosureHost { operation, arguments, _ throws(LuaHostError) in
            [.integer(Int64(operation))] + arguments.reversed()
        }
        let outcome = machine.run("return ask('x', dec('1.50'))", name: "a.lua", host: host)
        #expect(
            outcome
                == .values([.integer(1), .decimal(Decimal(coefficient: 15, scale: 1)), .text("x")]))
    }

    @Test("hands the host's error back with its token, unless the script caught it")
    func tokens() throws {
        let machine = try LuaMachine()
        _ = try machine.loadPrelude(testPrelude, name: "prelude")
        let host = ClosureHost { _, _, _ throws(LuaHostError) in
            throw LuaHostError("No price for Pump", token: 77)
        }
        let plain = machine.run("\nask()", name: "a.lua", host: host)
        guard case .failed(let failure) = plain else { return #expect(Bool(false)) }
        #expect(failure.hostToken == 77)
        #expect(failure.message == "No price for Pump")
        #expect(failure.line == 2)
        let caught = machine.run("return pcall(ask)", name: "a.lua", host: host)
        #expect(caught == .values([.bool(false), .text("No price for Pump")]))
        let handled = machine.run(
            "return xpcall(ask, function(e) return e .. '!' end)", name: "a.lua", host: host)
        #expect(handled == .values([.bool(false), .text("No price for Pump!")]))
        let forged = machine.run(
            "local ok, e = pcall(ask) error(e, 0)", name: "a.lua", host: host)
        guard case .failed(let second) = forged else { return #expect(Bool(false)) }
        #expect(second.hostToken == nil)
    }

    @Test("lets no script catch a fatal error of the host")
    func fatal() throws {
        let machine = try LuaMachine()
        _ = try machine.loadPrelude(testPrelude, name: "prelude")
        let host = ClosureHost { _, _, _ throws(LuaHostError) in
            throw LuaHostError("cancelled", token: 5, isFatal: true)
        }
        let outcome = machine.run("while true do pcall(ask) end", name: "a.lua", host: host)
        #expect(
            outcome
                == .limit(
                    LuaLimit(
                        kind: .host, position: LuaPosition(chunk: "a.lua", line: 1), hostToken: 5)))
    }

    @Test("stays whole when the host refuses a hundred thousand times")
    func manyErrors() throws {
        let machine = try LuaMachine()
        _ = try machine.loadPrelude(testPrelude, name: "prelude")
        let host = ClosureHost { _, _, _ throws(LuaHostError) in throw LuaHostError("no", token: 1)
        }
        let budget = LuaBudget(instructions: 100_000_000, seconds: 20)
        let outcome = machine.run(
            "local n = 0 for i = 1, 100000 do if not pcall(ask, i) then n = n + 1 end end return n",
            name: "a.lua", budget: budget, host: host)
        #expect(outcome == .values([.integer(100_000)]))
    }

    @Test("nests calls from the host and stops at the depth cap")
    func nesting() throws {
        let machine = try LuaMachine()
        _ = try machine.loadPrelude(testPrelude, name: "prelude")
        let outcome = machine.run(
            "return function(n) return ask(n) end", name: "a.lua")
        let function = try #require(outcome.value?.function)
        var deepest: Int64 = 0
        let host = ClosureHost { _, arguments, machine throws(LuaHostError) in
            let depth = arguments.first?.integer ?? 0
            deepest = max(deepest, depth)
            guard depth < 5 else { return [.integer(depth)] }
            guard case .values(let values) = machine.call(function, [.integer(depth + 1)])
            else { throw LuaHostError("nested call failed") }
            return values
        }
        #expect(machine.call(function, [.integer(1)], host: host) == .values([.integer(5)]))
        let endless = ClosureHost { _, _, machine throws(LuaHostError) in
            _ = machine.call(function, [.integer(1)])
            return []
        }
        guard case .limit(let limit) = machine.call(function, [.integer(1)], host: endless)
        else { return #expect(Bool(false)) }
        #expect(limit.kind == .depth)
        #expect(machine.isSpent)
    }

    @Test("gives the same random numbers for the same seed")
    func seed() throws {
        let machine = try LuaMachine()
        func draw(_ seed: UInt64) -> LuaOutcome {
            machine.session(seed: seed) {
                machine.run("return math.random(1000), math.random(1000)", name: "a")
            }
        }
        #expect(draw(1) == draw(1))
        #expect(draw(1) != draw(2))
    }

    @Test("collects what scripts print")
    func output() throws {
        let machine = try LuaMachine()
        _ = machine.run("print('a', 1, dec('2.50'), {}) print(print)", name: "a.lua")
        #expect(machine.output == "a\t1\t2.5\ttable\nfunction\n")
    }

    @Test("keeps the functions of a pack, and lets those a hook hands out go with the session")
    func functions() throws {
        let machine = try LuaMachine()
        let source = "return function() return function() return 5 end end"
        let maker = try #require(machine.run(source, name: "a.lua").value?.function)
        machine.begin()
        let made = try #require(machine.call(maker).value?.function)
        #expect(machine.call(made) == .values([.integer(5)]))
        machine.end()
        guard case .failed = machine.call(made) else { return #expect(Bool(false)) }
        #expect(machine.call(maker).value?.function != made)
    }

    @Test("does not charge the host's time to the script")
    func hostTime() throws {
        let machine = try LuaMachine()
        _ = try machine.loadPrelude(testPrelude, name: "prelude")
        let host = ClosureHost { _, _, _ throws(LuaHostError) in
            let clock = ContinuousClock()
            let start = clock.now
            while clock.now - start < .milliseconds(60) {}
            return []
        }
        let outcome = machine.run(
            "ask() for i = 1, 1000 do end return 1", name: "a.lua",
            budget: LuaBudget(seconds: 0.05), host: host)
        #expect(outcome == .values([.integer(1)]))
    }

    @Test("names the prelude's line when the prelude itself is wrong")
    func preludeDefect() throws {
        let machine = try LuaMachine()
        _ = try machine.loadPrelude(
            "\nexport.broken = function() error('broken word') end", name: "words")
        guard case .failed(let failure) = machine.callPrelude("broken")
        else { return #expect(Bool(false)) }
        #expect(failure.message == "broken word")
        #expect(failure.position == LuaPosition(chunk: "words", line: 2))
    }

    @Test("shares one budget between all calls of a session")
    func sharedBudget() throws {
        let machine = try LuaMachine()
        let spin = "return function() for i = 1, 20000 do end end"
        let function = try #require(machine.run(spin, name: "a.lua").value?.function)
        let ended = machine.session(LuaBudget(instructions: 50_000)) {
            (1...5).map { _ in machine.call(function) }
        }
        #expect(ended.prefix(2) == [.values([]), .values([])])
        let limit = LuaLimit(kind: .instructions, position: LuaPosition(chunk: "a.lua", line: 1))
        #expect(ended.suffix(3) == [.limit(limit), .limit(limit), .limit(limit)])
    }
}
