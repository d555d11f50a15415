/// Something a pack or the engine gives a name to, as people read it: what a translation is of.
///
///     bundle.label(.field("Opportunity", "amount"), .simplifiedChinese)   // 金额
public enum Term: Hashable, Sendable {
    case pack(String)
    case object(String)
    /// Many of the object: `Opportunities`.
    case plural(String)
    /// A field or a collection of an object.
    case field(String, String)
    /// What a field says about itself.
    case help(String, String)
    /// A value of a choice field; a stage is one of its pipeline's field.
    case choice(String, String, String)
    /// What to do in a stage of the object's pipeline.
    case guide(String, String)
    case gate(String, String)
    case validation(String, String)
    case hook(String, String)
    case action(String, String)
    case approval(String)
    case step(approval: String, String)
    case alert(String)
    case level(alert: String, String)
    case notice(String)
    case role(String)
}

extension Term: CustomStringConvertible {
    /// As a list of what is not translated names it: `field amount of Opportunity`.
    public var description: String {
        switch self {
        case .pack(let name): "label of pack \(name)"
        case .object(let name): "label of \(name)"
        case .plural(let name): "plural of \(name)"
        case .field(let object, let name): "field \(name) of \(object)"
        case .help(let object, let name): "help of \(name) of \(object)"
        case .choice(let object, let field, let value): "choice \(value) of \(object).\(field)"
        case .guide(let object, let stage): "guide of \(stage) of \(object)"
        case .gate(let object, let name): "gate \"\(name)\" of \(object)"
        case .validation(let object, let name): "validation \"\(name)\" of \(object)"
        case .hook(let object, let name): "hook \"\(name)\" of \(object)"
        case .action(let object, let name): "action \"\(name)\" of \(object)"
        case .approval(let name): "approval \"\(name)\""
        case .step(let approval, let name): "step \"\(name)\" of approval \"\(approval)\""
        case .alert(let name): "alert \"\(name)\""
        case .level(let alert, let name): "level \"\(name)\" of alert \"\(alert)\""
        case .notice(let name): "notice \"\(name)\""
        case .role(let name): "role \"\(name)\""
        }
    }
}
