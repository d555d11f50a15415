import TidegateLua
import TidegateModel

/// A host whose answers are a closure.
final class ClosureHost: LuaHost {
    typealias Answer = (Int32, [LuaValue], LuaMachine) throws(LuaHostError) -> [LuaValue]
    private let answer: Answer
    var followed: [RecordID: LuaRecordHandle] = [:]
    private(set) var follows = 0

    init(_ answer: @escaping Answer = { _, _, _ throws(LuaHostError) in [] }) {
        self.answer = answer
    }

    func perform(
        _ operation: Int32, _ arguments: [LuaValue], on machine: LuaMachine
    ) throws(LuaHostError) -> [LuaValue] {
        try answer(operation, arguments, machine)
    }

    func follow(
        _ field: Int, of record: LuaRecordHandle, to id: RecordID, on machine: LuaMachine
    ) throws(LuaHostError) -> LuaRecordHandle? {
        follows += 1
        return followed[id]
    }

    func extra(_ name: String, of record: LuaRecordHandle, on machine: LuaMachine)
        throws(LuaHostError) -> LuaValue
    { .text("extra " + name) }

    func messageForUnknownField(_ name: String, ofType type: String) -> String? {
        suggestion(for: name, among: ["amount", "close_date"]).map {
            "unknown field '\(name)' of \(type); did you mean \($0)?"
        }
    }
}

/// A prelude with one word for every door a script may need in a test.
let testPrelude = """
    local declared = {}
    export.globals = {
      declare = function(name, value)
        local chunk, line = where(2)
        declared[#declared + 1] = { name = name, value = value, chunk = chunk, line = line }
      end,
      ask = function(...) return host(1, ...) end,
      settings = { depth = 3 },
    }
    export.declarations = function() return declared end
    export.record_methods = {
      save = function(record) return host(2, record) end,
    }
    """

func value(_ source: String) throws -> LuaValue? {
    let machine = try LuaMachine()
    return machine.run(source, name: "test.lua").value
}

/// The message of a script that must fail, with its line.
func failure(_ source: String) throws -> String? {
    let machine = try LuaMachine()
    guard case .failed(let failure) = machine.run(source, name: "test.lua") else { return nil }
    return "\(failure.line ?? 0): \(failure.message)"
}
