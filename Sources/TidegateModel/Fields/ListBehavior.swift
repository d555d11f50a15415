/// A type whose values are lists of texts, each once.
///
/// A record keeps the list as JSON, `["ann@example.com","bob@example.com"]`, which other tools read too. People and files
/// write it with `;` or one a line between; scripts see a table of texts.
public protocol ListBehavior: FieldBehavior {
    /// Refuses one text that does not belong into the list.
    func check(item: String) throws(FieldProblem.Why)
    /// The order in which they are kept; as given, where the order says something.
    func sorted(_ items: [String]) -> [String]
    /// JSON Schema of one.
    var itemSchema: JSON { get }
}

extension ListBehavior {
    public var kind: ValueKind { .json }
    public func sorted(_ items: [String]) -> [String] { items }

    public func read(
        _ bytes: UnsafeBufferPointer<UInt8>, _ form: InputForm
    ) throws(FieldProblem.Why) -> Value {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .notUTF8 }
        return .text(text)
    }

    /// A text is its items with `;` or a new line between; JSON is an array of texts.
    public func fit(_ value: Value) throws(FieldProblem.Why) -> Value {
        let items: [String]
        switch value {
        case .text(let text) where !text.hasPrefix("["): items = Self.items(written: text)
        case .text(let text), .json(let text): items = try Self.items(json: text)
        default: throw .notAList
        }
        return try self.value(of: items)
    }

    /// The value of these items; missing when there are none.
    public func value(of items: [String]) throws(FieldProblem.Why) -> Value {
        var once: [String] = []
        for item in items where !once.contains(item) {
            try check(plain: item)
            try check(item: item)
            once.append(item)
        }
        guard once.count <= Limits.listItems else { throw .tooManyItems(Limits.listItems) }
        if once.isEmpty { return .none }
        return .json(JSON(sorted(once)).canonical)
    }

    /// What stands in quotes in the list can then be looked for as it stands.
    private func check(plain item: String) throws(FieldProblem.Why) {
        guard item.utf8.allSatisfy({ $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != 0x5c }) else {
            throw .badItem(item)
        }
        guard item.utf8.count <= Limits.shortTextBytes
        else { throw .tooLong(Limits.shortTextBytes) }
    }

    private static func items(written text: String) -> [String] {
        text.split { $0 == ";" || $0 == "；" || $0.isNewline }.compactMap { part in
            let item = part.drop { $0.isWhitespace }
            guard let last = item.lastIndex(where: { !$0.isWhitespace }) else { return nil }
            return String(item[...last])
        }
    }

    private static func items(json text: String) throws(FieldProblem.Why) -> [String] {
        let json = try? JSONReader.read(Array(text.utf8))
        // A script gives a text where it might have given a table.
        if let text = json?.string { return Self.items(written: text) }
        guard let values = json?.array else { throw .notAList }
        var items: [String] = []
        for value in values {
            guard let item = value.string else { throw .notAList }
            items.append(item)
        }
        return items
    }

    /// The items of a value of this type.
    public func items(of value: Value) -> [String] {
        guard var text = value.json else { return [] }
        return text.withUTF8 { ListItems($0).map { String(decoding: $0, as: UTF8.self) } }
    }

    public func shown(_ value: Value) -> String { items(of: value).joined(separator: ", ") }
    public func typed(_ value: Value) -> String { items(of: value).joined(separator: "\n") }

    public var control: FieldControl { .lines }
    public var prominence: Int? { nil }

    public var schema: JSON {
        [
            "type": "array", "items": itemSchema, "uniqueItems": true,
            "maxItems": JSON(Limits.listItems),
        ]
    }
}
