import TidegateModel

/// A value that crossed from a script to Swift or goes the other way.
public enum LuaValue: Hashable, Sendable {
    case none
    case bool(Bool)
    case integer(Int64)
    /// A binary floating point number; never money.
    case number(Double)
    case text(String)
    /// Stays a decimal in a script, also when it is whole. There `amount == 5` is false whatever
    /// the amount (Lua compares no two types); `amount == dec(5)`, `amount <= 5` are meant.
    case decimal(Decimal)
    case date(Day)
    case datetime(Instant)
    case duration(Span)
    case record(LuaRecordHandle)
    case function(LuaFunction)
    case table(LuaTable)

    public var bool: Bool? { if case .bool(let flag) = self { flag } else { nil } }
    public var integer: Int64? { if case .integer(let number) = self { number } else { nil } }
    public var text: String? { if case .text(let text) = self { text } else { nil } }
    public var record: LuaRecordHandle? { if case .record(let it) = self { it } else { nil } }
    public var function: LuaFunction? { if case .function(let it) = self { it } else { nil } }
    public var table: LuaTable? { if case .table(let table) = self { table } else { nil } }
}

extension LuaValue {
    /// The same value for a script; a reference has no form here, bind its record instead.
    public init?(_ value: Value) {
        switch value {
        case .none: self = .none
        case .bool(let flag): self = .bool(flag)
        case .integer(let number): self = .integer(number)
        case .decimal(let number): self = .decimal(number)
        case .text(let text): self = .text(text)
        case .date(let day): self = .date(day)
        case .datetime(let instant): self = .datetime(instant)
        case .duration(let span): self = .duration(span)
        case .reference: return nil
        case .json(let text): self = LuaValue(json: text)
        }
    }

    /// The same value for a field; `nil` for what no field holds (tables, functions, records,
    /// binary numbers).
    public var fieldValue: Value? {
        switch self {
        case .none: Value.none
        case .bool(let flag): .bool(flag)
        case .integer(let number): .integer(number)
        case .text(let text): .text(text)
        case .decimal(let number): .decimal(number)
        case .date(let day): .date(day)
        case .datetime(let instant): .datetime(instant)
        case .duration(let span): .duration(span)
        case .number, .record, .function, .table: nil
        }
    }
}

/// A record bound to a session of a machine; worthless once the session has ended, and the
/// machine knows it.
public struct LuaRecordHandle: Hashable, Sendable {
    let number: Int64
}

/// A function kept by a machine for as long as the machine lives. The same Lua function is always
/// the same value.
public struct LuaFunction: Hashable, Sendable {
    let number: Int32
}

/// A table as it was when it crossed: first 1…n, then numbers ascending, then texts bytewise.
public struct LuaTable: Hashable, Sendable {
    public struct Entry: Hashable, Sendable {
        public let key: LuaValue
        public let value: LuaValue

        public init(key: LuaValue, value: LuaValue) {
            self.key = key
            self.value = value
        }
    }

    public var entries: [Entry]

    public init(entries: [Entry] = []) {
        self.entries = entries
    }

    public init(list: [LuaValue]) {
        entries = list.enumerated().map { Entry(key: .integer(Int64($0) + 1), value: $1) }
    }

    public init(fields: [(String, LuaValue)]) {
        entries = fields.map { Entry(key: .text($0), value: $1) }
    }

    public subscript(name: String) -> LuaValue {
        entries.first { $0.key == .text(name) }?.value ?? .none
    }

    /// The values at 1…n.
    public var list: [LuaValue] {
        var list: [LuaValue] = []
        for entry in entries {
            guard entry.key == .integer(Int64(list.count) + 1) else { break }
            list.append(entry.value)
        }
        return list
    }
}
