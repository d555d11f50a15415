import TidegateModel

/// What to run so that every object of a schema has its place. Decided here, run elsewhere.
struct SchemaPlan {
    struct Step: Equatable {
        var sql: String
        var bindings: [Value] = []
        /// Whose failure it is, if it fails.
        var object: String
    }

    private(set) var steps: [Step] = []
    /// Whether a table that may hold records gets an index.
    private(set) var indexesRecords = false

    /// - Throws: ``StoreError/failed(detail:)`` when an object cannot have its place: a field that
    ///   changed its kind, a name that is taken.
    init(_ schema: Schema, over state: SchemaState) throws {
        var owners: [String: String] = [:]
        for object in schema.objects {
            let table = object.table.lowercased()
            if let owner = owners.updateValue(object.name, forKey: table) {
                throw StoreError.failed(
                    detail: "\(owner) and \(object.name) share the table \(object.table)")
            }
            try Self.checkNames(object)
            try placeTable(object, state)
            placeIndexes(object, schema, state)
        }
    }

    // MARK: Tables and columns

    /// The driver's own; other tables named tg_… hold the engine's records.
    private static let ownTables: Set<String> = [
        "tg_change", SQLiteDrawer.table, "tg_field", "tg_object_name", "tg_setting",
    ]

    private static func checkNames(_ object: Object) throws {
        let table = object.table.lowercased()
        guard !ownTables.contains(table), !table.hasPrefix("sqlite_") else {
            throw StoreError.failed(
                detail: "\(object.name): the table \(object.table) belongs to the store")
        }
        var taken: Set<String> = ["id", "version"]
        for field in object.fields {
            // SQLite tells no case apart in the names of columns.
            guard taken.insert(field.name.lowercased()).inserted else {
                throw StoreError.failed(
                    detail: "\(object.name).\(field.name): there is a column of this name")
            }
        }
    }

    private mutating func placeTable(_ object: Object, _ state: SchemaState) throws {
        let known = state.fields[object.name]
        guard state.tables.contains(object.table.lowercased()) else {
            let columns = object.fields.map { ", " + Self.column($0) }.joined()
            add(
                object,
                "CREATE TABLE \(quoted(object.table))"
                    + "(id INTEGER PRIMARY KEY, version INTEGER NOT NULL\(columns)) STRICT")
            add(
                object, "INSERT INTO tg_object_name(name) VALUES(?1) ON CONFLICT DO NOTHING",
                [.text(object.name)])
            for field in object.fields { note(field, of: object) }
            return
        }
        guard let known else {
            throw StoreError.failed(
                detail: "\(object.name): the table \(object.table) belongs to something else")
        }
        for field in object.fields {
            try place(field, of: object, known[field.name])
        }
    }

    private mutating func place(_ field: Field, of object: Object, _ found: FieldForm?) throws {
        let wanted = FieldForm(field.type)
        guard let found else {
            add(object, "ALTER TABLE \(quoted(object.table)) ADD COLUMN \(Self.column(field))")
            note(field, of: object)
            return
        }
        if found == wanted { return }
        guard found.kind == wanted.kind, wanted.scale > found.scale else {
            throw StoreError.failed(
                detail: "\(object.name).\(field.name) is kept as \(found) and cannot become "
                    + "\(wanted)")
        }
        // Exact, or refused: a product past 64 bits turns real, which a STRICT column rejects.
        let factor = Decimal.powersOfTen[wanted.scale - found.scale]
        let column = quoted(field.name)
        add(object, "UPDATE \(quoted(object.table)) SET \(column) = \(column) * \(factor)")
        note(field, of: object)
    }

    private mutating func note(_ field: Field, of object: Object) {
        let form = FieldForm(field.type)
        add(
            object, "INSERT OR REPLACE INTO tg_field VALUES(?1, ?2, ?3, ?4)",
            [
                .text(object.name), .text(field.name), .text(form.kind),
                .integer(Int64(form.scale)),
            ])
    }

    private static func column(_ field: Field) -> String {
        SQLiteConnection.quoted(field.name) + (field.type.kind.hasBytes ? " TEXT" : " INTEGER")
    }

    // MARK: Indexes

    /// Names tell all there is to know, so an index is right when one of its name exists.
    private mutating func placeIndexes(_ object: Object, _ schema: Schema, _ state: SchemaState) {
        var wanted: [(name: String, unique: Bool, columns: [String])] = []
        for columns in object.uniques {
            wanted.append((Self.name("unique", object, columns), true, columns))
        }
        for columns in object.indexes {
            wanted.append((Self.name("index", object, columns), false, columns))
        }
        let leading = Set(wanted.compactMap { $0.columns.first })
        for field in Self.references(object, schema) where !leading.contains(field) {
            wanted.append((Self.name("reference", object, [field]), false, [field]))
        }
        let existing = state.indexes[object.table] ?? []
        for name in existing.subtracting(wanted.map(\.name)).sorted() {
            add(object, "DROP INDEX \(quoted(name))")
        }
        for index in wanted where !existing.contains(index.name) {
            if state.tables.contains(object.table.lowercased()) { indexesRecords = true }
            let columns = index.columns.map(quoted).joined(separator: ", ")
            // The engine asks its own records by what they refer to, never by what they do not:
            // a task without an alert need not cost its save a page of the index.
            let isPartial = object.table.hasPrefix("tg_") && index.name.hasPrefix("tg_reference_")
            // IF NOT EXISTS: a pack may declare one index twice. SQLite lets any number of
            // missing values stand in a unique index.
            add(
                object,
                "CREATE \(index.unique ? "UNIQUE " : "")INDEX IF NOT EXISTS \(quoted(index.name)) "
                    + "ON \(quoted(object.table))(\(columns))"
                    + (isPartial ? " WHERE \(columns) IS NOT NULL" : ""))
        }
    }

    /// Fields by which records are looked up. `created_by` and `updated_by` are not: two more
    /// indexes to every table would cost every save and serve hardly a query.
    private static func references(_ object: Object, _ schema: Schema) -> [String] {
        let ofChildren = Set(
            schema.objects.flatMap(\.children).filter { $0.object == object.name }.map(\.field))
        return object.fields.filter { field in
            ofChildren.contains(field.name) || (field.type.kind == .reference && !field.isSystem)
        }.map(\.name)
    }

    /// Two underscores between the parts: `a_b, c` must not be called as `a, b_c`.
    private static func name(_ use: String, _ object: Object, _ columns: [String]) -> String {
        "tg_\(use)_\(object.table)__\(columns.joined(separator: "__"))"
    }

    static func isOurs(index: String, of table: String) -> Bool {
        ["unique", "index", "reference"].contains { index.hasPrefix("tg_\($0)_\(table)__") }
    }

    private mutating func add(_ object: Object, _ sql: String, _ bindings: [Value] = []) {
        steps.append(Step(sql: sql, bindings: bindings, object: object.name))
    }

    private func quoted(_ name: String) -> String { SQLiteConnection.quoted(name) }
}

extension SQLiteWriter {
    /// Gives every object its place, as part of the transaction under way.
    func prepare(_ schema: Schema) throws {
        try requireTransaction()
        let plan = try SchemaPlan(schema, over: SchemaState.read(connection))
        if plan.indexesRecords { indexedRecords?() }
        for step in plan.steps {
            let statement = try connection.prepare(step.sql)
            statement.bind(step.bindings)
            do {
                try statement.run()
            } catch StoreError.notUnique(_, let fields) {
                throw StoreError.notUnique(object: step.object, fields: fields)
            } catch StoreError.failed(let detail) {
                throw StoreError.failed(detail: "\(step.object): \(detail)")
            }
        }
    }
}
