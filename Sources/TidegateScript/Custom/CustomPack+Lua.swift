import TidegateModel

/// Writing the pack.
extension CustomPack {
    /// The pack as files: one for each object, one for the rights to each new object.
    public var files: PackFiles {
        var texts = ["pack.lua": head]
        for draft in objects.values {
            texts["objects/\(draft.name).lua"] = Self.source(of: draft)
            if !draft.access.isEmpty {
                texts["access/\(draft.name).lua"] = Self.access(of: draft)
            }
        }
        for draft in extensions.values {
            texts["objects/\(draft.object).lua"] = Self.source(of: draft)
        }
        texts.merge(locales) { $1 }
        return PackFiles(
            name: Self.name,
            files: texts.map { PackFiles.File(path: $0.key, text: Array($0.value.utf8)) })
    }

    static let note = "-- Written by Tidegate: what the admins of this workspace added.\n"

    private var head: String {
        Self.note
            + """
            pack "custom" {
              version = "1.\(revision).0",
              label   = "Own additions",
            }

            """
    }

    private static func source(of draft: ObjectDraft) -> String {
        var lines = ["object \"\(draft.name)\" {"]
        lines += keys([("label", draft.label), ("plural", draft.plural), ("title", draft.title)])
        lines += draft.fields.map { "  \(source(of: $0))," }
        lines += constraints(draft.fields)
        return note + (lines + ["}", ""]).joined(separator: "\n")
    }

    private static func source(of draft: ExtensionDraft) -> String {
        var lines = ["extend \"\(draft.object)\" {"]
        lines += keys([("label", draft.label), ("plural", draft.plural)])
        if !draft.labels.isEmpty {
            lines.append("  labels = {")
            lines += draft.labels.sorted { $0.key < $1.key }.map {
                // In brackets, because some names are words of Lua.
                "    [\"\($0.key)\"] = \(LuaLiteral.text($0.value)),"
            }
            lines.append("  },")
        }
        lines += draft.fields.map { "  \(source(of: $0))," }
        lines += constraints(draft.fields)
        return note + (lines + ["}", ""]).joined(separator: "\n")
    }

    private static func keys(_ pairs: [(String, String?)]) -> [String] {
        pairs.compactMap { key, text in text.map { "  \(key) = \(LuaLiteral.text($0))," } }
    }

    private static func constraints(_ fields: [FieldDraft]) -> [String] {
        fields.filter(\.isUnique).map { "  unique { \"\($0.name)\" }," }
            + fields.filter(\.isIndexed).map { "  index { \"\($0.name)\" }," }
    }

    /// `text "name" { required = true }`
    static func source(of field: FieldDraft) -> String {
        let options = options(of: field)
        return "\(field.word) \"\(field.name)\""
            + (options.isEmpty ? "" : " { " + options.joined(separator: ", ") + " }")
    }

    private static func options(of field: FieldDraft) -> [String] {
        var options: [String] = []
        func add(_ key: String, _ literal: String?) {
            if let literal { options.append("\(key) = \(literal)") }
        }
        add("label", field.label.map(LuaLiteral.text))
        switch field.kind {
        case .value(let type):
            for option in type.behavior.written { add(option.name, LuaLiteral.option(option)) }
        case .children(let object, let name): add("of", LuaLiteral.text("\(object).\(name)"))
        }
        add("required", field.isRequired ? "true" : nil)
        add("min", field.minimum.flatMap(LuaLiteral.number))
        add("max", field.maximum.flatMap(LuaLiteral.number))
        add("total", field.total.map { $0 ? "true" : "false" })
        switch field.origin {
        case .input(let value): add("default", value.map(source))
        case .formula(let source): add("formula", LuaLiteral.text(source))
        case .rollup(let source): add("rollup", LuaLiteral.text(source))
        }
        add("help", field.help.map(LuaLiteral.text))
        return options
    }

    private static func source(of value: FieldDraft.Default) -> String {
        switch value {
        case .text(let text), .condition(let text): LuaLiteral.text(text)
        case .flag(let flag): flag ? "true" : "false"
        // A number that Lua cannot hold stands there as a condition, which is exact.
        case .number(let number): LuaLiteral.number(number) ?? LuaLiteral.text(number.description)
        }
    }

    private static func access(of draft: ObjectDraft) -> String {
        let rules = draft.access.map { access in
            let rights = [
                ("create", access.create), ("read", access.read), ("update", access.update),
                ("delete", access.delete),
            ].compactMap { name, right in source(of: right).map { "\(name) = \($0)" } }
            let table = rights.isEmpty ? "{}" : "{ " + rights.joined(separator: ", ") + " }"
            return "access \(LuaLiteral.text(access.role)) { \(draft.name) = \(table) }\n"
        }
        return note + rules.joined()
    }

    private static func source(of right: AccessDraft.Right) -> String? {
        switch right {
        case .never: nil
        case .always: "true"
        case .when(let condition): LuaLiteral.text(condition)
        }
    }
}
