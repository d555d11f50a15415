import CRecord
import Testing
import TidegateLua
import TidegateModel

/// A machine with a type of one field of each kind, and a record of it.
struct RecordFixture {
    static let fields: [LuaMachine.FieldDefinition] = [
        .init(name: "name", kind: .text), .init(name: "amount", kind: .decimal, scale: 2),
        .init(name: "stage", kind: .text), .init(name: "close_date", kind: .date),
        .init(name: "account", kind: .reference), .init(name: "open", kind: .bool),
        .init(name: "count", kind: .integer), .init(name: "code", kind: .text, isWritable: false),
        .init(name: "seen", kind: .datetime), .init(name: "effort", kind: .duration),
    ]
    let machine: LuaMachine
    let type: LuaRecordType
    var slots = [Slot](repeating: .missing, count: fields.count)
    var bytes: [UInt8] = []

    init() throws {
        machine = try LuaMachine()
        _ = try machine.loadPrelude(testPrelude, name: "prelude")
        type = try machine.defineRecordType(
            "Opportunity", fields: Self.fields, extras: ["id", "lines"])
        set(0, "Pump")
        slots[1] = Slot(kind: .decimal, word: 8_000_000, scale: 2)
        set(2, String(repeating: "long ", count: 20))
        slots[3] = Slot(kind: .date, word: 20_000)
        slots[4] = Slot(kind: .reference, word: 42)
        slots[5] = Slot(kind: .bool, word: 1)
        slots[6] = Slot(kind: .integer, word: 7)
        set(7, "OPP-1")
    }

    mutating func set(_ index: Int, _ text: String) {
        slots[index] = Slot(
            kind: .text, word: Int64(bytes.count), length: UInt32(text.utf8.count))
        bytes.append(contentsOf: text.utf8)
    }

    func bind(id: Int64 = 1, isWritable: Bool = false) -> LuaRecordHandle {
        slots.withUnsafeBufferPointer { slots in
            bytes.withUnsafeBufferPointer { bytes in
                machine.bind(type, id: id, slots: slots, bytes: bytes, isWritable: isWritable)
            }
        }
    }

    func function(_ source: String) throws -> LuaFunction {
        try #require(machine.run("return " + source, name: "hook.lua").value?.function)
    }

    /// Runs a hook on a fresh record and describes what came out.
    func hook(
        _ source: String, host: (any LuaHost)? = nil, isWritable: Bool = false
    ) throws -> LuaHookOutcome {
        let function = try function(source)
        return machine.session(host: host) {
            machine.callHook(function, bind(isWritable: isWritable))
        }
    }
}

@Suite("A record in a script")
struct RecordTests {
    @Test(
        "reads like a table of its fields",
        arguments: [
            "r.name == 'Pump'", "r.amount == dec(80000)", "r.amount > 1000 and r.amount <= 190000",
            "r.stage == ('long '):rep(20) and r.stage == r.stage", "r.close_date.year == 2024",
            "r.open and r.count == 7", "r.seen == nil", "type(r) == 'record'",
            "tostring(r) == 'Opportunity 0000000000001'", "r == r", "r.lines == 'extra lines'",
            "type(r.save) == 'function'",
        ])
    func reading(expression: String) throws {
        let fixture = try RecordFixture()
        let outcome = try fixture.hook(
            "function(r) return \(expression) end", host: ClosureHost())
        #expect(outcome == .bool(true))
    }

    @Test("lists its set fields in their order")
    func pairs() throws {
        let fixture = try RecordFixture()
        let source = """
            function(r) local t = {} for k in pairs(r) do t[#t + 1] = k end
            return table.concat(t, ' ') end
            """
        let want = "name amount stage close_date account open count code"
        #expect(try fixture.hook(source, host: ClosureHost()) == .other(.text(want)))
    }

    @Test("keeps what a hook assigned, in the field's kind")
    func writing() throws {
        let fixture = try RecordFixture()
        let function = try fixture.function(
            """
            function(r)
              r.name = 'Größer' r.amount = dec('1.005') r.close_date = date('2026-01-31')
              r.open = nil r.count = dec(8) r.effort = days(2)
              return r.name == 'Größer' and r.amount == dec('1.01') and r.open == nil
            end
            """)
        fixture.machine.session {
            let handle = fixture.bind(isWritable: true)
            #expect(fixture.machine.callHook(function, handle) == .bool(true))
            let changes = fixture.machine.changes(of: handle)
            #expect(changes.map(\.field) == [0, 1, 3, 5, 6, 9])
            #expect(
                changes.map(\.value) == [
                    .text("Größer"), .decimal(Decimal(coefficient: 101, scale: 2)),
                    .date(Day("2026-01-31") ?? Day(number: 0)), .none, .integer(8),
                    .duration(.days(2)),
                ])
        }
    }

    @Test(
        "refuses what cannot be read or written, and says why",
        arguments: [
            (
                "r.closing_date",
                "unknown field 'closing_date' of Opportunity; did you mean close_date?"
            ),
            ("r.nothing_like_it", "unknown field 'nothing_like_it' of Opportunity"),
            ("r[1]", "a field of Opportunity is read by its name, not by a number"),
        ])
    func unknown(expression: String, message: String) throws {
        let fixture = try RecordFixture()
        let outcome = try fixture.hook("function(r) return \(expression) end", host: ClosureHost())
        guard case .failed(let failure) = outcome else { return #expect(Bool(false)) }
        #expect(failure.message == message)
    }

    @Test(
        "takes no value of another kind",
        arguments: [
            ("r.name = 1", "'name' of Opportunity holds a text, not a number"),
            ("r.amount = 'x'", "'amount' of Opportunity holds a decimal, not a string"),
            ("r.count = dec('1.5')", "'count' of Opportunity holds an integer, not a decimal"),
            (
                "r.account = 5",
                "'account' of Opportunity holds a reference to a record, not a number"
            ),
            ("r.close_date = days(1)", "'close_date' of Opportunity holds a date, not a duration"),
            ("r.code = 'x'", "'code' of Opportunity cannot be set"),
            ("r.lines = {}", "'lines' of Opportunity cannot be set"),
            ("r.save = 1", "'save' of Opportunity cannot be set"),
            ("r.closing = 1", "unknown field 'closing' of Opportunity"),
            ("r.name = '\\xff'", "this text for 'name' is not valid UTF-8"),
        ])
    func wrongKind(statement: String, message: String) throws {
        let fixture = try RecordFixture()
        let outcome = try fixture.hook("function(r) \(statement) end", isWritable: true)
        guard case .failed(let failure) = outcome else { return #expect(Bool(false)) }
        #expect(failure.message == message)
    }

    @Test("can only be read where the host said so")
    func readonly() throws {
        let fixture = try RecordFixture()
        guard case .failed(let failure) = try fixture.hook("function(r) r.name = 'x' end")
        else { return #expect(Bool(false)) }
        #expect(failure.message == "this Opportunity can only be read here")
    }

    @Test("follows a reference once, and takes a record as its new value")
    func references() throws {
        let fixture = try RecordFixture()
        let function = try fixture.function(
            """
            function(r, other)
              local same = r.account.name == 'Pump' and r.account == r.account
              r.account = other
              return same and r.account == other
            end
            """)
        let host = ClosureHost()
        fixture.machine.session(host: host) {
            let record = fixture.bind(id: 1, isWritable: true)
            let other = fixture.bind(id: 9)
            host.followed[RecordID(number: 42)] = fixture.bind(id: 42)
            #expect(fixture.machine.callHook(function, record, other) == .bool(true))
            #expect(host.follows == 1)
            #expect(
                fixture.machine.changes(of: record).map(\.value)
                    == [.reference(RecordID(number: 9))])
        }
    }

    @Test("is dead once its session has ended, also when its place is taken by another")
    func stale() throws {
        let fixture = try RecordFixture()
        let keep = try fixture.function(
            "(function() local kept return function(r) local old = kept kept = kept or r return old and old.name end end)()"
        )
        fixture.machine.session {
            #expect(fixture.machine.callHook(keep, fixture.bind()) == .none)
        }
        fixture.machine.session {
            guard case .failed(let failure) = fixture.machine.callHook(keep, fixture.bind())
            else { return #expect(Bool(false)) }
            #expect(failure.message == "this record belongs to a call that has ended")
        }
    }

    @Test("handed back to Swift is the same handle")
    func identity() throws {
        let fixture = try RecordFixture()
        let function = try fixture.function("function(r) return r end")
        fixture.machine.session {
            let handle = fixture.bind(id: 5)
            #expect(fixture.machine.callHook(function, handle) == .record(handle))
            #expect(fixture.machine.identity(of: handle)?.id == RecordID(number: 5))
        }
    }

    @Test("shows new contents after it was bound again, and is unchanged then")
    func rebinding() throws {
        let fixture = try RecordFixture()
        var saved = fixture
        saved.set(2, String(repeating: "later ", count: 20))
        let later = saved
        let host = ClosureHost { _, arguments, machine throws(LuaHostError) in
            guard let record = arguments.first?.record else { return [] }
            later.slots.withUnsafeBufferPointer { slots in
                later.bytes.withUnsafeBufferPointer { bytes in
                    machine.rebind(record, slots: slots, bytes: bytes, isWritable: true)
                }
            }
            return []
        }
        let function = try fixture.function(
            "function(r) local before = r.stage r.count = 8 r:save() return #before, #r.stage, r.count end"
        )
        fixture.machine.session(host: host) {
            let handle = fixture.bind(isWritable: true)
            #expect(
                fixture.machine.call(function, [.record(handle)])
                    == .values([.integer(100), .integer(120), .integer(7)]))
            #expect(fixture.machine.changes(of: handle).isEmpty)
        }
    }
}
