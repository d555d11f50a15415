/// Every sentence the compiler of conditions says to people: what is wrong, with what, what to do.
extension ConditionFault {
    public var message: String {
        switch self {
        case .emptySource: "the condition is empty; write what must be true"
        case .tooLong(let bytes):
            "the condition has \(bytes) bytes; the limit is \(ConditionLimits.sourceBytes): split it"
        case .tooDeep:
            "parentheses and operators are nested deeper than \(ConditionLimits.depth); simplify it"
        case .tooManyNodes: "more than \(ConditionLimits.nodes) operations; split the condition"
        case .tooManyEntries(let count):
            "a list of \(count) entries; the limit is \(ConditionLimits.listEntries)"
        case .tooManyReferences(let count):
            "the path follows \(count) references; the limit is \(ConditionLimits.pathReferences)"
        case .tooManyWildcards(let count):
            "the pattern has \(count) wildcards; the limit is \(ConditionLimits.patternWildcards)"
        case .aggregateTooDeep:
            "an aggregate inside the `where` of an aggregate may hold no further aggregate"
        case .unterminatedText: "the text has no closing quote"
        case .badEscape(let escape):
            "unknown escape \(escape) in a text; known are \\n, \\t, \\\\, \\' and \\\""
        case .strayCharacter(let character): "\(character) has no meaning here"
        case .wideCharacters(let found, let use):
            "\(found) is full-width; write it half-width: \(use)"
        case .bareDate(let day): "a date stands in quotes; write date('\(day)')"
        case .badNumber(let text, let use):
            "\(text) is not a number; write \(use ?? "1234 or 1234.56")"
        case .percent(let number): "a percent is written as the number alone: \(number)"
        case .numberTooLarge(let text):
            "\(text) has too many digits; numbers have up to 18 digits, 12 after the point"
        case .groupedNumber(let text):
            "numbers stand without commas in a condition; write "
                + "\(text.replacing(",", with: "")), not \(text)"
        case .foreignOperator(let found, let use): "\(found) is not an operator here; write \(use)"
        case .chainedComparison: "comparisons cannot be chained; join two of them with `and`"
        case .expected(let what, let found): "expected \(what), found \(found)"
        case .unfinished(let what): "the condition ends where \(what) is expected"
        case .unknownField, .fieldLabel, .everydayWord, .unknownFunction, .unknownObject,
            .unknownApproval,
            .unknownRole,
            .unknownExtra, .unknownSummary, .emptyWord, .missingParameter, .notAReference,
            .collectionAsValue, .notACollection, .collectionInCollection, .objectAsValue:
            nameMessage
        case .wanted, .notComparable, .dateWithDatetime, .referenceWithText, .differentTargets,
            .dateWithText, .notAChoice, .choiceLabel, .bareText, .noOrder, .uncomparable,
            .notArithmetic,
            .operandWanted,
            .argumentCount,
            .argumentLiteral, .fieldWanted, .badDate, .whereOutsideAggregate, .whereMissing,
            .outsideCollection, .collectionWanted, .notAllowed, .notASelection, .unclosedBrace,
            .strayBrace, .tooManyParts:
            typeMessage
        }
    }

    private var nameMessage: String {
        switch self {
        case .unknownField(let name, let object, let suggestion):
            "unknown field \(name) of \(object)" + didYouMean(suggestion)
        case .fieldLabel(let label, let name):
            "\(label) is the label of a field; its name is \(name)"
        case .everydayWord(let word, let use): "\(word) has no meaning here; write \(use)"
        case .unknownFunction(let name, let suggestion):
            "unknown function \(name)()" + didYouMean(suggestion.map { $0 + "()" })
        case .unknownObject(let name, let suggestion):
            "unknown object \(name)" + didYouMean(suggestion)
        case .unknownApproval(let name, let suggestion):
            "unknown approval '\(name)'" + didYouMean(suggestion.map { "'\($0)'" })
        case .unknownRole(let name, let suggestion):
            "unknown role '\(name)'" + didYouMean(suggestion.map { "'\($0)'" })
        case .unknownExtra(let name, let suggestion):
            "unknown value \(name)" + didYouMean(suggestion)
        case .unknownSummary(let name, let suggestion):
            "\(name)() does not summarize; use count, sum, min, max or avg"
                + didYouMean(suggestion.map { $0 + "()" })
        case .emptyWord(let word, _):
            "\(word) is not a value; ask with `is empty` or `is not empty`"
        case .missingParameter(let number, let given):
            "no value was passed for ? number \(number); \(given) \(given == 1 ? "was" : "were")"
                + " passed"
        case .notAReference(let field, let object, let type):
            "\(field) of \(object) is \(type), so no further field can follow it"
        case .collectionAsValue(let name):
            "\(name) is a collection, not a value; use count(\(name)), any(\(name) where …) or"
                + " sum(\(name).field)"
        case .notACollection(let name): "\(name) is not a collection of records"
        case .collectionInCollection(let name):
            "\(name) is a collection inside a collection; use a nested aggregate in `where`"
        case .objectAsValue(let name):
            "\(name) is a collection of records; name a field of them: \(name).field"
        default: ""
        }
    }

    private var typeMessage: String {
        switch self {
        case .wanted(let wanted, let found): "\(wanted) is wanted here, this is \(found)"
        case .notComparable(let left, let right): "\(left) cannot be compared with \(right)"
        case .dateWithDatetime:
            "a date cannot be compared with a datetime; take its day first: date(…)"
        case .referenceWithText(let target):
            "a reference to \(target) cannot be compared with a text; compare one of its fields,"
                + " or another reference"
        case .differentTargets(let left, let right):
            "a reference to \(left) never equals a reference to \(right)"
        case .dateWithText(_, let type, let use):
            "a \(type) cannot be compared with a text; write \(use)"
        case .notAChoice(let text, let field, _, let values, let suggestion):
            "'\(text)' is not a value of \(field); it has \(values.joined(separator: ", "))"
                + didYouMean(suggestion.map { "'\($0)'" })
        case .bareText(let text): "a text stands in quotes; write \(Self.quoted(text))"
        case .choiceLabel(let label, let value): "'\(label)' is a label; write '\(value)'"
        case .noOrder(let what): "\(what) has no order; compare with == or !="
        case .uncomparable(let what, let isList):
            "\(what) is not compared as a whole; ask "
                + (isList ? "contains 'an item' or is empty" : "is empty or is not empty")
        case .notArithmetic(let sign, let left, let right):
            "\(left) \(sign) \(right) has no meaning"
        case .operandWanted(let operation, let wanted, let found):
            "\(operation) wants \(wanted), this is \(found)"
        case .argumentCount(let function, let wanted, let found):
            "\(function)() takes \(wanted), not \(found)"
        case .argumentLiteral(let function, let wanted):
            "\(function) wants \(wanted) written out"
        case .fieldWanted(let function):
            "\(function) wants one field of the record itself: \(function.dropLast(2))(amount)"
        case .badDate(let text, let use):
            "'\(text)' is no such day or time; write "
                + (use ?? "date('2026-11-22') or datetime('2026-11-22T08:30:00Z')")
        case .whereOutsideAggregate(let function): "\(function)() takes no `where`"
        case .whereMissing(let function):
            "\(function)() wants a condition: \(function)(collection where …)"
        case .outsideCollection(let path, let collection):
            "\(path) is not a field of \(collection); inside the aggregate every field starts with"
                + " \(collection)"
        case .collectionWanted(let function):
            "\(function)() wants a collection: \(Self.example(of: function))"
        case .notAllowed(let what, let why): "\(what) cannot be used here: \(why)"
        case .notASelection:
            "expected records: a reference like `owner`, or a collection with an optional `where`"
        case .unclosedBrace: "the brace is not closed; write {{ for the character itself"
        case .strayBrace: "this brace closes nothing; write }} for the character itself"
        case .tooManyParts(let count):
            "\(count) parts in braces; the limit is \(ConditionLimits.templateParts)"
        default: ""
        }
    }

    private static func example(of function: String) -> String {
        switch function {
        case "count": "count(lines) or count(lines where total > 100)"
        case "any", "all": "\(function)(lines where total > 100)"
        default: "\(function)(lines.total)"
        }
    }

    private func didYouMean(_ suggestion: String?) -> String {
        suggestion.map { "; did you mean \($0)?" } ?? ""
    }
}
