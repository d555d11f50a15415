import TidegateModel

extension Bundle {
    /// The objects as the store is to keep them: with an index for every field by which an import
    /// looks records up. Without one each row of a file would read the whole table, and the time of
    /// an import would grow with the square of its rows.
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
        return Schema(
            schema.objects.map { object in
                let missing = (wanted[object.name] ?? []).filter { !object.finds(by: $0) }
                return missing.isEmpty ? object : object.indexed(by: missing.sorted())
            })
    }
}

extension Object {
    /// Whether the store has an index that begins with the field; references always have one.
    fileprivate func finds(by field: String) -> Bool {
        (uniques + indexes).contains { $0.first == field }
            || self.field(field)?.type.kind == .reference
    }

    fileprivate func indexed(by names: [String]) -> Object {
        Object(
            name: name, label: label, plural: plural, title: title,
            fields: Array(fields.prefix(firstSystemSlot)), children: children, uniques: uniques,
            indexes: indexes + names.map { [$0] }, table: table, origin: origin)
    }
}
