import TidegateModel
import TidegateRules

/// `import "crm-sales/opportunities" { into, columns, null, replace, dates, key, set }`
struct ImportDecoder {
    let context: DecodingContext

    func decode(_ node: Node) -> Import? {
        let body = BodyReader(node, context)
        defer { body.finish() }
        guard body.require("into"), let name = body.text("into"),
            let object = body.object(named: name, at: body.location(of: "into"))
        else { return nil }
        let columns = columns(body, object)
        let null = Set(body.texts("null") ?? [])
        let dates = dates(body)
        let key = MatchKey(body.texts("key") ?? [])
        for (text, part) in zip(body.texts("key") ?? [], key.parts) {
            let field = part.field
            let place = body.location(ofElement: text, in: "key")
            guard let slot = body.slot(of: field, in: object, at: place) else { continue }
            if !columns.contains(where: { $0.slot == slot }) {
                body.report(
                    "import.key",
                    "no column is read into \(field), so it cannot be part of the key",
                    at: place)
            }
            if part.isByName, object.fields[slot].type.kind != .text {
                body.report(
                    "import.key",
                    "\(field) is no text, so it has no name to compare; leave out the ~",
                    at: place)
            }
        }
        let constants = FieldValues(table: body, key: "set", object: object).decode()
        guard body.require("columns"), !columns.isEmpty else { return nil }
        return Import(
            name: node.name, object: object.name, columns: columns + additions(to: columns, object),
            null: null, dates: dates,
            key: key, constants: constants, location: body.location)
    }

    /// What reads files into an object that admins have added, which no pack says how to: every field under
    /// its own name, and the title, where it is one text, tells which record a row is.
    func plain(_ object: Object) -> Import? {
        guard let origin = object.origin else { return nil }
        let columns = additions(to: [], object).map { column in
            var own = column
            own.isAddition = false
            return own
        }
        let key = columns.map { object.fields[$0.slot] }
            .first { $0.type.kind == .text && object.title == "{\($0.name)}" }?.name
        guard !columns.isEmpty else { return nil }
        return Import(
            name: "\(CustomPack.name)/\(object.name)", object: object.name, columns: columns,
            null: [], dates: .iso, key: MatchKey(key.map { [$0] } ?? []), constants: [],
            location: origin)
    }

    /// `columns = { account = "account.name", close_value = "amount" }`: header → field, and for a
    /// reference the field of the other object that the cell names.
    private func columns(_ body: BodyReader, _ object: Object) -> [Import.Column] {
        let replacements = replacements(body)
        guard let table = body.table("columns") else { return [] }
        defer { table.finish() }
        let columns = table.keys.compactMap { header -> Import.Column? in
            guard let path = table.text(header) else { return nil }
            return column(header, path, table, object, replacements[header] ?? [:])
        }
        for (index, column) in columns.enumerated() {
            guard let first = columns[..<index].first(where: { $0.slot == column.slot }) else {
                continue
            }
            table.report(
                "import.column",
                "\(object.fields[column.slot].name) is read from \(first.header) already",
                at: table.location(of: column.header))
        }
        for header in replacements.keys where !columns.contains(where: { $0.header == header }) {
            body.report(
                "import.replace", "replace names the column \(header), which is not in columns",
                at: body.location(of: "replace"))
        }
        return columns
    }

    /// The fields that were added in the workspace, each under its own name.
    private func additions(to columns: [Import.Column], _ object: Object) -> [Import.Column] {
        let headers = Set(columns.map { Import.folded($0.header) })
        return object.fields.enumerated().compactMap { slot, field in
            guard field.origin?.pack == CustomPack.name,
                field.isWritable || field.type.isAutonumber,
                !columns.contains(where: { $0.slot == slot }),
                !headers.contains(Import.folded(field.name))
            else { return nil }
            return Import.Column(
                header: field.name, slot: slot, lookup: lookup(field), replace: [:],
                isAddition: true)
        }
    }

    /// Records are named in files by what they are called, where that is one field.
    private func lookup(_ field: Field) -> Import.Lookup? {
        guard let target = field.type.target, let other = context.schema[target],
            let slot = other.fields.indices.first(where: {
                other.title == "{\(other.fields[$0].name)}"
            })
        else { return nil }
        return Import.Lookup(object: other.name, slot: slot)
    }

    private func column(
        _ header: String, _ path: String, _ table: BodyReader, _ object: Object,
        _ replace: [String: String]
    ) -> Import.Column? {
        let place = table.location(of: header)
        let parts = path.split(separator: ".").map(String.init)
        guard (1...2).contains(parts.count),
            let slot = table.slot(of: parts[0], in: object, at: place)
        else { return nil }
        let field = object.fields[slot]
        guard field.isWritable || field.type.isAutonumber else {
            table.report(
                "import.column", "\(parts[0]) is computed, so nothing can be read into it",
                at: place)
            return nil
        }
        guard parts.count == 2 else {
            return Import.Column(header: header, slot: slot, lookup: nil, replace: replace)
        }
        guard let target = field.type.target, let other = context.schema[target] else {
            table.report(
                "import.column", "\(parts[0]) is not a reference, so \(path) leads nowhere",
                at: place)
            return nil
        }
        guard let lookup = table.slot(of: parts[1], in: other, at: place) else { return nil }
        return Import.Column(
            header: header, slot: slot,
            lookup: Import.Lookup(object: other.name, slot: lookup), replace: replace)
    }

    private func replacements(_ body: BodyReader) -> [String: [String: String]] {
        guard let table = body.table("replace") else { return [:] }
        defer { table.finish() }
        var all: [String: [String: String]] = [:]
        for header in table.keys {
            let pairs = table.textMap(header) ?? []
            all[header] = Dictionary(
                pairs.map { ($0.key, $0.text) }, uniquingKeysWith: { first, _ in first })
        }
        return all
    }

    private func dates(_ body: BodyReader) -> DateForm {
        guard let text = body.text("dates") else { return .iso }
        guard let form = DateForm(rawValue: text) else {
            body.report(
                "import.dates",
                "dates is one of \(list: DateForm.allCases.map(\.rawValue)), not \(text)",
                at: body.location(of: "dates"))
            return .iso
        }
        return form
    }
}
