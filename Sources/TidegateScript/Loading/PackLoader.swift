import TidegateLua
import TidegateModel
import TidegateRules

/// Runs the files of packs and collects what they declare. Knows the language's shape, not its
/// meaning: that is the decoders'.
struct PackLoader {
    let machine: LuaMachine
    let host: any LuaHost
    private(set) var findings: [PackFinding] = []
    private(set) var indexes: [Chunk: SourceIndex] = [:]
    private(set) var libraries: [SourceIndex] = []
    /// The functions of all nodes; a ``ScriptFunction`` holds the index.
    private(set) var functions: [LuaFunction] = []
    /// Files that stopped in the middle: what they left unfinished is no news.
    private var broken: Set<Chunk> = []
    var hasBrokenFiles: Bool { !broken.isEmpty }

    init(machine: LuaMachine, host: any LuaHost) {
        self.machine = machine
        self.host = host
    }

    /// All nodes of all packs, in load order.
    mutating func load(_ packs: [PackFiles], withTests: Bool) throws -> [Node] {
        for pack in packs {
            let files = pack.files(.rules) + (withTests ? pack.files(.tests) : [])
            if pack.files.first?.path != "pack.lua" {
                findings.append(
                    PackFinding(
                        .error, "pack.missing", "a pack needs a file pack.lua",
                        at: RuleLocation(pack: pack.name, file: "pack.lua", line: 1)))
            }
            for file in files { run(file, of: pack) }
            libraries += pack.files(.library).compactMap { file in
                Chunk("\(pack.name)/\(file.path)").flatMap {
                    try? SourceIndex(chunk: $0, source: file.text)
                }
            }
        }
        return try collect()
    }

    private mutating func run(_ file: PackFiles.File, of pack: PackFiles) {
        let chunkName = "\(pack.name)/\(file.path)"
        guard let chunk = Chunk(chunkName) else { return }
        let place = RuleLocation(pack: pack.name, file: file.path, line: 1)
        do {
            try SourceCheck.check(file.text)
        } catch {
            findings.append(
                PackFinding(
                    .error, "lua.source", LuaWords.told(error.message),
                    at: RuleLocation(
                        pack: pack.name, file: file.path, line: error.line, column: error.column)))
            return
        }
        indexes[chunk] = try? SourceIndex(chunk: chunk, source: file.text)
        switch machine.run(file.text, name: chunkName, budget: .loading, host: host) {
        case .values: break
        case .failed(let failure):
            broken.insert(chunk)
            findings.append(
                PackFinding(
                    .error, "lua.error", Self.explained(failure.message),
                    instead: Self.near(failure.message),
                    at: RuleLocation(
                        pack: pack.name, file: file.path, line: max(1, failure.line ?? 1))))
        case .limit(let limit):
            findings.append(
                PackFinding(
                    .error, "lua.limit",
                    "loading this file needs more \(phrase: limit.kind.rawValue) than it may spend",
                    at: limit.position.map {
                        RuleLocation(pack: pack.name, file: file.path, line: $0.line)
                    } ?? place))
        }
    }

    private mutating func collect() throws -> [Node] {
        let outcome = machine.callPrelude("collect", budget: .loading, host: host)
        let values: [LuaValue]
        switch outcome {
        case .values(let both): values = both
        case .failed(let failure): throw Self.unreadable(failure.message)
        case .limit(let limit): throw Self.unreadable("they need too much \(limit.kind.rawValue)")
        }
        guard values.count == 2 else { return [] }
        var reader = NodeReader()
        for stray in reader.nodes(values[1]) where !broken.contains(stray.chunk) {
            findings.append(
                PackFinding(
                    .error, "node.stray", "\(stray.kind) stands alone; it belongs into a body",
                    at: RuleLocation(
                        pack: stray.chunk.pack, file: stray.chunk.file, line: stray.line)))
        }
        let nodes = reader.nodes(values[0])
        functions = reader.functions
        return nodes
    }
}

extension PackLoader {
    /// The words of the language, for those who mistype one.
    private static let words =
        FieldType.words + [
            "pack", "object", "extend", "validation", "pipeline", "stage", "gate", "approval",
            "step", "notice", "case", "message", "alert", "level", "hook", "action", "import",
            "access", "role", "locale", "test", "children", "unique", "index", "require",
        ]

    /// `attempt to call a nil value (global 'objct')` → `unknown word objct`
    private static func explained(_ message: String) -> FindingText {
        unknownWord(in: message).map { "unknown word \($0)" } ?? LuaWords.told(message)
    }

    private static func near(_ message: String) -> String? {
        unknownWord(in: message).flatMap { suggestion(for: $0, among: words) }
    }

    private static func unknownWord(in message: String) -> String? {
        let start = "attempt to call a nil value (global '"
        guard message.hasPrefix(start) else { return nil }
        return String(message.dropFirst(start.count).prefix { $0 != "'" })
    }

    private static func unreadable(_ why: String) -> TidegateError {
        TidegateError(.invalid, "pack.collect", "What the packs declare cannot be read: \(why).")
    }
}

extension LuaBudget {
    static let loading = LuaBudget(
        instructions: Int64(PackLimits.loadInstructions), memoryBytes: PackLimits.loadMemoryBytes,
        seconds: PackLimits.loadSeconds)
}

/// Turns exported Lua tables into nodes, and numbers the functions in them.
struct NodeReader {
    private(set) var functions: [LuaFunction] = []

    mutating func nodes(_ list: LuaValue) -> [Node] {
        var nodes: [Node] = []
        for value in list.table?.list ?? [] {
            if case .node(let node) = item(value) { nodes.append(node) }
        }
        return nodes
    }

    private mutating func item(_ value: LuaValue) -> Item {
        switch value {
        case .text(let text): return .text(text)
        case .integer(let number): return .integer(number)
        case .number(let number): return .number(number)
        case .bool(let flag): return .bool(flag)
        case .decimal(let number): return .value(.decimal(number))
        case .date(let day): return .value(.date(day))
        case .datetime(let instant): return .value(.datetime(instant))
        case .duration(let span): return .value(.duration(span))
        case .function(let function):
            functions.append(function)
            return .function(Int32(functions.count - 1))
        case .table(let table): return node(table).map(Item.node) ?? .table(self.table(table))
        case .none, .record: return .table(Table())
        }
    }

    /// A node has kind, chunk, line and names; any other table is plain.
    private mutating func node(_ table: LuaTable) -> Node? {
        guard let kind = table["kind"].text, let chunk = table["chunk"].text.flatMap(Chunk.init),
            let line = table["line"].integer, let names = table["names"].table
        else { return nil }
        let body = table["body"].table.map { self.table($0) } ?? Table()
        return Node(
            kind: kind, names: names.list.compactMap(\.text), chunk: chunk, line: Int(line),
            body: body)
    }

    private mutating func table(_ table: LuaTable) -> Table {
        var made = Table()
        for entry in table.entries {
            switch entry.key {
            case .text(let name): made.named.append((name, item(entry.value)))
            case .integer: made.positional.append(item(entry.value))
            default: break
            }
        }
        return made
    }
}
