import TidegateModel

/// Labels of several words, `Close date > today()`, in a source that cannot be read: to a parser they
/// are names in a row.
struct LabelRuns {
    private let scope: ConditionScope
    private let tokens: [Token]
    private var place = 0
    /// Whose fields are named, for every parenthesis that is open.
    private var objects: [Object]
    /// Where the last path led: what stands behind `where` is about those records.
    private var led: Object?
    private var found: [(problem: ConditionProblem, words: Int)] = []

    /// The labels that stand in the source, once one of them has several words; else none.
    static func problems(
        in source: String, _ scope: ConditionScope, isList: Bool
    ) -> [ConditionProblem] {
        guard let tokens = try? Lexer.tokens(of: source, isList: isList) else { return [] }
        var runs = LabelRuns(scope: scope, tokens: tokens, objects: [scope.object])
        runs.read()
        return runs.found.contains { $0.words > 1 } ? runs.found.map(\.problem) : []
    }

    private init(scope: ConditionScope, tokens: [Token], objects: [Object]) {
        self.scope = scope
        self.tokens = tokens
        self.objects = objects
    }

    private mutating func read() {
        while place < tokens.count {
            switch tokens[place].kind {
            case .symbol(.leftParenthesis): objects.append(object)
            case .symbol(.rightParenthesis): if objects.count > 1 { objects.removeLast() }
            case .name("where"): objects[objects.count - 1] = led ?? object
            case .name where !isBehindDot:
                path()
                continue
            case .name, .symbol, .integer, .decimal, .text, .end: break
            }
            place += 1
        }
    }

    private var object: Object { objects.last ?? scope.object }
    /// What follows a call, `me().name`, is a field of something else.
    private var isBehindDot: Bool { place > 0 && tokens[place - 1].kind == .symbol(.dot) }

    /// Names and labels with dots between them.
    private mutating func path() {
        var owner: Object? = object
        while true {
            let name = name(in: owner)
            if name != "old" || tokens[place].kind != .symbol(.dot) {
                owner = owner.flatMap { self.object(behind: name, of: $0) }
            }
            guard tokens[place].kind == .symbol(.dot), tokens[place + 1].isName else { break }
            place += 1
        }
        led = owner ?? led
    }

    /// Takes the name, or the longest label, that stands here.
    private mutating func name(in owner: Object?) -> String {
        let written = tokens[place].quoted
        guard let owner, let label = label(in: owner) else {
            place += 1
            return written
        }
        let last = tokens[place + label.words - 1]
        let range = tokens[place].range.lowerBound..<last.range.upperBound
        let fault = ConditionFault.fieldLabel(label.text, name: label.name)
        found.append((ConditionProblem(fault: fault, range: range), label.words))
        place += label.words
        return label.name
    }

    private func label(in owner: Object) -> (text: String, name: String, words: Int)? {
        var best: (text: String, name: String, words: Int)?
        for known in scope.names(in: owner) {
            for text in known.labels {
                let words = text.split(separator: " ").map { $0.lowercased() }
                guard words.count > best?.words ?? 0, stands(words),
                    words.count > 1
                        || isLabel(text, in: owner)
                else { continue }
                best = (text, known.name, words.count)
            }
        }
        return best
    }

    private func stands(_ words: [String]) -> Bool {
        words.indices.allSatisfy { index in
            guard place + index < tokens.count, case .name(let name) = tokens[place + index].kind
            else { return false }
            return name.lowercased() == words[index]
        }
    }

    /// Whether one word is a label, and nothing else that may stand here.
    private func isLabel(_ text: String, in owner: Object) -> Bool {
        tokens[place].kind == .name(text) && owner.slot(of: text) == nil
            && owner.collection(text) == nil && !EverydayWords.isKnown(text)
            && tokens[place + 1].kind != .symbol(.leftParenthesis)
    }

    private func object(behind name: String, of owner: Object) -> Object? {
        if let collection = owner.collection(name) { return scope.schema[collection.object] }
        guard let slot = owner.slot(of: name),
            let target = owner.fields[slot].type.target
        else { return nil }
        return scope.schema[target]
    }
}

extension ConditionProblems {
    /// Of a source that cannot be read; labels are told first, because they may be all that is wrong.
    init(
        _ source: String, _ error: SyntaxError, in scope: ConditionScope, isList: Bool = false
    ) {
        let labels = LabelRuns.problems(in: source, scope, isList: isList)
        self.init(source, labels.isEmpty ? [error.problem] : labels)
    }
}
