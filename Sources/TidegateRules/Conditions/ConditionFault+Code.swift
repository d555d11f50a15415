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
        case .badNumber, .percent, .numberTooLarge, .groupedNumber: "condition.number"
        case .unknownField, .fieldLabel, .everydayWord: "condition.unknown_field"
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
            .dateWithText, .bareText, .noOrder, .uncomparable, .notArithmetic,
            .operandWanted:
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
        case .foreignOperator(_, let use), .wideCharacters(_, let use), .everydayWord(_, let use),
            .dateWithText(_, _, let use):
            use
        case .badNumber(_, let use), .emptyWord(_, let use), .badDate(_, let use),
            .dateWithDatetime(let use):
            use
        case .percent(let number): number
        case .bareText(let text): Self.quoted(text)
        case .bareDate(let day): "date('\(day)')"
        case .groupedNumber(let text): text.replacing(",", with: "")
        case .emptySource, .tooLong, .tooDeep, .tooManyNodes, .tooManyEntries, .tooManyReferences,
            .tooManyWildcards, .aggregateTooDeep, .unterminatedText, .badEscape, .strayCharacter,
            .numberTooLarge, .chainedComparison, .expected, .unfinished,
            .missingParameter, .notAReference, .collectionAsValue, .notACollection,
            .collectionInCollection, .objectAsValue, .wanted, .notComparable,
            .referenceWithText, .differentTargets, .noOrder, .uncomparable, .notArithmetic,
            .operandWanted,
            .argumentCount, .argumentLiteral, .fieldWanted, .whereOutsideAggregate,
            .whereMissing, .outsideCollection, .collectionWanted, .notAllowed, .notASelection,
            .unclosedBrace, .strayBrace, .tooManyParts:
            nil
        }
    }

    static func quoted(_ text: String) -> String {
        "'\(text.replacing("\\", with: "\\\\").replacing("'", with: "\\'"))'"
    }

    /// A label leads to exactly one name, so all of them are mended at once.
    public var isLabel: Bool {
        switch self {
        case .fieldLabel, .choiceLabel, .bareText: true
        default: false
        }
    }
}
