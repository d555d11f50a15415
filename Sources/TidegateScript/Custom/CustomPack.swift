import TidegateModel

/// What admins of a workspace have added, as the pack it is kept in: `custom`.
///
/// The Lua is generated from drafts and read back into them, so the pack is the only place where
/// an addition stands, and it is checked, hashed, installed and rolled back as any other.
///
///     var pack = CustomPack()
///     pack.add(try FieldRequest(name: "segment", kind: "text").draft(), to: "Account")
///     pack.files.files.map(\.path)   // ["pack.lua", "objects/Account.lua"]
public struct CustomPack: Hashable, Sendable {
    public static let name = "custom"

    /// How often it was changed; the middle number of its version.
    public private(set) var revision = 0
    public private(set) var objects: [ObjectName: ObjectDraft] = [:]
    public private(set) var extensions: [ObjectName: ExtensionDraft] = [:]

    public init() {}

    init(revision: Int, objects: [ObjectDraft], extensions: [ExtensionDraft]) {
        self.revision = revision
        self.objects = Dictionary(
            objects.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        self.extensions = Dictionary(
            extensions.map { ($0.object, $0) }, uniquingKeysWith: { first, _ in first })
    }

    public var isEmpty: Bool { objects.isEmpty && extensions.isEmpty }

    /// The same additions, whatever they are counted as.
    public func holdsSame(as other: CustomPack) -> Bool {
        objects == other.objects && extensions == other.extensions
    }

    /// Whether everything the other adds is added here too, with the same kind of values.
    public func covers(_ other: CustomPack) -> Bool {
        let ours = other.objects.allSatisfy { name, draft in
            objects[name].map { Self.covers($0.fields, draft.fields) } ?? false
        }
        return ours
            && other.extensions.allSatisfy { name, draft in
                Self.covers(extensions[name]?.fields ?? [], draft.fields)
            }
    }

    private static func covers(_ ours: [FieldDraft], _ theirs: [FieldDraft]) -> Bool {
        theirs.allSatisfy { field in
            ours.contains { $0.name == field.name && $0.word == field.word }
        }
    }

    public func fields(of object: ObjectName) -> [FieldDraft] {
        objects[object]?.fields ?? extensions[object]?.fields ?? []
    }

    public func field(_ name: String, of object: ObjectName) -> FieldDraft? {
        fields(of: object).first { $0.name.description == name }
    }

    // MARK: Changing

    public mutating func add(_ object: ObjectDraft) { objects[object.name] = object }

    public mutating func remove(_ object: ObjectName) { objects[object] = nil }

    /// Adds the field, or puts it in the place of the one of its name.
    public mutating func add(_ field: FieldDraft, to object: ObjectName) {
        edit(object) { fields in
            if let index = fields.firstIndex(where: { $0.name == field.name }) {
                fields[index] = field
            } else {
                fields.append(field)
            }
        }
    }

    public mutating func remove(_ field: FieldName, of object: ObjectName) {
        edit(object) { fields in fields.removeAll { $0.name == field } }
    }

    /// An object of this pack or of another.
    public mutating func relabel(_ object: ObjectName, _ new: NewLabels) {
        if var draft = objects[object] {
            draft.label = new.label ?? draft.label
            draft.plural = new.plural ?? draft.plural
            draft.words = new.applied(to: draft.words)
            objects[object] = draft
        } else {
            var draft = extensions[object] ?? ExtensionDraft(object)
            draft.label = new.label ?? draft.label
            draft.plural = new.plural ?? draft.plural
            draft.words = new.applied(to: draft.words)
            extensions[object] = draft.isEmpty ? nil : draft
        }
    }

    /// Who may do what with an object that was added here, in place of what was said before.
    public mutating func set(_ access: [AccessDraft], of object: ObjectName) {
        objects[object]?.access = access
    }

    /// A field of this pack or of another.
    public mutating func relabel(_ field: FieldName, of object: ObjectName, _ new: NewLabels) {
        if self.field(field.description, of: object) != nil {
            edit(object) { fields in
                for index in fields.indices where fields[index].name == field {
                    fields[index].relabel(new)
                }
            }
        } else {
            var draft = extensions[object] ?? ExtensionDraft(object)
            draft.labels[field] = new.label ?? draft.labels[field]
            let words = new.applied(to: draft.fieldWords[field] ?? [:])
            draft.fieldWords[field] = words.isEmpty ? nil : words
            extensions[object] = draft.isEmpty ? nil : draft
        }
    }

    public mutating func countRevision() { revision += 1 }

    private mutating func edit(_ object: ObjectName, _ body: (inout [FieldDraft]) -> Void) {
        if var draft = objects[object] {
            body(&draft.fields)
            objects[object] = draft
        } else {
            var draft = extensions[object] ?? ExtensionDraft(object)
            body(&draft.fields)
            extensions[object] = draft.isEmpty ? nil : draft
        }
    }
}
