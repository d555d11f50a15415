import CSQLite
import TidegateModel

/// How a column holds a field: what must stay the same for its values to mean the same.
struct FieldForm: Hashable, CustomStringConvertible {
    var kind: String
    var scale: Int

    init(kind: String, scale: Int) {
        self.kind = kind
        self.scale = scale
    }

    init(_ type: FieldType) {
        self.init(kind: type.kind.word, scale: type.scale)
    }

    var description: String { scale == 0 ? kind : "\(kind) of scale \(scale)" }
}

/// What stands in the file: tables, the forms of fields and our indexes.
struct SchemaState {
    /// Names as SQLite compares them, in lower case.
    var tables: Set<String> = []
    /// By object, then field.
    var fields: [String: [String: FieldForm]] = [:]
    /// Names of indexes by table, only those that ``SchemaPlan`` made.
    var indexes: [String: Set<String>] = [:]

    /// By object.
    var searches: [String: SearchPlace] = [:]

    static func read(_ connection: SQLiteConnection) throws -> SchemaState {
        var state = SchemaState()
        let entries = try connection.prepare("SELECT type, name, tbl_name FROM sqlite_schema")
        while try entries.step() {
            let (type, name, table) = (entries.text(0), entries.text(1), entries.text(2))
            if type == "table" || type == "view" {
                state.tables.insert(name.lowercased())
            } else if type == "index", SchemaPlan.isOurs(index: name, of: table) {
                state.indexes[table, default: []].insert(name)
            }
        }
        let forms = try connection.prepare("SELECT object, field, kind, scale FROM tg_field")
        while try forms.step() {
            state.fields[forms.text(0), default: [:]][forms.text(1)] = FieldForm(
                kind: forms.text(2), scale: Int(forms.integer(3)))
        }
        state.searches = try SearchPlace.all(connection)
        return state
    }

    static func fields(
        of object: String, _ connection: SQLiteConnection
    ) throws -> [String: FieldForm] {
        let forms = try connection.cached(
            "SELECT field, kind, scale FROM tg_field WHERE object = ?1")
        forms.bind(1, object)
        var found: [String: FieldForm] = [:]
        while try forms.step() {
            found[forms.text(0)] = FieldForm(kind: forms.text(1), scale: Int(forms.integer(2)))
        }
        return found
    }
}
