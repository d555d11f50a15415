import TidegateModel
import TidegateRules

/// Reads the body of one node key by key, and reports the keys no one asked for.
///
/// Every method that finds something wrong adds a finding at the exact place and answers `nil`;
/// reading goes on, so one run of the checker shows everything.
final class BodyReader {
    let kind: String
    let context: DecodingContext
    let location: RuleLocation
    private let table: Table
    private let brace: SourceIndex.Brace?
    private let index: SourceIndex?
    /// The object whose field the body is; `nil` of anything else.
    private let owner: String?
    private let name: String
    private var asked: Set<String> = []
    private var left: Set<String> = []
    /// Without its object a rule is not read to its end, so unread keys are no findings.
    var isAbandoned = false

    init(_ node: Node, _ context: DecodingContext, fieldOf owner: String? = nil) {
        kind = node.kind
        name = node.name
        self.owner = owner
        self.context = context
        table = node.body
        index = context.index(of: node.chunk)
        brace = index?.body(of: node)
        location =
            index?.location(of: node)
            ?? RuleLocation(pack: node.chunk.pack, file: node.chunk.file, line: node.line)
    }

    private init(
        kind: String, table: Table, brace: SourceIndex.Brace?, parent: BodyReader,
        location: RuleLocation
    ) {
        self.kind = kind
        self.table = table
        self.brace = brace
        index = parent.index
        owner = nil
        name = parent.name
        context = parent.context
        self.location = location
    }

    // MARK: Keys

    func has(_ key: String) -> Bool { table[key] != nil }

    func text(_ key: String) -> String? {
        read(key, "a text") { if case .text(let text) = $0 { text } else { nil } }
    }

    func bool(_ key: String) -> Bool? {
        read(key, "true or false") { if case .bool(let flag) = $0 { flag } else { nil } }
    }

    func integer(_ key: String) -> Int64? {
        read(key, "a whole number") { if case .integer(let number) = $0 { number } else { nil } }
    }

    func decimal(_ key: String) -> TidegateModel.Decimal? {
        read(key, "a number") {
            switch $0 {
            case .integer(let number): Decimal(number)
            case .number(let number): Decimal(number.description)
            case .value(.decimal(let number)): number
            default: nil
            }
        }
    }

    func function(_ key: String) -> ScriptFunction? {
        read(key, "a function") { item in
            guard case .function(let reference) = item else { return nil }
            return ScriptFunction(reference: reference, location: self.location(of: key))
        }
    }

    /// A list of texts: `{ "amount", "close_date" }`.
    func texts(_ key: String) -> [String]? {
        read(key, "a list of texts") { item in
            guard case .table(let list) = item, list.named.isEmpty else { return nil }
            let texts = list.positional.compactMap {
                if case .text(let text) = $0 { text } else { nil }
            }
            return texts.count == list.positional.count ? texts : nil
        }
    }

    /// A table of texts by name: `{ GTXPro = "GTX Pro" }`.
    func textMap(_ key: String) -> [(key: String, text: String)]? {
        read(key, "a table of texts") { item in
            guard case .table(let map) = item, map.positional.isEmpty else { return nil }
            let pairs = map.named.compactMap { entry -> (key: String, text: String)? in
                switch entry.item {
                case .text(let text): (entry.key, text)
                case .integer(let number): (entry.key, String(number))
                case .bool(let flag): (entry.key, flag ? "true" : "false")
                default: nil
                }
            }
            return pairs.count == map.named.count ? pairs : nil
        }
    }

    func table(_ key: String) -> BodyReader? {
        read(key, "a table") { item in
            guard case .table(let inner) = item else { return nil }
            return self.inner(key, inner)
        }
    }

    func node(_ key: String, kinds: [String]) -> Node? {
        read(key, kinds.joined(separator: " or ")) { item in
            guard case .node(let node) = item, kinds.contains(node.kind) else { return nil }
            return node
        }
    }

    /// The item as it is, for keys that take several kinds.
    func item(_ key: String) -> Item? {
        asked.insert(key)
        return table[key]
    }

    var keys: [String] { table.named.map(\.key) }

    /// Keys that someone else reads.
    func leave(_ keys: [String]) { left.formUnion(keys) }

    /// Reports a key that has to be there.
    func require(_ key: String) -> Bool {
        guard table[key] == nil else { return true }
        report("\(kind).missing", "\(kind) needs \(key)", at: location)
        return false
    }

    // MARK: Elements

    /// The nodes that stand in the body itself, of the given kinds; others are findings.
    func nodes(_ kinds: [String]) -> [Node] {
        table.positional.compactMap { item in
            guard case .node(let node) = item, kinds.contains(node.kind) else {
                report(
                    "\(kind).element",
                    "\(phrase: item.word) does not belong into \(kind); it takes \(list: kinds)",
                    at: location(of: item))
                return nil
            }
            return node
        }
    }

    /// The texts that stand in the body itself: `unique { "account", "name" }`.
    func elements() -> [String] {
        table.positional.compactMap { item in
            guard case .text(let text) = item else {
                report(
                    "\(kind).element", "\(kind) takes texts, not \(phrase: item.word)",
                    at: location(of: item))
                return nil
            }
            return text
        }
    }

    /// Reports positional elements where only keys are taken, and every key no one asked for.
    func finish(takesElements: Bool = false) {
        if !takesElements { _ = nodes([]) }
        for (key, _) in table.named
        where !asked.contains(key) && !left.contains(key) && !isAbandoned {
            let hint = suggestion(for: key, among: asked)
            report(
                "\(kind).unknown_key",
                hint != nil
                    ? "unknown key \(key) of \(kind)"
                    : asked.isEmpty
                        ? "unknown key \(key) of \(kind); it takes none"
                        : "unknown key \(key) of \(kind); it takes \(list: asked.sorted())",
                instead: hint, at: brace.flatMap { index?.location(of: key, in: $0) } ?? location)
        }
    }

    // MARK: Places

    func location(of key: String) -> RuleLocation {
        brace.flatMap { index?.location(ofValue: key, in: $0) } ?? location
    }

    /// Where the key itself stands, not its value.
    func location(ofKey key: String) -> RuleLocation {
        brace.flatMap { index?.location(of: key, in: $0) } ?? location
    }

    func location(of key: String, offset: Int) -> RuleLocation {
        brace.flatMap { index?.location(ofValue: key, in: $0, offset: offset) } ?? location
    }

    func location(ofElement text: String, in key: String? = nil) -> RuleLocation {
        guard let index, let brace else { return location }
        let list = key.map { index.table($0, in: brace) } ?? brace
        return list.flatMap { index.location(ofElement: text, in: $0) } ?? location
    }

    /// What a function does to its first parameter.
    func writes(by key: String) -> SourceIndex.Writes {
        brace.flatMap { index?.writes(by: key, in: $0) } ?? SourceIndex.Writes()
    }

    func report(
        _ code: String, _ text: FindingText, instead: String? = nil, at place: RuleLocation? = nil
    ) {
        context.findings.append(
            PackFinding(.error, code, text, instead: instead, at: place ?? location))
    }

    /// - Parameter key: whose value is wrong.
    func report(_ code: String, _ text: FindingText, of key: String) {
        context.findings.append(
            PackFinding(
                .error, code, text, at: location(of: key),
                about: owner.map { PackFinding.Option(key, of: name, on: $0) }))
    }

    func warn(_ code: String, _ text: FindingText, at place: RuleLocation? = nil) {
        context.findings.append(PackFinding(.warning, code, text, at: place ?? location))
    }

    private func location(of item: Item) -> RuleLocation {
        guard let index else { return location }
        return switch item {
        case .node(let node): index.location(of: node)
        case .text(let text): location(ofElement: text)
        case .integer, .number, .bool, .value, .function, .table: location
        }
    }

    private func inner(_ key: String, _ table: Table) -> BodyReader {
        BodyReader(
            kind: key, table: table, brace: brace.flatMap { index?.table(key, in: $0) },
            parent: self, location: location(of: key))
    }

    private func read<Answer>(
        _ key: String, _ wanted: String, _ convert: (Item) -> Answer?
    ) -> Answer? {
        asked.insert(key)
        guard let item = table[key] else { return nil }
        guard let answer = convert(item) else {
            report(
                "\(kind).type",
                "\(key) of \(kind) must be \(phrase: wanted), not \(phrase: item.word)", of: key)
            return nil
        }
        return answer
    }
}
