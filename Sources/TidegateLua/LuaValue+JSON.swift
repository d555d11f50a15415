import TidegateModel

/// Lists and other JSON of records, as tables of a script.
extension LuaValue {
    /// What the JSON says. A number is an integer or a decimal where it is one, so that none is rounded.
    init(json text: String) {
        let json = try? JSONReader.read(written: Array(text.utf8))
        self = json.map(LuaValue.init) ?? .none
    }

    private init(_ json: JSON) {
        switch json {
        case .null: self = .none
        case .bool(let flag): self = .bool(flag)
        case .number(let digits):
            self =
                Int64(digits).map(LuaValue.integer) ?? Decimal(digits).map(LuaValue.decimal)
                ?? Double(digits).map(LuaValue.number) ?? .text(digits)
        case .string(let text): self = .text(text)
        case .array(let values): self = .table(LuaTable(list: values.map(LuaValue.init)))
        case .object(let members):
            self = .table(LuaTable(fields: members.map { ($0.name, LuaValue($0.value)) }))
        }
    }

    /// The same as JSON; `nil` for what it cannot say: functions, infinite numbers, tables with keys that are
    /// neither 1…n nor texts. An empty table is an empty list.
    public var json: JSON? {
        switch self {
        case .none: return .null
        case .bool(let flag): return .bool(flag)
        case .integer(let number): return .number(String(number))
        case .number(let number): return number.isFinite ? .number("\(number)") : nil
        case .text(let text): return .string(text)
        case .decimal(let number): return .number(number.description)
        case .date(let day): return .string(day.description)
        case .datetime(let instant): return .string(instant.description)
        case .duration(let span): return .string(span.description)
        case .record, .function: return nil
        case .table(let table): return table.json
        }
    }
}

extension LuaTable {
    fileprivate var json: JSON? {
        let list = list
        guard list.count < entries.count else {
            let values = list.compactMap(\.json)
            return values.count == list.count ? .array(values) : nil
        }
        let members = entries.compactMap { entry in
            entry.key.text.flatMap { name in entry.value.json.map { JSON.Member(name, $0) } }
        }
        return members.count == entries.count ? .object(members) : nil
    }
}
