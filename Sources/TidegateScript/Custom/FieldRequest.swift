import TidegateModel

/// A field as a form, an API or a command line says it: texts, not yet known to make sense.
///
///     let draft = try FieldRequest(
///         name: "segment", kind: "choice", options: ["required": "true"], values: ["A", "B"]
///     ).draft()
///
/// Options are those of the language: `label`, `help`, `required`, `default`, `min`, `max`, `scale`,
/// `total`, `to`, `on_delete`, `format`, `formula`, `rollup`, `of`; besides `unique` and `index`, which are
/// yes or no here; `label_zh_hans` and the like are translations, `values_zh_hans` those of a choice's
/// values, one a line. A `default` of a text, choice, e-mail, phone or URL is that text; of other kinds it
/// is a value or a condition, as in a pack.
public struct FieldRequest: Hashable, Sendable {
    public var name: String
    public var kind: String
    public var options: [String: String]
    /// Of a choice.
    public var values: [String]

    public init(
        name: String, kind: String, options: [String: String] = [:], values: [String] = []
    ) {
        self.name = name
        self.kind = kind
        self.options = options
        self.values = values
    }

    /// Every kind a field can have, in the order in which forms offer them.
    public static let kinds = FieldType.words + ["children"]

    /// The options a kind takes, beside those every kind takes.
    public static func options(of kind: String) -> [String] {
        let own = kind == "children" ? ["of"] : FieldType.options(of: kind)
        let translated = own.contains("values") ? ["values", "label"] : ["label"]
        return own + (kind == "children" ? ["label"] : common)
            + translated.flatMap { name in Language.translated.map { $0.option(name) } }
    }

    private static let common = [
        "label", "help", "required", "default", "formula", "rollup", "unique", "index",
    ]

    /// - Throws: everything that is wrong, one reason each; a reason's `field` is the option.
    public func draft() throws(TidegateError) -> FieldDraft {
        var reader = DraftReader(request: self)
        let draft = reader.field()
        guard let draft, reader.reasons.isEmpty else {
            throw DraftSentences.refused("field \(name)", reader.reasons)
        }
        return draft
    }
}

/// An object as a form, an API or a command line says it.
public struct ObjectRequest: Hashable, Sendable {
    public var name: String
    public var label: String?
    public var plural: String?
    /// The label in other languages; an empty one is none.
    public var words: [Language: String]
    public var title: String?
    public var fields: [FieldRequest]
    public var access: [AccessRequest]

    public init(
        name: String, label: String? = nil, plural: String? = nil,
        words: [Language: String] = [:], title: String? = nil, fields: [FieldRequest],
        access: [AccessRequest] = []
    ) {
        self.name = name
        self.label = label
        self.plural = plural
        self.words = words.filter { !$0.value.isEmpty }
        self.title = title
        self.fields = fields
        self.access = access
    }

    /// - Throws: everything that is wrong with the object and its fields; the `field` of a reason is the
    ///   option, that of a field's option is `fields.0.name`.
    public func draft() throws(TidegateError) -> ObjectDraft {
        var reasons: [Reason] = []
        let name = ObjectName(self.name)
        if name == nil { reasons.append(DraftSentences.objectName(self.name)) }
        let lines =
            [("label", label), ("plural", plural), ("title", title)]
            + words.sorted { $0.key.rawValue < $1.key.rawValue }.map {
                ($0.key.option("label"), $0.value)
            }
        for (option, text) in lines {
            if let text, let problem = DraftReader.problem(ofLine: text, option) {
                reasons.append(problem)
            }
        }
        if fields.isEmpty { reasons.append(DraftSentences.noFields) }
        if fields.count > PackLimits.draftFields { reasons.append(DraftSentences.manyFields) }
        let twice = Dictionary(grouping: fields.map(\.name), by: { $0 }).filter { $1.count > 1 }
        reasons += twice.keys.sorted().map(DraftSentences.twice)
        var drafts: [FieldDraft] = []
        for (index, field) in fields.enumerated() {
            do { drafts.append(try field.draft()) } catch {
                reasons += error.reasons.map { reason in
                    var placed = reason
                    placed.field = reason.field.map { "fields.\(index).\($0)" }
                    return placed
                }
            }
        }
        let rights = AccessRequest.drafts(access, &reasons)
        guard let name, reasons.isEmpty else {
            throw DraftSentences.refused("object \(self.name)", reasons)
        }
        return ObjectDraft(
            name: name, label: label, plural: plural, words: words, title: title,
            fields: drafts, access: rights)
    }
}

/// What a role may do: `true`, `false` or a condition for each right.
public struct AccessRequest: Hashable, Sendable {
    public var role: String
    public var rights: [String: String]

    public static let rights = ["create", "read", "update", "delete"]

    /// - Parameter rights: by `create`, `read`, `update`, `delete`; what is left out is not allowed.
    public init(role: String, rights: [String: String]) {
        self.role = role
        self.rights = rights
    }

    /// What all roles together may do with an object.
    ///
    /// - Throws: everything that is wrong, one reason each.
    public static func drafts(
        _ requests: [AccessRequest], of object: String
    ) throws(TidegateError) -> [AccessDraft] {
        var reasons: [Reason] = []
        let drafts = drafts(requests, &reasons)
        guard reasons.isEmpty else { throw DraftSentences.refused("object \(object)", reasons) }
        return drafts
    }

    /// By role, each once.
    static func drafts(_ requests: [AccessRequest], _ reasons: inout [Reason]) -> [AccessDraft] {
        let drafts = requests.compactMap { $0.draft(&reasons) }
        let roles = Dictionary(grouping: drafts.map(\.role), by: { $0 }).filter { $1.count > 1 }
        reasons += roles.keys.sorted().map(DraftSentences.roleTwice)
        return drafts.sorted { $0.role < $1.role }
    }

    private func draft(_ reasons: inout [Reason]) -> AccessDraft? {
        if let problem = DraftReader.problem(ofLine: role, "role") {
            reasons.append(problem)
            return nil
        }
        for right in rights.keys.sorted() where !Self.rights.contains(right) {
            reasons.append(DraftSentences.unknownRight(right))
        }
        return AccessDraft(
            role: role, create: right("create"), read: right("read"), update: right("update"),
            delete: right("delete"))
    }

    private func right(_ name: String) -> AccessDraft.Right {
        switch rights[name] {
        case nil, "", "false": .never
        case "true": .always
        case let condition?: .when(condition)
        }
    }
}
