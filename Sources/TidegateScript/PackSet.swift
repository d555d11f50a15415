import TidegateLua
import TidegateModel
import TidegateRules

/// Loads packs: runs their files, decodes what they declare, checks it all, and makes a bundle.
public enum PackSet {
    public struct Loaded {
        /// Complete only when ``findings`` holds no error.
        public let bundle: Bundle
        public let findings: [PackFinding]
        public let runtime: ScriptRuntime
        public let tests: [RuleTest]
        /// What the languages of packs lack, pack by pack.
        public let untranslated: [Untranslated]
    }

    /// - Parameter packs: everything that is to be active, in any order.
    /// - Parameters:
    ///   - engineObjects: what the engine brings itself; packs may refer to them.
    ///   - translations: the engine's own words in other languages.
    public static func load(
        _ packs: [PackFiles], engineObjects: [Object],
        translations: Translations = Translations(), withTests: Bool = false
    ) throws -> Loaded {
        let (order, described, early) = try describe(packs)
        let bridge = HostBridge()
        bridge.use(order)
        let machine = try machine(bridge)
        var loader = PackLoader(machine: machine, host: bridge)
        let nodes = try loader.load(order, withTests: withTests)
        let compiler = BundleCompiler(
            nodes: nodes, indexes: loader.indexes, libraries: loader.libraries,
            engineObjects: engineObjects, translations: translations)
        let hash = Digest.sha256Hex(Array(order.map(\.hash).joined(separator: "\n").utf8))
        let bundle = compiler.compile(packs: described, hash: hash)
        let tests = compiler.tests()
        let runtime = try ScriptRuntime(
            packs: order, bundle: bundle, withTests: withTests, machine: machine,
            functions: loader.functions, bridge: bridge)
        return Loaded(
            // What did not load is missing everywhere else; that would be told many times over.
            bundle: bundle,
            findings: unique(
                early + loader.findings + (loader.hasBrokenFiles ? [] : compiler.findings)),
            runtime: runtime, tests: tests, untranslated: compiler.untranslated)
    }

    /// The names of the packs this one says it requires.
    public static func requirements(of pack: PackFiles) throws -> [String] {
        try describe([pack]).packs.flatMap(\.requires.keys).sorted()
    }

    static func machine(_ bridge: HostBridge) throws -> LuaMachine {
        let machine = try LuaMachine()
        for (name, source) in [
            ("operations", operationsPrelude),
            ("words", String(decoding: PackageResources.words_lua, as: UTF8.self)),
            ("runtime", String(decoding: PackageResources.runtime_lua, as: UTF8.self)),
            ("testing", String(decoding: PackageResources.testing_lua, as: UTF8.self)),
        ] {
            _ = try machine.loadPrelude(source, name: name, host: bridge)
        }
        return machine
    }

    private static var operationsPrelude: String {
        "export.globals = {}\nexport.operations = {"
            + ScriptOperation.allCases.map { "\($0.name) = \($0.rawValue)" }.joined(separator: ", ")
            + "}\n"
    }

    /// Reads every `pack.lua` by itself, because the order of loading depends on what they say.
    private static func describe(
        _ packs: [PackFiles]
    ) throws -> (order: [PackFiles], packs: [Pack], findings: [PackFinding]) {
        var described: [(files: PackFiles, pack: Pack, place: RuleLocation)] = []
        var findings: [PackFinding] = []
        for files in packs {
            let bridge = HostBridge()
            var loader = PackLoader(machine: try machine(bridge), host: bridge)
            let head = PackFiles(
                name: files.name, files: files.files.filter { $0.path == "pack.lua" })
            let nodes = try loader.load([head], withTests: false)
            let context = DecodingContext(indexes: loader.indexes)
            findings += loader.findings
            let place = RuleLocation(pack: files.name, file: "pack.lua", line: 1)
            guard let node = nodes.first(where: { $0.kind == "pack" }) else {
                if loader.findings.isEmpty {
                    findings.append(
                        PackFinding(
                            .error, "pack.missing", "pack.lua must declare pack \"\(files.name)\"",
                            at: place))
                }
                continue
            }
            let pack = PackDecoder(context: context).decode(node, folder: files.name)
            findings += context.findings
            if let pack { described.append((files, pack, BodyReader(node, context).location)) }
        }
        let (order, problems) = PackGraph.sorted(described)
        let packs = order.compactMap { files in described.first { $0.files == files }?.pack }
        return (order, packs, findings + problems)
    }

    /// In the order of the files, each once.
    private static func unique(_ findings: [PackFinding]) -> [PackFinding] {
        var seen: Set<PackFinding> = []
        return findings.filter { seen.insert($0).inserted }.sorted {
            ($0.location.pack, $0.location.file, $0.location.line, $0.location.column)
                < ($1.location.pack, $1.location.file, $1.location.line, $1.location.column)
        }
    }
}

extension BundleCompiler {
    func tests() -> [RuleTest] {
        all("test").compactMap { node in
            let body = BodyReader(node, context)
            defer { body.finish() }
            let given = body.function("given")
            guard body.require("run"), let run = body.function("run") else { return nil }
            return RuleTest(name: node.name, given: given, run: run, location: body.location)
        }
    }
}
