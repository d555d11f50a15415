import TidegateModel

extension FieldDraft {
    /// The request that makes this draft again: to change one thing of a field and keep the rest.
    public var request: FieldRequest {
        var request = FieldRequest(name: name.description, kind: word)
        func set(_ option: String, _ text: String?) { request.options[option] = text }
        set("label", label)
        request.options.merge(wordOptions) { $1 }
        set("help", help)
        if isRequired { set("required", "true") }
        if isUnique { set("unique", "true") }
        if isIndexed { set("index", "true") }
        set("min", minimum?.description)
        set("max", maximum?.description)
        set("total", total.map { $0 ? "true" : "false" })
        switch kind {
        case .value(let type):
            for option in type.behavior.written {
                switch option.content {
                case .text(let text): set(option.name, text)
                case .whole(let number): set(option.name, String(number))
                case .flag(let flag): set(option.name, flag ? "true" : "false")
                case .texts(let texts): request.values = texts
                }
            }
        case .children(let object, let field): set("of", "\(object).\(field)")
        }
        switch origin {
        case .input(let value): set("default", value?.source)
        case .formula(let source): set("formula", source)
        case .rollup(let source): set("rollup", source)
        }
        return request
    }
}

extension AccessDraft {
    /// What was asked for, for a form that shows it again; rights that are not given are left out.
    public var request: AccessRequest {
        let rights = [("create", create), ("read", read), ("update", update), ("delete", delete)]
        return AccessRequest(
            role: role,
            rights: Dictionary(
                rights.compactMap { name, right in right.source.map { (name, $0) } },
                uniquingKeysWith: { first, _ in first }))
    }
}

extension AccessDraft.Right {
    fileprivate var source: String? {
        switch self {
        case .never: nil
        case .always: "true"
        case .when(let condition): condition
        }
    }
}

extension FieldDraft.Default: CustomStringConvertible {
    public var description: String { source }

    fileprivate var source: String {
        switch self {
        case .text(let text), .condition(let text): text
        case .number(let number): number.description
        case .flag(let flag): flag ? "true" : "false"
        }
    }
}
