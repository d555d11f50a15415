import CLua
import TidegateModel

// Every call runs in the open session, nested or not. Without one it makes a session of its own
// from `budget` and `host`; inside one these two are not looked at.
extension LuaMachine {
    /// Runs trusted source with the full environment: all that scripts have, and `setmetatable`,
    /// `getmetatable`, `rawget`, `rawset`, `where(level)`, `host(operation, …)` and `export`.
    ///
    /// What it puts into `export` is taken over when it ends: `export.globals` (a table) becomes
    /// visible to scripts, plain tables in it sealed; `export.record_methods` (a table of
    /// functions) become methods of records; `export.record_extra(record, name, type)` answers
    /// extras; every other function can be called by ``callPrelude(_:_:budget:host:)``.
    public func loadPrelude(
        _ source: String, name: String, budget: LuaBudget = .standard, host: (any LuaHost)? = nil
    ) throws -> [LuaValue] {
        let result = inSession(budget, host) {
            var source = source
            var answer: UnsafeMutablePointer<tg_buffer>?
            let status: Int32 = source.withUTF8 { bytes in
                tg_load_prelude(
                    state, chars(bytes), bytes.count, "=" + name, &answer)
            }
            return outcome(status, answer)
        }
        switch result {
        case .values(let values): return values
        case .failed(let failure): throw failure
        case .limit(let limit): throw limit
        }
    }

    /// Checks and runs a script; the words it may use are the prelude's.
    public func run(
        _ source: [UInt8], name: String, budget: LuaBudget = .standard, host: (any LuaHost)? = nil
    ) -> LuaOutcome {
        do {
            try SourceCheck.check(source)
        } catch {
            return .failed(
                LuaFailure(
                    message: error.message,
                    position: LuaPosition(chunk: name, line: error.line)))
        }
        return inSession(budget, host) {
            var answer: UnsafeMutablePointer<tg_buffer>?
            let status = source.withUnsafeBufferPointer { bytes in
                tg_run(state, chars(bytes), bytes.count, "@" + name, &answer)
            }
            return outcome(status, answer)
        }
    }

    public func run(
        _ source: String, name: String, budget: LuaBudget = .standard, host: (any LuaHost)? = nil
    ) -> LuaOutcome {
        run(Array(source.utf8), name: name, budget: budget, host: host)
    }

    /// Calls a function the prelude put into `export`.
    public func callPrelude(
        _ name: String, _ arguments: [LuaValue] = [], budget: LuaBudget = .standard,
        host: (any LuaHost)? = nil
    ) -> LuaOutcome {
        inSession(budget, host) {
            let encoded = LuaEncoder(arguments).bytes
            var answer: UnsafeMutablePointer<tg_buffer>?
            let status = tg_call_prelude(state, name, encoded, encoded.count, &answer)
            return outcome(status, answer)
        }
    }

    public func call(
        _ function: LuaFunction, _ arguments: [LuaValue] = [], budget: LuaBudget = .standard,
        host: (any LuaHost)? = nil
    ) -> LuaOutcome {
        inSession(budget, host) {
            let encoded = LuaEncoder(arguments).bytes
            var answer: UnsafeMutablePointer<tg_buffer>?
            let status = tg_call_function(
                state, function.number, encoded, encoded.count, &answer)
            return outcome(status, answer)
        }
    }

    /// The quick way for hooks, gates and checks: one or two records in, one value out.
    ///
    /// Needs an open session, because a handle does.
    public func callHook(
        _ function: LuaFunction, _ record: LuaRecordHandle, _ second: LuaRecordHandle? = nil
    ) -> LuaHookOutcome {
        var quick = tg_quick()
        let status = tg_call_hook(
            state, function.number, record.number, second?.number ?? 0, &quick)
        guard status == TG_OK else {
            return status == TG_FAILED ? .failed(failure()) : .limit(limit())
        }
        switch Int(quick.kind) {
        case TG_V_NIL: return .none
        case TG_V_FALSE: return .bool(false)
        case TG_V_TRUE: return .bool(true)
        case TG_V_RECORD where quick.answer == nil:
            return .record(LuaRecordHandle(number: quick.record))
        default: return .other(LuaDecoder.values(quick.answer).first ?? .none)
        }
    }

    // MARK: Outcomes

    private func inSession(
        _ budget: LuaBudget, _ host: (any LuaHost)?, _ body: () -> LuaOutcome
    ) -> LuaOutcome {
        guard !isInSession else { return body() }
        return session(budget, host: host, body)
    }

    private func outcome(_ status: Int32, _ answer: UnsafePointer<tg_buffer>?) -> LuaOutcome {
        switch Int(status) {
        case TG_OK: .values(LuaDecoder.values(answer))
        case TG_FAILED: .failed(failure())
        default: .limit(limit())
        }
    }

    private func failure() -> LuaFailure {
        guard let last = tg_last_failure(state) else { return LuaFailure(message: "") }
        let frames = withUnsafeBytes(of: last.pointee.trace) { trace in
            trace.bindMemory(to: tg_position.self).prefix(Int(last.pointee.frames))
                .compactMap { position(of: $0) }
        }
        let code = text(last.pointee.code, last.pointee.code_length)
        return LuaFailure(
            message: text(last.pointee.message, last.pointee.message_length),
            code: code.isEmpty ? nil : code, position: position(of: last.pointee.position),
            traceback: frames, hostToken: token(last.pointee))
    }

    private func limit() -> LuaLimit {
        guard let last = tg_last_failure(state) else { return LuaLimit(kind: .defect) }
        let kind: LuaLimitKind =
            switch tg_trip_kind(UInt32(last.pointee.trip)) {
            case TG_TRIP_INSTRUCTIONS: .instructions
            case TG_TRIP_MEMORY: .memory
            case TG_TRIP_TIME: .time
            case TG_TRIP_DEPTH: .depth
            case TG_TRIP_OUTPUT: .output
            case TG_TRIP_HOST: .host
            default: .defect
            }
        return LuaLimit(
            kind: kind, position: position(of: last.pointee.position),
            hostToken: token(last.pointee))
    }

    private func token(_ failure: tg_failure) -> Int64? {
        failure.has_token != 0 && failure.token != 0 ? failure.token : nil
    }

    private func position(of position: tg_position) -> LuaPosition? {
        guard position.line > 0 else { return nil }
        let chunk = withUnsafeBytes(of: position.chunk) {
            String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
        }
        return LuaPosition(chunk: chunk, line: Int(position.line))
    }

    private func text(_ start: UnsafePointer<CChar>?, _ length: Int) -> String {
        guard let start else { return "" }
        return String(
            decoding: UnsafeRawBufferPointer(start: start, count: length), as: UTF8.self)
    }
}

/// The bytes as C's characters; no byte is read when there are none.
private func chars(_ bytes: UnsafeBufferPointer<UInt8>) -> UnsafePointer<CChar>? {
    UnsafeRawPointer(bytes.baseAddress)?.assumingMemoryBound(to: CChar.self)
}
