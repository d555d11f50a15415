/// What was said is kept with its parts, so that who reads it later reads it in their own language.
///
///     {"said":"{product}: {available} left","values":{"available":"3","product":"P-100 Pump"}}
extension Speech {
    /// As bytes of JSON; `nil` for what has parts that need not be kept, such as names of gates.
    public var json: [UInt8]? {
        var json = JSONWriter()
        return write(to: &json) ? json.bytes : nil
    }

    private func write(to json: inout JSONWriter) -> Bool {
        switch self {
        case .text(let text): json.string(text)
        case .figure(let digits): json.object { $0.member("figure", digits) }
        case .sentence(let key, let parts): return write("sentence", key, parts, to: &json)
        case .said(let source, let parts): return write("said", source, parts, to: &json)
        case .term(.choice(let object, let field, let value)):
            json.object { json in
                json.key("choice")
                json.array { json in [object, field, value].forEach { json.string($0) } }
            }
        case .term(.alert(let name)): json.object { $0.member("alert", name) }
        case .term(.object(let name)): json.object { $0.member("object", name) }
        case .term(.plural(let name)): json.object { $0.member("plural", name) }
        case .term(.field(let object, let field)):
            json.object { json in
                json.key("field")
                json.array { json in [object, field].forEach { json.string($0) } }
            }
        case .list(let parts): return write("list", parts, to: &json)
        case .clauses(let parts): return write("clauses", parts, to: &json)
        case .term, .path: return false
        }
        return true
    }

    private func write(
        _ kind: StaticString, _ parts: [Speech], to json: inout JSONWriter
    ) -> Bool {
        var isWhole = true
        json.object { json in
            json.key(kind)
            json.array { json in
                for part in parts { isWhole = part.write(to: &json) && isWhole }
            }
        }
        return isWhole
    }

    private func write(
        _ kind: StaticString, _ text: String, _ parts: [String: Speech], to json: inout JSONWriter
    ) -> Bool {
        var isWhole = true
        json.object { json in
            json.member(kind, text)
            json.key("values")
            json.object { json in
                for (name, part) in parts.sorted(by: { $0.key < $1.key }) {
                    json.key(name)
                    isWhole = part.write(to: &json) && isWhole
                }
            }
        }
        return isWhole
    }

    /// - Returns: `nil` for bytes that ``json`` did not write.
    public init?(json bytes: [UInt8]) {
        guard let json = try? JSONReader.read(written: bytes), let speech = Speech(json) else {
            return nil
        }
        self = speech
    }

    private init?(_ json: JSON) {
        if case .string(let text) = json {
            self = .text(text)
        } else if let digits = json["figure"]?.string {
            self = .figure(digits)
        } else if let name = json["alert"]?.string {
            self = .term(.alert(name))
        } else if let name = json["object"]?.string {
            self = .term(.object(name))
        } else if let name = json["plural"]?.string {
            self = .term(.plural(name))
        } else if let parts = json["field"]?.array, parts.count == 2,
            let object = parts[0].string, let field = parts[1].string
        {
            self = .term(.field(object, field))
        } else if let list = json["list"]?.array, let parts = Self.all(list) {
            self = .list(parts)
        } else if let list = json["clauses"]?.array, let parts = Self.all(list) {
            self = .clauses(parts)
        } else if case .array(let parts)? = json["choice"], parts.count == 3,
            let object = parts[0].string, let field = parts[1].string, let value = parts[2].string
        {
            self = .term(.choice(object, field, value))
        } else if let key = json["sentence"]?.string, let parts = Self.parts(json["values"]) {
            self = .sentence(key, parts)
        } else if let source = json["said"]?.string, let parts = Self.parts(json["values"]) {
            self = .said(source, parts)
        } else {
            return nil
        }
    }

    private static func all(_ list: [JSON]) -> [Speech]? {
        let parts = list.compactMap { Speech($0) }
        return parts.count == list.count ? parts : nil
    }

    private static func parts(_ json: JSON?) -> [String: Speech]? {
        guard case .object(let members)? = json else { return nil }
        var parts: [String: Speech] = [:]
        for member in members {
            guard let part = Speech(member.value) else { return nil }
            parts[member.name] = part
        }
        return parts
    }
}
