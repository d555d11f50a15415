import TidegateLua
import TidegateModel
import TidegateRules

/// Stands between the Lua machine and the engine: turns handles into records, and carries the
/// engine's own errors through a script without loss.
final class HostBridge: LuaHost {
    private var host: (any ScriptHost)?
    private var records: RecordDesk?
    private var schema = Schema([])
    private var libraries: [String: (name: String, source: [UInt8])] = [:]
    /// Errors on their way through a script; the token is the index plus one.
    private var thrown: [any Error] = []

    func attach(records: RecordDesk, schema: Schema) {
        self.records = records
        self.schema = schema
    }

    /// The files `require` finds: `sales.pricing` is `sales/lib/pricing.lua`.
    func use(_ packs: [PackFiles]) {
        libraries = [:]
        for pack in packs {
            for file in pack.files(.library) {
                let module = file.path.dropFirst("lib/".count).dropLast(".lua".count)
                    .replacing("/", with: ".")
                libraries["\(pack.name).\(module)"] = ("\(pack.name)/\(file.path)", file.text)
            }
        }
    }

    func enter(_ host: any ScriptHost) -> (any ScriptHost)? {
        let outer = self.host
        self.host = host
        return outer
    }

    func leave(_ outer: (any ScriptHost)?) {
        host = outer
        if outer == nil { thrown.removeAll() }
    }

    // MARK: Errors

    /// What the engine threw, or what the script did wrong.
    func error(_ failure: LuaFailure) -> any Error {
        if let error = thrown(failure.hostToken) { return error }
        return ScriptFailure.failed(
            message: failure.message, location: failure.position.flatMap(Self.location))
    }

    func error(_ limit: LuaLimit) -> any Error {
        if let error = thrown(limit.hostToken) { return error }
        return ScriptFailure.limit(
            kind: limit.kind.rawValue, location: limit.position.flatMap(Self.location))
    }

    private func thrown(_ token: Int64?) -> (any Error)? {
        guard let token, token > 0, token <= thrown.count else { return nil }
        return thrown[Int(token) - 1]
    }

    private static func location(_ position: LuaPosition) -> RuleLocation? {
        guard let chunk = Chunk(position.chunk) else {
            return RuleLocation(pack: "", file: position.chunk, line: position.line)
        }
        return RuleLocation(pack: chunk.pack, file: chunk.file, line: position.line)
    }

    /// Limits of a transaction cannot be caught by a script; everything else may be.
    private func wrap(_ error: any Error) -> LuaHostError {
        if thrown.count >= Self.thrownLimit { thrown.removeAll() }
        thrown.append(error)
        let message: String
        if let error = error as? TidegateError {
            message = error.message
        } else if let error = error as? any ScriptMessage {
            message = error.scriptMessage
        } else {
            message = "the engine could not do it"
        }
        let isLimit = (error as? TidegateError)?.code.hasPrefix("save.") ?? false
        return LuaHostError(message, token: Int64(thrown.count), isFatal: isLimit)
    }

    private static let thrownLimit = 100_000

    // MARK: LuaHost

    func perform(
        _ operation: Int32, _ arguments: [LuaValue], on machine: LuaMachine
    ) throws(LuaHostError) -> [LuaValue] {
        do {
            return try answer(operation, arguments, machine)
        } catch {
            throw wrap(error)
        }
    }

    func follow(
        _ field: Int, of record: LuaRecordHandle, to id: RecordID, on machine: LuaMachine
    ) throws(LuaHostError) -> LuaRecordHandle? {
        guard let host, let records, let owner = records.record(record),
            let name = owner.object.fields[field].type.target,
            let target = schema[name]
        else { return nil }
        do {
            return try host.follow(target, id).map { records.bind($0, isWritable: true) }
        } catch {
            throw wrap(error)
        }
    }

    func messageForUnknownField(_ name: String, ofType type: String) -> String? {
        guard let object = schema[type] else { return nil }
        let known = object.fields.map(\.name) + object.children.map(\.name) + ["id", "title"]
        return suggestion(for: name, among: known).map {
            "unknown field \(name) of \(type); did you mean \($0)?"
        }
    }

    private func answer(
        _ number: Int32, _ arguments: [LuaValue], _ machine: LuaMachine
    ) throws -> [LuaValue] {
        guard let operation = ScriptOperation(rawValue: number) else { return [] }
        if operation == .require { return try load(arguments.first?.text ?? "", machine) }
        guard let host, let records else {
            throw TidegateError(
                .ruleFailed, "script.loading",
                "\(operation.name) cannot be used while packs are loaded; put it into a function")
        }
        if operation == .extra { return [try extra(arguments, host, records)] }
        let answers = try host.perform(operation, arguments.map(records.scriptValue))
        if operation == .save, let handle = arguments.first?.record,
            case .record(let saved, _) = answers.first
        {
            records.refresh(handle, saved)
            try showAnew(host, records, machine)
            return [.record(handle)]
        }
        try showAnew(host, records, machine)
        return answers.map(records.luaValue)
    }

    /// A test sees what its step did to every record it holds; a hook keeps what it was given.
    private func showAnew(
        _ host: any ScriptHost, _ records: RecordDesk, _ machine: LuaMachine
    ) throws {
        guard host.keepsRecordsFresh else { return }
        try records.refreshAll { try host.follow($0.object, $0.id) }
        machine.forgetFollowed()
    }

    private func extra(
        _ arguments: [LuaValue], _ host: any ScriptHost, _ records: RecordDesk
    ) throws -> LuaValue {
        guard let handle = arguments.first?.record, let record = records.record(handle),
            arguments.count > 1, let name = arguments[1].text
        else { return .none }
        if name == "id" { return .text(record.id.description) }
        if name == "title" { return .text(try host.title(of: record)) }
        guard let field = record.object.collection(name) else { return .none }
        let members = try host.members(of: field, record.id)
        return .table(LuaTable(list: members.map { .record(records.bind($0, isWritable: true)) }))
    }

    private func load(_ module: String, _ machine: LuaMachine) throws -> [LuaValue] {
        guard let library = libraries[module] else {
            let hint = suggestion(for: module, among: libraries.keys).map {
                "; did you mean \($0)?"
            }
            throw TidegateError(
                .ruleFailed, "module.unknown",
                "unknown module \(module)"
                    + (hint ?? "; a module sales.pricing is the file sales/lib/pricing.lua"))
        }
        switch machine.run(library.source, name: library.name, budget: .loading, host: self) {
        case .values(let values): return Array(values.prefix(1))
        case .failed(let failure): throw error(failure)
        case .limit(let limit): throw error(limit)
        }
    }
}

/// What a script is told when it catches an error of the engine.
public protocol ScriptMessage: Error {
    var scriptMessage: String { get }
}
