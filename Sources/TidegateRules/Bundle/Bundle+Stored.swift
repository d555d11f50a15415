import TidegateModel

extension Bundle {
    /// The objects as the store is to keep them, with the indexes that rules ask for:
    ///
    /// - every field by which an import looks records up. Without one each row of a file would read the
    ///   whole table, and the time of an import would grow with the square of its rows;
    /// - for a roll-up that keeps the smallest or largest, the children of a parent by that field: when
    ///   the extreme leaves, the next one is the first of the index.
    public var storedSchema: Schema {
        var wanted: [String: Set<String>] = [:]
        for rule in imports.values {
            // What finds records by normal names is made when it is first needed.
            if let part = rule.key.parts.first, !part.isByName {
                wanted[rule.object, default: []].insert(part.field)
            }
            for lookup in rule.columns.compactMap(\.lookup) {
                guard let object = schema[lookup.object] else { continue }
                wanted[object.name, default: []].insert(object.fields[lookup.slot].name)
            }
        }
        let extremes = schema.objects.flatMap { rules(of: $0)?.computed ?? [] }
            .compactMap(\.tally?.extremes)
        return Schema(
            schema.objects.map { object in
                let missing = (wanted[object.name] ?? []).filter { !object.finds(by: $0) }
                let columns =
                    missing.sorted().map { [$0] }
                    + Set(extremes.filter { $0.object === object }.map(\.columns))
                    .subtracting(object.indexes + object.uniques)
                    .sorted { $0.lexicographicallyPrecedes($1) }
                return columns.isEmpty ? object : object.indexed(by: columns)
            })
    }
}

extension Object {
    /// Whether the store has an index that begins with the field; references always have one.
    fileprivate func finds(by field: String) -> Bool {
        (uniques + indexes).contains { $0.first == field }
            || self.field(field)?.type.kind == .reference
    }

    fileprivate func indexed(by columns: [[String]]) -> Object {
        Object(
            name: name, label: label, plural: plural, title: title,
            fields: Array(fields.prefix(firstSystemSlot)), children: children, uniques: uniques,
            indexes: indexes + columns, search: search, table: table, origin: origin)
    }
}
