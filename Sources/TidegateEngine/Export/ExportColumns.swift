import TidegateModel
import TidegateRules
import TidegateStore

/// The columns of an export, as far as the actor may see them.
struct ExportColumns: Sendable {
    struct Column: Sendable {
        let header: String
        let content: Content
    }

    enum Content: Sendable {
        case id
        case field(slot: Int)
        /// The field of the record that another field refers to.
        case beyond(slot: Int, object: Object, target: Int)
        /// What the record is called that a field refers to.
        case title(slot: Int, object: Object)
    }

    let object: Object
    let columns: [Column]

    init(_ request: ExportRequest, _ object: Object, _ engine: Engine, as actor: Actor) throws {
        self.object = object
        let access = engine.bundle.access(of: actor)
        let hidden = access[object].hidden
        let names =
            request.fields.isEmpty
            ? ["id"]
                + object.fields.indices.filter { !hidden.contains($0) }
                .map { object.fields[$0].name }
            : request.fields
        var columns: [Column] = []
        var said: Set<String> = []
        for name in names where said.insert(name).inserted {
            let column = try Self.column(name, object, engine, as: actor)
            columns.append(column)
            if request.withTitles, case .field(let slot) = column.content,
                let target = object.fields[slot].type.target,
                let other = engine.bundle.schema[target], access[other].isKnown
            {
                columns.append(
                    Column(
                        header: Self.titleHeader(name), content: .title(slot: slot, object: other)))
            }
        }
        guard columns.count <= ImportLimits.columns else {
            throw Sentences.tooMuchAsked("export", "columns", ImportLimits.columns)
        }
        self.columns = columns
    }

    /// No field is called so, so an import passes it over.
    private static func titleHeader(_ field: String) -> String { "\(field) (title)" }

    private static func column(
        _ name: String, _ object: Object, _ engine: Engine, as actor: Actor
    ) throws -> Column {
        if name == "id" { return Column(header: name, content: .id) }
        let parts = name.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
            .map(String.init)
        let slot = try engine.slot(of: parts[0], in: object, as: actor)
        guard parts.count == 2 else { return Column(header: name, content: .field(slot: slot)) }
        guard let target = object.fields[slot].type.target, target != FieldType.anyObject else {
            throw ExportSentences.noReference(object.fields[slot], object)
        }
        let other = try engine.object(target, as: actor)
        let field = try engine.slot(of: parts[1], in: other, as: actor)
        return Column(header: name, content: .beyond(slot: slot, object: other, target: field))
    }
}

/// The values of records, column by column, as a viewer sees them.
struct ExportRow {
    let columns: [ExportColumns.Column]
    private let viewer: Viewer
    private let visible: VisibleSource
    private let bundle: Bundle
    private var titles: [RecordID: String] = [:]

    init(_ columns: ExportColumns, _ bundle: Bundle, _ viewer: Viewer) {
        self.columns = columns.columns
        self.bundle = bundle
        self.viewer = viewer
        visible = VisibleSource(viewer)
    }

    /// What stands in a column besides a field of the record itself.
    mutating func value(
        of column: ExportColumns.Column, _ record: Record
    ) throws -> (field: Field?, value: Value) {
        switch column.content {
        case .id: return (nil, .reference(record.id))
        case .field(let slot): return (record.object.fields[slot], record[slot])
        case .beyond(let slot, let object, let target):
            let field = object.fields[target]
            guard let id = record[slot].reference, let other = try visible.record(object, id)
            else { return (field, .none) }
            return (field, other[target])
        case .title(let slot, let object):
            guard let id = record[slot].reference else { return (nil, .none) }
            return (nil, .text(try title(id, object)))
        }
    }

    private mutating func title(_ id: RecordID, _ object: Object) throws -> String {
        if let known = titles[id] { return known }
        let title =
            try visible.record(object, id).map { try Engine.title($0, bundle, viewer) } ?? ""
        if titles.count >= ExportLimits.titles { titles.removeAll(keepingCapacity: true) }
        titles[id] = title
        return title
    }
}
