import CLua
import TidegateModel

/// Writes values in the form `clua.h` describes.
struct LuaEncoder {
    private(set) var bytes: [UInt8] = []

    init(_ values: [LuaValue]) {
        precondition(values.count <= LuaLimits.arguments, "too many values for one call")
        bytes.reserveCapacity(8 + 12 * values.count)
        put(UInt32(values.count))
        values.forEach { put($0) }
    }

    private mutating func put<Number>(_ number: Number) {
        withUnsafeBytes(of: number) { bytes.append(contentsOf: $0) }
    }

    private mutating func put(_ tag: Int, _ word: Int64) {
        bytes.append(UInt8(tag))
        put(word)
    }

    private mutating func put(_ text: String) {
        bytes.append(UInt8(TG_V_TEXT))
        put(UInt32(text.utf8.count))
        bytes.append(contentsOf: text.utf8)
    }

    private mutating func put(_ value: LuaValue) {
        switch value {
        case .none: bytes.append(UInt8(TG_V_NIL))
        case .bool(let flag): bytes.append(UInt8(flag ? TG_V_TRUE : TG_V_FALSE))
        case .integer(let number): put(TG_V_INTEGER, number)
        case .number(let number):
            bytes.append(UInt8(TG_V_NUMBER))
            put(number)
        case .text(let text): put(text)
        case .decimal(let number):
            put(TG_V_DECIMAL, number.coefficient)
            bytes.append(UInt8(number.scale))
        case .date(let day): put(TG_V_DATE, day.number)
        case .datetime(let instant): put(TG_V_DATETIME, instant.milliseconds)
        case .duration(let span): put(TG_V_DURATION, span.milliseconds)
        case .record(let handle): put(TG_V_RECORD, handle.number)
        case .function(let function):
            bytes.append(UInt8(TG_V_FUNCTION))
            put(function.number)
        case .table(let table):
            bytes.append(UInt8(TG_V_TABLE))
            put(UInt32(table.entries.count))
            for entry in table.entries {
                put(entry.key)
                put(entry.value)
            }
        }
    }
}

/// Reads values the shim wrote. The bytes are the shim's own, so a malformed one is a defect.
struct LuaDecoder {
    private var rest: UnsafeRawBufferPointer

    init(_ rest: UnsafeRawBufferPointer) {
        self.rest = rest
    }

    static func values(_ buffer: UnsafePointer<tg_buffer>?) -> [LuaValue] {
        guard let buffer, let bytes = buffer.pointee.bytes else { return [] }
        var decoder = LuaDecoder(UnsafeRawBufferPointer(start: bytes, count: buffer.pointee.length))
        return decoder.values()
    }

    mutating func values() -> [LuaValue] {
        guard !rest.isEmpty else { return [] }
        return (0..<take(UInt32.self)).map { _ in value() }
    }

    private mutating func take<Number>(_ type: Number.Type) -> Number {
        let number = rest.loadUnaligned(as: type)
        rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(MemoryLayout<Number>.size))
        return number
    }

    private mutating func text() -> String {
        let length = Int(take(UInt32.self))
        defer { rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(length)) }
        return String(decoding: rest.prefix(length), as: UTF8.self)
    }

    private mutating func table() -> LuaTable {
        let count = take(UInt32.self)
        return LuaTable(
            entries: (0..<count).map { _ in LuaTable.Entry(key: value(), value: value()) })
    }

    private mutating func value() -> LuaValue {
        switch Int(take(UInt8.self)) {
        case TG_V_NIL: .none
        case TG_V_FALSE: .bool(false)
        case TG_V_TRUE: .bool(true)
        case TG_V_INTEGER: .integer(take(Int64.self))
        case TG_V_NUMBER: .number(take(Double.self))
        case TG_V_TEXT: .text(text())
        case TG_V_DECIMAL:
            .decimal(Decimal(coefficient: take(Int64.self), scale: Int(take(UInt8.self))))
        case TG_V_DATE: .date(Day(number: take(Int64.self)))
        case TG_V_DATETIME: .datetime(Instant(milliseconds: take(Int64.self)))
        case TG_V_DURATION: .duration(Span(milliseconds: take(Int64.self)))
        case TG_V_RECORD: .record(LuaRecordHandle(number: take(Int64.self)))
        case TG_V_FUNCTION: .function(LuaFunction(number: take(Int32.self)))
        case TG_V_TABLE: .table(table())
        case let tag: preconditionFailure("the shim wrote an unknown tag \(tag)")
        }
    }
}
