import TidegateModel

/// A fault for a person's own language: the texts stand under `fault.` in the engine's files. English
/// pages say ``message``.
extension ConditionFault {
    public var speech: Speech {
        let said: Speech
        switch self {
        case .emptySource, .tooLong, .tooDeep, .tooManyNodes, .tooManyEntries, .tooManyReferences,
            .tooManyWildcards, .aggregateTooDeep, .unterminatedText, .badEscape, .strayCharacter,
            .wideCharacters, .bareDate, .badNumber, .percent, .numberTooLarge, .groupedNumber,
            .foreignOperator, .chainedComparison,
            .expected,
            .unfinished, .unclosedBrace, .strayBrace, .tooManyParts:
            said = textSpeech
        case .unknownField, .fieldLabel, .everydayWord, .unknownFunction, .unknownObject,
            .unknownApproval,
            .unknownRole, .unknownExtra, .unknownSummary, .emptyWord, .missingParameter,
            .notAReference,
            .collectionAsValue, .notACollection, .collectionInCollection, .objectAsValue,
            .notASelection, .outsideCollection, .collectionWanted:
            said = nameSpeech
        case .wanted, .notComparable, .dateWithDatetime, .referenceWithText, .differentTargets,
            .dateWithText, .notAChoice, .choiceLabel, .bareText, .noOrder, .uncomparable,
            .notArithmetic,
            .operandWanted,
            .argumentCount,
            .argumentLiteral, .fieldWanted, .badDate, .whereOutsideAggregate, .whereMissing,
            .notAllowed:
            said = typeSpeech
        }
        guard let instead else { return said }
        return .sentence("fault.instead", ["what": said, "instead": .text(instead)])
    }

    /// What was probably meant, where the sentence itself does not say it.
    private var instead: String? {
        switch self {
        case .foreignOperator, .groupedNumber, .dateWithText, .emptyWord, .wideCharacters,
            .bareDate, .fieldLabel, .choiceLabel, .everydayWord, .percent, .bareText, .badNumber,
            .badDate:
            nil
        case .unknownFunction, .unknownSummary: suggestion.map { $0 + "()" }
        default: suggestion
        }
    }

    private var textSpeech: Speech {
        switch self {
        case .emptySource: .fault("empty")
        case .tooLong: .fault("too_long", ["limit": .count(ConditionLimits.sourceBytes)])
        case .tooDeep: .fault("too_deep", ["limit": .count(ConditionLimits.depth)])
        case .tooManyNodes: .fault("too_many_nodes", ["limit": .count(ConditionLimits.nodes)])
        case .tooManyEntries:
            .fault("too_many_entries", ["limit": .count(ConditionLimits.listEntries)])
        case .tooManyReferences:
            .fault("too_many_references", ["limit": .count(ConditionLimits.pathReferences)])
        case .tooManyWildcards:
            .fault("too_many_wildcards", ["limit": .count(ConditionLimits.patternWildcards)])
        case .aggregateTooDeep: .fault("aggregate_too_deep")
        case .unterminatedText: .fault("unterminated")
        case .badEscape(let escape): .fault("escape", ["text": .text(escape)])
        case .strayCharacter(let character): .fault("stray", ["text": .text(character)])
        case .wideCharacters(let text, let use):
            .fault("wide", ["text": .text(text), "use": .text(use)])
        case .bareDate(let day): .fault("bare_date", ["day": .text(day)])
        case .badNumber(let text, let use?):
            .fault("number_meant", ["text": .text(text), "use": .text(use)])
        case .badNumber(let text, nil): .fault("number", ["text": .text(text)])
        case .percent(let number): .fault("percent", ["use": .text(number)])
        case .numberTooLarge(let text): .fault("number_too_large", ["text": .text(text)])
        case .groupedNumber(let text):
            .fault(
                "grouped",
                ["text": .text(text), "use": .text(text.replacing(",", with: ""))])
        case .foreignOperator(let found, let use):
            .fault("operator", ["text": .text(found), "use": .text(use)])
        case .chainedComparison: .fault("chained")
        case .expected(let what, let found):
            .fault("expected", ["what": .wanted(what), "found": .quoted(found)])
        case .unfinished(let what): .fault("unfinished", ["what": .wanted(what)])
        case .unclosedBrace: .fault("unclosed_brace")
        case .strayBrace: .fault("stray_brace")
        case .tooManyParts:
            .fault("too_many_parts", ["limit": .count(ConditionLimits.templateParts)])
        default: .text(message)
        }
    }

    private var nameSpeech: Speech {
        switch self {
        case .unknownField(let name, let object, _):
            .fault("field", ["name": .text(name), "object": .term(.object(object))])
        case .fieldLabel(let label, let name):
            .fault("field_label", ["label": .text(label), "name": .text(name)])
        case .everydayWord(let word, let use):
            .fault("everyday", ["text": .text(word), "use": .text(use)])
        case .unknownFunction(let name, _): .fault("function", ["name": .text(name)])
        case .unknownObject(let name, _): .fault("object", ["name": .text(name)])
        case .unknownApproval(let name, _): .fault("approval", ["name": .text(name)])
        case .unknownRole(let name, _): .fault("role", ["name": .text(name)])
        case .unknownExtra(let name, _): .fault("value", ["name": .text(name)])
        case .unknownSummary(let name, _): .fault("summary", ["name": .text(name)])
        case .emptyWord(let word, _): .fault("empty_word", ["text": .text(word)])
        case .missingParameter(let number, _):
            .fault("parameter", ["n": .count(number)])
        case .notAReference(let field, let object, _):
            .fault("not_a_reference", ["name": .text(field), "object": .term(.object(object))])
        case .collectionAsValue(let name): .fault("collection_as_value", ["name": .text(name)])
        case .notACollection(let name): .fault("not_a_collection", ["name": .text(name)])
        case .collectionInCollection(let name):
            .fault("collection_in_collection", ["name": .text(name)])
        case .objectAsValue(let name): .fault("object_as_value", ["name": .text(name)])
        case .notASelection: .fault("not_a_selection")
        case .outsideCollection(let path, let collection):
            .fault("outside", ["name": .text(path), "collection": .text(collection)])
        case .collectionWanted(let function):
            .fault("collection_wanted", ["function": .text(function)])
        default: .text(message)
        }
    }

    private var typeSpeech: Speech {
        switch self {
        case .wanted(let wanted, let found):
            .fault("wanted", ["wanted": .phrase(wanted), "found": .phrase(found)])
        case .notComparable(let left, let right):
            .fault("not_comparable", ["left": .phrase(left), "right": .phrase(right)])
        case .dateWithDatetime: .fault("date_with_datetime")
        case .referenceWithText(let target):
            .fault("reference_with_text", ["object": .term(.object(target))])
        case .differentTargets(let left, let right):
            .fault(
                "different_targets",
                ["left": .term(.object(left)), "right": .term(.object(right))])
        case .dateWithText(_, _, let use): .fault("date_with_text", ["use": .text(use)])
        case .notAChoice(let text, let field, let term, let values, _):
            .fault(
                "choice",
                [
                    "text": .text(text), "name": term.map(Speech.term) ?? .text(field),
                    "values": .list(values.map(Speech.text)),
                ])
        case .choiceLabel(let label, let value):
            .fault("choice_label", ["label": .text(label), "use": .text("'\(value)'")])
        case .bareText(let text): .fault("bare_text", ["use": .text(Self.quoted(text))])
        case .noOrder(let what): .fault("no_order", ["what": .phrase(what)])
        case .uncomparable(let what, let isList):
            .fault(isList ? "list_compared" : "json_compared", ["what": .phrase(what)])
        case .notArithmetic(let sign, let left, let right):
            .fault(
                "arithmetic",
                ["sign": .text(sign), "left": .phrase(left), "right": .phrase(right)])
        case .operandWanted(let operation, let wanted, let found):
            .fault(
                "operand",
                ["what": .text(operation), "wanted": .phrase(wanted), "found": .phrase(found)])
        case .argumentCount(let function, let wanted, let found):
            .fault(
                "arguments",
                ["function": .text(function), "wanted": .phrase(wanted), "n": .count(found)])
        case .argumentLiteral(let function, let wanted):
            .fault("literal", ["function": .text(function), "wanted": .phrase(wanted)])
        case .fieldWanted(let function): .fault("own_field", ["function": .text(function)])
        case .badDate(let text, let use?):
            .fault("date_meant", ["text": .text(text), "use": .text(use)])
        case .badDate(let text, nil): .fault("date", ["text": .text(text)])
        case .whereOutsideAggregate(let function): .fault("no_where", ["function": .text(function)])
        case .whereMissing(let function): .fault("where", ["function": .text(function)])
        case .notAllowed(let what, let why):
            .fault("not_allowed", ["what": .text(what), "why": .phrase(why)])
        default: .text(message)
        }
    }
}

extension Speech {
    fileprivate static func fault(_ key: String, _ parts: [String: Speech] = [:]) -> Speech {
        .sentence("fault." + key, parts)
    }

    fileprivate static func count(_ number: Int) -> Speech { .text(String(number)) }

    /// What should have stood there: a sign in quotation marks, or in words.
    fileprivate static func wanted(_ what: String) -> Speech {
        what.contains(where: \.isLetter) ? .phrase(what) : .fault("sign", ["sign": .text(what)])
    }

    /// A piece of the source in quotation marks; its end in words.
    fileprivate static func quoted(_ found: String) -> Speech {
        found == "the end" ? .phrase(found) : .fault("sign", ["sign": .text(found)])
    }

    /// A few words the checker names things with: `a text`, `the end`. What is quoted from the source
    /// has no translation and stays.
    fileprivate static func phrase(_ words: String) -> Speech {
        let reference = "a reference to "
        if words.hasPrefix(reference) {
            return .sentence(
                "phrase.reference",
                ["object": .term(.object(String(words.dropFirst(reference.count))))])
        }
        return words.contains("{") || words.contains("}") ? .text(words) : .said(words)
    }
}
