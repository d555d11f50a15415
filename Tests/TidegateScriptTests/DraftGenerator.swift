import TidegateModel

@testable import TidegateScript

/// Requests of every kind with texts that would hurt a careless writer.
struct DraftGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed &* 0x9e37_79b9_7f4a_7c15 &+ 1
    }

    /// Source: SplitMix64.
    private mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var value = state
        value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
        return value ^ (value >> 31)
    }

    private mutating func number(_ range: Range<Int>) -> Int {
        range.lowerBound + Int(next() % UInt64(range.count))
    }

    private mutating func chance(_ of: Int) -> Bool { number(0..<of) == 0 }

    private mutating func pick<Element>(_ list: [Element]) -> Element {
        list[number(0..<list.count)]
    }

    private mutating func line() -> String {
        let parts = [
            "\"", "'", "\\", "]]", "]==]", "--", "{", "}", "a", "Ü", "漢", "\u{1f600}", "\\n", " ",
            "\u{202e}", "\u{200b}", "=", ",", "${x}", "\\\"", "end", "\u{301}",
        ]
        return (0..<number(1..<12)).map { _ in pick(parts) }.joined()
    }

    private mutating func text() -> String {
        (0..<number(1..<4)).map { _ in line() }.joined(
            separator: pick(["\n", "\r\n", "\t", "\u{0}"]))
    }

    mutating func field(_ index: Int) throws -> FieldRequest {
        let kind = pick(FieldRequest.kinds)
        var request = FieldRequest(name: "f_\(index)", kind: kind)
        if chance(2) { request.options["label"] = line() }
        for language in Language.translated where chance(3) {
            request.options[language.option("label")] = line()
        }
        switch kind {
        case "choice":
            request.values = Array(Set((0..<number(1..<5)).map { _ in line() })).sorted()
            if chance(2) { request.options["default"] = request.values.first }
        case "multichoice": request.values = ["pumps", "Ü 漢", "a, b"]
        case "text": if chance(2) { request.options["max"] = String(number(500..<9000)) }
        case "decimal", "money", "percent":
            if chance(2) { request.options["scale"] = String(number(0..<10)) }
        case "reference":
            request.options["to"] = pick(["Account", "Deal2"])
            if chance(2) { request.options["on_delete"] = pick(["restrict", "clear", "cascade"]) }
        case "autonumber": request.options["format"] = "N\"\\-{yyyy}-{000}"
        case "children":
            request.options["of"] =
                "Line.\(pick(["deal", "end_of", "_x"].filter { $0.first != "_" }))"
            return request
        default: break
        }
        if chance(2) { request.options["help"] = text() }
        if ["integer", "decimal", "money"].contains(kind), chance(2) {
            request.options["min"] = String(number(-900..<0))
            request.options["max"] = kind == "integer" ? "900" : "\(number(1..<900)).25"
            if chance(2) { request.options["default"] = "0" }
        }
        if kind == "text", chance(2) { request.options["default"] = line() }
        if kind == "boolean", chance(2) { request.options["default"] = pick(["true", "1 == 1"]) }
        if kind == "date", chance(2) { request.options["default"] = "today() + days(7)" }
        if chance(3) { request.options["unique"] = "true" }
        if chance(3) { request.options["index"] = "true" }
        guard kind != "autonumber", request.options["default"] == nil else { return request }
        switch number(0..<4) {
        case 0: request.options["required"] = "true"
        case 1: request.options["formula"] = text()
        case 2: request.options["rollup"] = text()
        default: break
        }
        return request
    }

    private mutating func words() -> [Language: String] {
        var words: [Language: String] = [:]
        for language in Language.translated where chance(2) { words[language] = line() }
        return words
    }

    private mutating func labels() -> NewLabels {
        NewLabels(
            label: chance(2) ? line() : nil, plural: chance(2) ? line() : nil, words: words())
    }

    mutating func pack() throws -> CustomPack {
        var pack = CustomPack()
        for index in 0..<number(1..<4) {
            let fields = try (0..<number(1..<6)).map { try field($0) }
            let rights = (0..<number(0..<3)).map { role in
                AccessRequest(
                    role: "\(line())\(role)",
                    rights: ["read": pick(["true", "false", line()]), "delete": line()])
            }
            pack.add(
                try ObjectRequest(
                    name: "Thing\(index)", label: chance(2) ? line() : nil, words: words(),
                    title: chance(2) ? line() : nil, fields: fields, access: rights
                ).draft())
        }
        for name in ["Account", "Contact"].compactMap(ObjectName.init) {
            for index in 0..<number(0..<4) {
                pack.add(try field(index).draft(), to: name)
            }
            if chance(2) { pack.relabel(name, labels()) }
            if chance(2), let end = FieldName("name") { pack.relabel(end, of: name, labels()) }
        }
        for _ in 0..<number(0..<5) { pack.countRevision() }
        return pack
    }
}
