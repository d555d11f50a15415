import TidegateModel

/// The import that every object has, though no pack declares one: what an export writes is read back by it. It has the
/// object's name; those of packs have a `/` in theirs.
extension Import {
    /// - Parameter heading: the columns of the file. `id` tells the record; `account.code` finds the account by its code.
    /// - Parameter isSettable: what rules and the engine alone set is passed over.
    static func plain(
        _ object: Object, heading: [String], _ schema: Schema, isSettable: (Int) -> Bool
    ) -> Import {
        var columns: [Column] = []
        for slot in object.fields.indices {
            let field = object.fields[slot]
            guard field.isWritable, isSettable(slot) else { continue }
            columns.append(
                Column(header: field.name, slot: slot, lookup: nil, replace: [:], isAddition: true))
            guard let other = field.type.target.flatMap({ schema[$0] }) else { continue }
            for header in heading where header.hasPrefix(field.name + ".") {
                let name = String(header.dropFirst(field.name.utf8.count + 1))
                guard let target = other.slot(of: name) else { continue }
                columns.append(
                    Column(
                        header: header, slot: slot,
                        lookup: Lookup(object: other.name, slot: target), replace: [:],
                        isAddition: true))
            }
        }
        return Import(
            name: object.name, object: object.name, columns: columns, null: [], dates: .iso,
            key: heading.contains(MatchKey.idField) ? .id : MatchKey(), constants: [],
            location: object.origin ?? RuleLocation(pack: "", file: object.name, line: 0))
    }
}

extension Bundle {
    /// The import of this name, a pack's or that of an object itself, as far as the actor may see the object.
    public func importRule(_ name: String, heading: [String], as actor: Actor) -> Import? {
        if let rule = imports[name] { return rule }
        let book = access(of: actor)
        guard let object = schema[name], !object.isEngineOwned, book[object].isKnown else {
            return nil
        }
        let rules = rules(of: object)
        var rule = Import.plain(object, heading: heading, schema) {
            !(rules?.isGuarded($0) ?? false)
        }
        rule.columns.removeAll { book.hides(object, $0.slot) }
        return rule
    }
}
