import TidegateModel

/// One declaration of a pack as the loader collected it: a word, its names, its body.
public struct Node: Sendable {
    public var kind: String
    public var names: [String]
    public var chunk: Chunk
    public var line: Int
    public var body: Table

    public var name: String { names.first ?? "" }
}

/// The file a node stands in.
public struct Chunk: Sendable, Hashable {
    public var pack: String
    public var file: String

    /// `sales/pipelines/opportunity.lua`, as Lua knows the chunk.
    public init?(_ chunkName: String) {
        let parts = chunkName.split(separator: "/", maxSplits: 1)
        guard parts.count == 2 else { return nil }
        pack = String(parts[0])
        file = String(parts[1])
    }
}

/// The body of a node: what stands in braces.
public struct Table: Sendable {
    public var positional: [Item] = []
    public var named: [(key: String, item: Item)] = []

    public subscript(key: String) -> Item? { named.first { $0.key == key }?.item }
}

/// A value in a body.
public indirect enum Item: Sendable {
    case text(String)
    case integer(Int64)
    case number(Double)
    case bool(Bool)
    case value(Value)
    case function(Int32)
    case node(Node)
    case table(Table)

    /// The word for messages: `a text`, `a table`.
    public var word: String {
        switch self {
        case .text: "a text"
        case .integer, .number: "a number"
        case .bool: "true or false"
        case .value: "a value"
        case .function: "a function"
        case .node(let node): "a \(node.kind)"
        case .table: "a table"
        }
    }
}
