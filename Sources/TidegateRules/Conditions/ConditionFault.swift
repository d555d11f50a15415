import TidegateModel

/// What can be wrong with a condition, as data; ``message`` words it (ConditionSentences.swift).
public enum ConditionFault: Hashable, Sendable {
    // The text
    case emptySource
    case tooLong(bytes: Int)
    case tooDeep
    case tooManyNodes
    case tooManyEntries(Int)
    case tooManyReferences(Int)
    case tooManyWildcards(Int)
    case aggregateTooDeep
    case unterminatedText
    case badEscape(String)
    case strayCharacter(String)
    /// `＞`, as Chinese keyboards write it.
    case wideCharacters(String, use: String)
    /// `2027/01/01`, without `date()`.
    case bareDate(String)
    /// `50k`, `5万`; in digits where that is known.
    case badNumber(String, use: String?)
    /// `20%`, as pages show it: the number without the sign.
    case percent(String)
    case numberTooLarge(String)
    /// `12,500`, as pages write it.
    case groupedNumber(String)
    /// `&&`, `at least`, `大于`.
    case foreignOperator(String, use: String)
    case chainedComparison
    case expected(String, found: String)
    case unfinished(expected: String)

    // The names
    case unknownField(String, object: String, suggestion: String?)
    /// `金額`, as pages call it.
    case fieldLabel(String, name: String)
    /// `me`, `明天`, `一万`: a word for a value that is written otherwise.
    case everydayWord(String, use: String)
    case unknownFunction(String, suggestion: String?)
    case unknownObject(String, suggestion: String?)
    case unknownApproval(String, suggestion: String?)
    case unknownRole(String, suggestion: String?)
    case unknownExtra(String, suggestion: String?)
    case unknownSummary(String, suggestion: String?)
    /// `null`; with the sign before it where there is one.
    case emptyWord(String, use: String?)
    case missingParameter(Int, given: Int)
    case notAReference(field: String, object: String, type: String)
    case collectionAsValue(String)
    case notACollection(String)
    case collectionInCollection(String)
    case objectAsValue(String)

    // The types
    case wanted(String, found: String)
    case notComparable(String, String)
    /// What to write for the datetime, where that is known.
    case dateWithDatetime(use: String?)
    case referenceWithText(String)
    case differentTargets(String, String)
    /// The text, and what to write for it.
    case dateWithText(String, type: String, use: String)
    /// The term is what the field is called; `nil` where the choice is no field.
    case notAChoice(
        String, field: String, term: Term?, values: [String], suggestion: String?)
    /// `'成交'`, as pages call it.
    case choiceLabel(String, value: String)
    /// `won`, without quotes.
    case bareText(String)
    case noOrder(String)
    /// A list, or JSON: only parts of it are asked.
    case uncomparable(String, isList: Bool)
    case notArithmetic(String, left: String, right: String)
    case operandWanted(String, wanted: String, found: String)
    case argumentCount(String, wanted: String, found: Int)
    case argumentLiteral(String, wanted: String)
    case fieldWanted(String)
    case badDate(String, use: String?)
    case whereOutsideAggregate(String)
    case whereMissing(String)
    case outsideCollection(String, collection: String)
    case collectionWanted(String)
    case notAllowed(String, why: String)
    case notASelection
    case unclosedBrace
    case strayBrace
    case tooManyParts(Int)
}
