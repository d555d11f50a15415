import TidegateModel

/// Makes a draft of a request, and collects everything that is wrong with it.
struct DraftReader {
    let request: FieldRequest
    private(set) var reasons: [Reason] = []

    init(request: FieldRequest) {
        self.request = request
    }

    mutating func add(_ reason: Reason) { reasons.append(reason) }

    mutating func field() -> FieldDraft? {
        let name = fieldName()
        guard FieldRequest.kinds.contains(request.kind) else {
            reasons.append(DraftSentences.unknownKind(request.kind))
            return nil
        }
        checkOptions()
        let label = line("label")
        let words = words()
        let help = text("help", most: PackLimits.draftHelpCharacters)
        let isRequired = flag("required") ?? false
        let (isUnique, isIndexed) = (flag("unique") ?? false, flag("index") ?? false)
        guard let kind = kind() else { return nil }
        let (minimum, maximum) = bounds(kind)
        let total = flag("total")
        let origin = origin(kind, minimum, maximum)
        if case .input = origin {
        } else if isRequired {
            reasons.append(DraftSentences.requiredComputed)
        }
        guard let name else { return nil }
        return FieldDraft(
            name: name, kind: kind, label: label, words: words, help: help, origin: origin,
            isRequired: isRequired, isUnique: isUnique, isIndexed: isIndexed, minimum: minimum,
            maximum: maximum, total: total)
    }

    // MARK: Parts

    private mutating func fieldName() -> FieldName? {
        if FieldName.isTaken(request.name) || FieldName.isWord(request.name) {
            reasons.append(DraftSentences.reservedName(request.name))
            return nil
        }
        guard let name = FieldName(request.name) else {
            reasons.append(DraftSentences.fieldName(request.name))
            return nil
        }
        return name
    }

    private mutating func checkOptions() {
        let known = FieldRequest.options(of: request.kind)
        for option in request.options.keys.sorted() where !known.contains(option) {
            reasons.append(DraftSentences.unknownOption(option, request.kind, known))
        }
        if !request.values.isEmpty, !known.contains("values") {
            reasons.append(DraftSentences.unknownOption("values", request.kind, known))
        }
    }

    private mutating func kind() -> FieldDraft.Kind? {
        if request.kind == "children" { return children() }
        guard let type = FieldType.declared(request.kind, &self) else { return nil }
        if case .reference(let reference) = type, ObjectName(reference.target) == nil {
            reasons.append(DraftSentences.target(reference.target))
            return nil
        }
        return .value(type)
    }

    private mutating func children() -> FieldDraft.Kind? {
        let of = request.options["of"] ?? ""
        let parts = of.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, let object = ObjectName(parts[0]), let field = FieldName(parts[1])
        else {
            reasons.append(DraftSentences.children(of))
            return nil
        }
        return .children(object: object, field: field)
    }

    private mutating func bounds(_ kind: FieldDraft.Kind) -> (Decimal?, Decimal?) {
        guard case .value(let type) = kind, [ValueKind.integer, .decimal].contains(type.kind)
        else { return (nil, nil) }
        let (minimum, maximum) = (bound("min"), bound("max"))
        if let minimum, let maximum, minimum > maximum {
            reasons.append(DraftSentences.boundsCrossed)
        }
        return (minimum, maximum)
    }

    private mutating func origin(
        _ kind: FieldDraft.Kind, _ minimum: Decimal?, _ maximum: Decimal?
    ) -> FieldDraft.Origin {
        let most = PackLimits.draftConditionCharacters
        let (formula, rollup) = (text("formula", most: most), text("rollup", most: most))
        let given = value("default", kind, minimum, maximum)
        if [formula != nil, rollup != nil, given != nil].count(where: { $0 }) > 1 {
            reasons.append(DraftSentences.severalOrigins)
        }
        if case .value(let type) = kind, type.isAutonumber,
            formula != nil || rollup != nil || given != nil
        {
            reasons.append(DraftSentences.autonumberOrigin)
        }
        if let formula { return .formula(formula) }
        if let rollup { return .rollup(rollup) }
        return .input(given)
    }

    private mutating func value(
        _ option: String, _ kind: FieldDraft.Kind, _ minimum: Decimal?, _ maximum: Decimal?
    ) -> FieldDraft.Default? {
        guard let source = text(option, most: PackLimits.draftConditionCharacters),
            case .value(let type) = kind
        else { return nil }
        var field = Field(name: option, type: type)
        (field.minimum, field.maximum) = (minimum, maximum)
        switch type.kind {
        case _ where type.takesText:
            take(field.convert(.text(source)), option)
            return .text(source)
        case .bool where source == "true" || source == "false": return .flag(source == "true")
        case .integer, .decimal:
            switch field.number(typed: source) {
            case .success(let number):
                take(field.convert(.decimal(number)), option)
                return .number(number)
            case .failure(let problem) where problem.why == .badGroups:
                reasons.append(DraftSentences.badDefault(problem, option))
                return nil
            case .failure: return .condition(source)
            }
        case .bool, .date, .datetime, .duration, .reference, .text, .json:
            return .condition(source)
        }
    }

    private mutating func take(_ result: Result<Value, FieldProblem>, _ option: String) {
        if case .failure(let problem) = result {
            reasons.append(DraftSentences.badDefault(problem, option))
        }
    }

    // MARK: Options

    private mutating func bound(_ option: String) -> Decimal? {
        guard let text = request.options[option], !text.isEmpty else { return nil }
        guard let number = Self.number(text), LuaLiteral.number(number) != nil else {
            reasons.append(DraftSentences.notANumber(option, text))
            return nil
        }
        return number
    }

    /// Of no field, so it has no limits: `12,500.5`.
    private static func number(_ text: String) -> Decimal? {
        try? Field(name: "number", type: .decimal(scale: 0)).number(typed: text).get()
    }

    /// One line of text; an empty one is none.
    mutating func line(_ option: String) -> String? {
        guard let text = request.options[option], !text.isEmpty else { return nil }
        if let problem = Self.problem(ofLine: text, option) { reasons.append(problem) }
        return text
    }

    private mutating func text(_ option: String, most: Int) -> String? {
        guard let text = request.options[option], !text.isEmpty else { return nil }
        if text.count > most { reasons.append(DraftSentences.tooLong(option, most)) }
        return text
    }

    static func problem(ofLine text: String, _ option: String) -> Reason? {
        if text.isEmpty { return DraftSentences.empty(option) }
        if text.count > PackLimits.draftLineCharacters {
            return DraftSentences.tooLong(option, PackLimits.draftLineCharacters)
        }
        let isPlain = text.unicodeScalars.allSatisfy { $0.value >= 32 && $0.value != 127 }
        return isPlain ? nil : DraftSentences.notALine(option)
    }
}

extension DraftReader: FieldOptionReader {
    mutating func flag(_ option: String) -> Bool? {
        switch request.options[option] {
        case nil, "": return nil
        case "false", "no": return false
        case "true", "yes": return true
        case let other?:
            reasons.append(DraftSentences.notAFlag(option, other))
            return nil
        }
    }

    mutating func whole(_ option: String, in range: ClosedRange<Int>) -> Int? {
        guard let text = request.options[option], !text.isEmpty else { return nil }
        guard let number = Self.number(text).flatMap({ Int($0.description) }),
            range.contains(number)
        else {
            reasons.append(DraftSentences.notInRange(option, text, range))
            return nil
        }
        return number
    }

    mutating func text(_ option: String) -> String? { line(option) }

    mutating func texts(_ option: String) -> [String]? {
        for value in request.values {
            if let problem = Self.problem(ofLine: value, option) { reasons.append(problem) }
        }
        guard request.values.count <= PackLimits.draftValues else {
            reasons.append(DraftSentences.values)
            return nil
        }
        return request.values
    }

    mutating func report(_ problem: FieldOptionProblem) {
        switch problem {
        case .missing("to"): reasons.append(DraftSentences.target(""))
        case .missing("format"): reasons.append(DraftSentences.format(""))
        case .missing(let option): reasons.append(DraftSentences.empty(option))
        case .values: reasons.append(DraftSentences.values)
        case .listValue(let value): reasons.append(DraftSentences.listValue(value))
        case .format(let format): reasons.append(DraftSentences.format(format))
        case .currency(let text): reasons.append(DraftSentences.currency(text))
        case .onDelete(let rule): reasons.append(DraftSentences.onDelete(rule))
        }
    }
}
