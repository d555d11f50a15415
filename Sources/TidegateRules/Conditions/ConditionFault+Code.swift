extension ConditionFault {
    /// A stable string, `condition.what`, by which programs tell faults apart.
    public var code: String {
        switch self {
        case .emptySource, .unfinished, .expected, .strayCharacter, .wideCharacters,
            .chainedComparison, .badEscape, .unterminatedText, .foreignOperator, .unclosedBrace,
            .strayBrace:
            "condition.syntax"
        case .tooLong, .tooDeep, .tooManyNodes, .tooManyEntries, .tooManyReferences,
            .tooManyWildcards, .aggregateTooDeep, .tooManyParts:
            "condition.limit"
        case .badNumber, .numberTooLarge, .groupedNumber: "condition.number"
        case .unknownField, .fieldLabel: "condition.unknown_field"
        case .unknownFunction, .unknownSummary: "condition.unknown_function"
        case .unknownObject: "condition.unknown_object"
        case .unknownApproval: "condition.unknown_approval"
        case .unknownRole: "condition.unknown_role"
        case .unknownExtra: "condition.unknown_value"
        case .emptyWord: "condition.empty_word"
        case .missingParameter: "condition.missing_parameter"
        case .notAReference: "condition.not_a_reference"
        case .collectionAsValue, .notACollection, .collectionInCollection, .objectAsValue,
            .outsideCollection, .collectionWanted:
            "condition.collection"
        case .notAChoice, .choiceLabel: "condition.not_a_choice"
        case .notAllowed: "condition.not_allowed"
        case .wanted, .notComparable, .dateWithDatetime, .referenceWithText, .differentTargets,
            .dateWithText, .noOrder, .notArithmetic, .operandWanted:
            "condition.type"
        case .argumentCount, .argumentLiteral, .fieldWanted, .badDate, .bareDate,
            .whereOutsideAggregate,
            .whereMissing:
            "condition.argument"
        case .notASelection: "condition.not_a_selection"
        }
    }

    /// What to write in place of the faulty range, where that is known.
    public var suggestion: String? {
        switch self {
        case .unknownField(_, _, let suggestion), .unknownFunction(_, let suggestion),
            .unknownObject(_, let suggestion), .unknownExtra(_, let suggestion),
            .unknownSummary(_, let suggestion):
            suggestion
        case .unknownApproval(_, let suggestion), .unknownRole(_, let suggestion),
            .notAChoice(_, _, _, _, let suggestion):
            suggestion.map { "'\($0)'" }
        case .fieldLabel(_, let name): name
        case .choiceLabel(_, let value): "'\(value)'"
        case .foreignOperator(_, let use), .wideCharacters(_, let use): use
        case .bareDate(let day): "date('\(day)')"
        case .groupedNumber(let text): text.replacing(",", with: "")
        case .dateWithText(let text, let type): "\(type)('\(text)')"
        case .emptyWord: "is empty"
        case .emptySource, .tooLong, .tooDeep, .tooManyNodes, .tooManyEntries, .tooManyReferences,
            .tooManyWildcards, .aggregateTooDeep, .unterminatedText, .badEscape, .strayCharacter,
            .badNumber, .numberTooLarge, .chainedComparison, .expected, .unfinished,
            .missingParameter, .notAReference, .collectionAsValue, .notACollection,
            .collectionInCollection, .objectAsValue, .wanted, .notComparable, .dateWithDatetime,
            .referenceWithText, .differentTargets, .noOrder, .notArithmetic, .operandWanted,
            .argumentCount, .argumentLiteral, .fieldWanted, .badDate, .whereOutsideAggregate,
            .whereMissing, .outsideCollection, .collectionWanted, .notAllowed, .notASelection,
            .unclosedBrace, .strayBrace, .tooManyParts:
            nil
        }
    }
}
