import CLua
import TidegateModel

/// The one function the shim calls. It always returns normally: an error becomes a status and a
/// text, and only then does C raise, so no jump ever crosses this frame.
func answerScript(
    context: UnsafeMutableRawPointer?, operation: Int32, arguments: UnsafePointer<UInt8>?,
    length: Int, answer: UnsafeMutablePointer<tg_buffer>?,
    token: UnsafeMutablePointer<Int64>?
) -> Int32 {
    guard let context else { return Int32(TG_HOST_ERROR) }
    let machine = Unmanaged<LuaMachine>.fromOpaque(context).takeUnretainedValue()
    guard let host = machine.host else { return Int32(TG_HOST_ERROR) }
    var decoder = LuaDecoder(UnsafeRawBufferPointer(start: arguments, count: length))
    let values = decoder.values()
    do {
        let encoded = LuaEncoder(try machine.ask(host, operation, values)).bytes
        guard tg_buffer_append(answer, encoded, encoded.count) != 0 else {
            return Int32(TG_HOST_ERROR)
        }
        return Int32(TG_HOST_OK)
    } catch {
        let message = Array(error.message.utf8)
        _ = tg_buffer_append(answer, message, message.count)
        token?.pointee = error.token
        return Int32(error.isFatal ? TG_HOST_FATAL : TG_HOST_ERROR)
    }
}

extension LuaMachine {
    fileprivate func ask(
        _ host: any LuaHost, _ operation: Int32, _ values: [LuaValue]
    ) throws(LuaHostError) -> [LuaValue] {
        switch Int(operation) {
        case TG_HOST_FOLLOW:
            guard values.count == 3, let record = values[0].record,
                let field = values[1].integer, let id = values[2].integer
            else { return [] }
            let target = RecordID(number: id)
            guard let found = try host.follow(Int(field), of: record, to: target, on: self)
            else { return [] }
            return [.record(found)]
        case TG_HOST_EXTRA:
            guard values.count == 2, let record = values[0].record, let name = values[1].text
            else { return [] }
            return [try host.extra(name, of: record, on: self)]
        case TG_HOST_UNKNOWN_FIELD:
            guard values.count == 2, let type = values[0].text, let name = values[1].text,
                let message = host.messageForUnknownField(name, ofType: type)
            else { return [] }
            return [.text(message)]
        case TG_HOST_READ_JSON: return values.first?.text.map { [LuaValue(json: $0)] } ?? []
        case TG_HOST_WRITE_JSON:
            return values.first?.json.map { [.text($0.canonical)] } ?? []
        default: return try host.perform(operation, values, on: self)
        }
    }
}
