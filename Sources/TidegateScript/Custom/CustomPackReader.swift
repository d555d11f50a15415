import TidegateLua
import TidegateModel
import TidegateRules

extension CustomPack {
    /// Reads the pack back.
    ///
    /// - Throws: `custom.foreign` unless the files are byte for byte what ``files`` writes: a pack
    ///   that someone else wrote under this name is not ours to change.
    public init(reading files: PackFiles) throws {
        let reader = try CustomPackReader(files)
        guard let pack = reader.pack(), pack.files == files else { throw Self.foreign }
        self = pack
    }

    private static var foreign: TidegateError {
        TidegateError(
            .invalid, "custom.foreign",
            "The pack custom is not as this program writes it, so it cannot be added to.",
            hint: "Give your own pack another name; custom is kept for what admins add.")
    }
}

/// Turns the nodes of the pack into requests, and those into drafts: what is read is checked as
/// what is typed.
private struct CustomPackReader {
    private let nodes: [Node]

    init(_ files: PackFiles) throws {
        let bridge = HostBridge()
        var loader = PackLoader(machine: try PackSet.machine(bridge), host: bridge)
        nodes = try loader.load([files], withTests: false)
    }

    func pack() -> CustomPack? {
        var revision: Int?
        let words = nodes.filter { $0.kind == "locale" }
        var objects: [ObjectRequest] = []
        var extensions: [ExtensionDraft] = []
        var access: [String: [AccessRequest]] = [:]
        for node in nodes {
            switch node.kind {
            case "pack": revision = self.revision(node)
            case "locale": break
            case "object": objects.append(object(node, words))
            case "extend":
                guard let draft = extended(node, words) else { return nil }
                extensions.append(draft)
            case "access":
                for (object, rights) in rights(node) { access[object, default: []].append(rights) }
            default: return nil
            }
        }
        let drafts = objects.compactMap { request in
            var request = request
            request.access = access[request.name] ?? []
            return try? request.draft()
        }
        guard let revision, drafts.count == objects.count else { return nil }
        return CustomPack(revision: revision, objects: drafts, extensions: extensions)
    }

    private func revision(_ node: Node) -> Int? {
        node.body["version"]?.source.flatMap(Version.init)?.parts[1]
    }

    private func object(_ node: Node, _ words: [Node]) -> ObjectRequest {
        ObjectRequest(
            name: node.name, label: node.body["label"]?.source,
            plural: node.body["plural"]?.source, words: labels(of: node.name, words),
            title: node.body["title"]?.source, fields: fields(node, words))
    }

    private func extended(_ node: Node, _ words: [Node]) -> ExtensionDraft? {
        guard let object = ObjectName(node.name) else { return nil }
        var draft = ExtensionDraft(object)
        draft.label = node.body["label"]?.source
        draft.plural = node.body["plural"]?.source
        if case .table(let labels) = node.body["labels"] {
            for (name, item) in labels.named {
                guard let name = FieldName(name), let label = item.source else { return nil }
                draft.labels[name] = label
            }
        }
        draft.words = labels(of: node.name, words)
        let own = fields(node, words)
        for request in own {
            guard let field = try? request.draft() else { return nil }
            draft.fields.append(field)
        }
        for (field, label, language) in fieldLabels(of: node.name, words)
        where !own.contains(where: { $0.name == field }) {
            guard let name = FieldName(field) else { return nil }
            draft.fieldWords[name, default: [:]][language] = label
        }
        return draft
    }

    /// What an object is called in other languages.
    private func labels(of object: String, _ locales: [Node]) -> [Language: String] {
        var labels: [Language: String] = [:]
        for (language, table) in tables(of: object, locales) {
            labels[language] = table["label"]?.source
        }
        return labels
    }

    private func fieldLabels(
        of object: String, _ locales: [Node]
    ) -> [(field: String, label: String, language: Language)] {
        tables(of: object, locales).flatMap { language, table in
            guard case .table(let labels) = table["fields"] else {
                return [(field: String, label: String, language: Language)]()
            }
            return labels.named.compactMap { name, item in
                item.source.map { (name, $0, language) }
            }
        }
    }

    private func tables(of object: String, _ locales: [Node]) -> [(Language, Table)] {
        locales.compactMap { locale in
            guard let language = Language(rawValue: locale.name),
                case .table(let table) = locale.body[object]
            else { return nil }
            return (language, table)
        }
    }

    private func fields(_ node: Node, _ words: [Node]) -> [FieldRequest] {
        let parts = node.body.positional.compactMap { item in
            if case .node(let part) = item { part } else { nil }
        }
        var requests = parts.filter { FieldRequest.kinds.contains($0.kind) }.map(field)
        for (language, table) in tables(of: node.name, words) {
            translate(&requests, language, table)
        }
        for constraint in parts where ["unique", "index"].contains(constraint.kind) {
            for name in constraint.body.positional.compactMap(\.source) {
                guard let index = requests.firstIndex(where: { $0.name == name }) else { continue }
                requests[index].options[constraint.kind] = "true"
            }
        }
        return requests
    }

    private func translate(
        _ requests: inout [FieldRequest], _ language: Language, _ table: Table
    ) {
        for index in requests.indices {
            let name = requests[index].name
            if case .table(let labels) = table["fields"] {
                requests[index].options[language.option("label")] = labels[name]?.source
            }
            if case .table(let choices) = table["choices"], case .table(let values) = choices[name]
            {
                var lines = requests[index].values.map { values[$0]?.source ?? "" }
                while lines.last?.isEmpty == true { lines.removeLast() }
                requests[index].options[language.option("values")] = lines.joined(separator: "\n")
            }
        }
    }

    private func field(_ node: Node) -> FieldRequest {
        var request = FieldRequest(name: node.name, kind: node.kind)
        for (key, item) in node.body.named {
            if key == "values", case .table(let list) = item {
                request.values = list.positional.compactMap(\.source)
            } else {
                request.options[key] = item.source
            }
        }
        return request
    }

    private func rights(_ node: Node) -> [(object: String, rights: AccessRequest)] {
        node.body.named.compactMap { object, item in
            guard case .table(let rights) = item else { return nil }
            let texts = rights.named.compactMap { entry in
                entry.item.source.map { (entry.key, $0) }
            }
            let byName = Dictionary(texts, uniquingKeysWith: { first, _ in first })
            return (object, AccessRequest(role: node.name, rights: byName))
        }
    }
}

extension Item {
    /// As a request says it.
    fileprivate var source: String? {
        switch self {
        case .text(let text): text
        case .integer(let number): String(number)
        case .number(let number): number.description
        case .bool(let flag): flag ? "true" : "false"
        case .value(let value): value.description
        case .function, .node, .table: nil
        }
    }
}
