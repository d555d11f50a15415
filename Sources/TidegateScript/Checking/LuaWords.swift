import TidegateModel
import TidegateRules

/// What Lua and the look at a source before it say of a syntax, taken apart so that it can be read in
/// any language; the English is as it was said. What is not known here stays as it is everywhere.
///
///     LuaWords.told("'end' expected (to close 'if' at line 3) near <eof>")
enum LuaWords {
    static func told(_ message: String) -> FindingText {
        nearSomething(message) ?? alone(message) ?? limited(message) ?? "\(message)"
    }

    /// `… near 'x'`, as Lua's parser and scanner end what they say.
    private static func nearSomething(_ message: String) -> FindingText? {
        guard let said = message.wholeMatch(of: #/(.+) near (.+)/#) else { return nil }
        let (what, token) = (said.1, String(said.2))
        let place: FindingText = token == "<eof>" ? "\(phrase: token)" : "\(token)"
        if let end = what.wholeMatch(of: #/(\S+) expected \(to close (\S+) at line (\d+)\)/#) {
            return "\(end.1) expected (to close \(end.2) at line \(end.3)) near \(place)"
        }
        if let wanted = what.wholeMatch(of: #/(\S+) expected/#) {
            return "\(wanted.1) expected near \(place)"
        }
        if let long = what.wholeMatch(
            of: #/unfinished long (string|comment) \(starting at line (\d+)\)/#)
        {
            return
                "unfinished long \(phrase: String(long.1)) (starting at line \(long.2)) near \(place)"
        }
        switch what {
        case "unexpected symbol": return "unexpected symbol near \(place)"
        case "unfinished string": return "unfinished string near \(place)"
        case "malformed number": return "malformed number near \(place)"
        case "syntax error": return "syntax error near \(place)"
        case "cannot use '...' outside a vararg function":
            return "cannot use '...' outside a vararg function near \(place)"
        default: break
        }
        if let stray = what.wholeMatch(of: #/break outside a loop at line (\d+)/#) {
            return "break outside a loop at line \(stray.1) near \(place)"
        }
        if let constant = what.wholeMatch(of: #/attempt to assign to const variable '(.+)'/#) {
            return "attempt to assign to const variable '\(constant.1)' near \(place)"
        }
        return nil
    }

    private static let sentences: Set<String> = [
        "this text has no end", "this comment has no end", "this escape is not one of Lua's",
        "this escape names no character", "this character means nothing here",
        "a script is text, not bytecode", "this script is not valid UTF-8",
    ]

    private static func alone(_ message: String) -> FindingText? {
        if sentences.contains(message) { return "\(phrase: message)" }
        if let label = message.wholeMatch(of: #/no visible label '(.+)' for goto at line (\d+)/#) {
            return "no visible label '\(label.1)' for goto at line \(label.2)"
        }
        if let label = message.wholeMatch(of: #/label '(.+)' already defined on line (\d+)/#) {
            return "label '\(label.1)' already defined on line \(label.2)"
        }
        return nil
    }

    /// `nesting is too deep (100 at most)`
    private static func limited(_ message: String) -> FindingText? {
        guard let said = message.wholeMatch(of: #/(.+) \((\d+) at most\)/#) else { return nil }
        return "\(phrase: String(said.1)) (\(said.2) at most)"
    }
}

extension FindingText {
    /// That a locale names something no pack has.
    static func unknown(_ term: Term) -> FindingText {
        switch term {
        case .pack(let name): "there is no pack \(name)"
        case .object(let name), .plural(let name): "there is no object \(name)"
        case .field(let object, let name), .help(let object, let name):
            "there is no field \(name) of \(object)"
        case .choice(let object, let field, let value):
            "there is no choice \(value) of \(object).\(field)"
        case .guide(let object, let name): "there is no guide of \(name) of \(object)"
        case .gate(let object, let name): "there is no gate \"\(name)\" of \(object)"
        case .validation(let object, let name): "there is no validation \"\(name)\" of \(object)"
        case .hook(let object, let name): "there is no hook \"\(name)\" of \(object)"
        case .action(let object, let name): "there is no action \"\(name)\" of \(object)"
        case .approval(let name): "there is no approval \"\(name)\""
        case .step(let approval, let name):
            "there is no step \"\(name)\" of approval \"\(approval)\""
        case .alert(let name): "there is no alert \"\(name)\""
        case .level(let alert, let name): "there is no level \"\(name)\" of alert \"\(alert)\""
        case .notice(let name): "there is no notice \"\(name)\""
        case .role(let name): "there is no role \"\(name)\""
        }
    }
}
