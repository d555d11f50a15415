import TidegateModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Writes an entry of the history anew for someone who may not see some of the fields. The entry
/// that is kept, and its place in the chain, stay as they are.
enum HiddenHistory {
    static func entry(_ kept: Data, hiding hidden: Set<String>) throws -> [UInt8] {
        var writer = JSONWriter(reserving: kept.count)
        let tree = try JSONDecoder().decode(JSONTree.self, from: kept)
        write(tree, inside: [], hidden, &writer)
        return writer.bytes
    }

    private static func write(
        _ tree: JSONTree, inside path: [String], _ hidden: Set<String>, _ json: inout JSONWriter
    ) {
        switch tree {
        case .null: json.null()
        case .bool(let flag): json.bool(flag)
        case .number(let number): json.integer(number)
        case .text(let text):
            // What a rule said was said to whoever saved, who may have seen more.
            json.string(spoken.contains(path) ? name(of: text) : text)
        case .list(let list):
            json.array { json in
                for each in list where !(path == ["trace", "set"] && each.isName(in: hidden)) {
                    write(each, inside: path, hidden, &json)
                }
            }
        case .object(let members):
            json.object { json in
                for (key, value) in members.sorted(by: { $0.key < $1.key })
                where !(path == ["changes"] && hidden.contains(key)) {
                    json.key(key)
                    write(value, inside: path + [key], hidden, &json)
                }
            }
        }
    }

    private static let spoken: Set<[String]> = [["trace", "message"], ["trace", "warning"]]

    /// `Margin is kept: it is 5` → `Margin is kept`: the rule's name stands before the colon.
    private static func name(of message: String) -> String {
        message.firstIndex(of: ":").map { String(message[..<$0]) } ?? "…"
    }
}

/// Any JSON the history holds; its numbers are whole.
private indirect enum JSONTree: Decodable {
    case null
    case bool(Bool)
    case number(Int64)
    case text(String)
    case list([JSONTree])
    case object([String: JSONTree])

    init(from decoder: any Decoder) throws {
        if let members = try? decoder.container(keyedBy: Key.self) {
            var object: [String: JSONTree] = [:]
            for key in members.allKeys {
                object[key.stringValue] = try members.decode(JSONTree.self, forKey: key)
            }
            self = .object(object)
            return
        }
        if var list = try? decoder.unkeyedContainer() {
            var entries: [JSONTree] = []
            while !list.isAtEnd { entries.append(try list.decode(JSONTree.self)) }
            self = .list(entries)
            return
        }
        let value = try decoder.singleValueContainer()
        if value.decodeNil() {
            self = .null
        } else if let flag = try? value.decode(Bool.self) {
            self = .bool(flag)
        } else if let number = try? value.decode(Int64.self) {
            self = .number(number)
        } else {
            self = .text(try value.decode(String.self))
        }
    }

    func isName(in hidden: Set<String>) -> Bool {
        if case .text(let text) = self { hidden.contains(text) } else { false }
    }

    private struct Key: CodingKey {
        var stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }
}
