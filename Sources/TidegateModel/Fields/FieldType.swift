/// The types a field can have: the closed list. What is known of one stands in the file of its
/// ``FieldBehavior``, and is asked through ``behavior``.
///
///     FieldType.money(scale: 2).behavior.kind   // .decimal
///
/// A new type is a file in this folder, a case here and a line in ``behavior`` and ``words``.
public enum FieldType: Hashable, Sendable {
    case text(TextType)
    case choice(ChoiceType)
    case integer
    case decimal(DecimalType)
    case money(MoneyType)
    case percent(PercentType)
    case boolean
    case date
    case datetime
    case duration
    case reference(ReferenceType)
    case email
    case phone
    case url
    case autonumber(AutonumberType)
    case multichoice(MultichoiceType)
    case emails
    case phones
    case geopoint
    case json
    case currency

    public var behavior: any FieldBehavior {
        switch self {
        case .text(let type): type
        case .choice(let type): type
        case .integer: IntegerType()
        case .decimal(let type): type
        case .money(let type): type
        case .percent(let type): type
        case .boolean: BooleanType()
        case .date: DateType()
        case .datetime: DatetimeType()
        case .duration: DurationType()
        case .reference(let type): type
        case .email: EmailType()
        case .phone: PhoneType()
        case .url: WebAddressType()
        case .autonumber(let type): type
        case .multichoice(let type): type
        case .emails: EmailsType()
        case .phones: PhonesType()
        case .geopoint: GeopointType()
        case .json: JSONType()
        case .currency: CurrencyType()
        }
    }

    /// Every type there is, in the order in which forms offer them.
    static let behaviors: [any FieldBehavior.Type] = [
        TextType.self, ChoiceType.self, MultichoiceType.self, IntegerType.self, DecimalType.self,
        MoneyType.self, CurrencyType.self, PercentType.self, BooleanType.self, DateType.self,
        DatetimeType.self,
        DurationType.self, ReferenceType.self, EmailType.self, EmailsType.self, PhoneType.self,
        PhonesType.self, WebAddressType.self, GeopointType.self, AutonumberType.self,
        JSONType.self,
    ]

    private static let byWord = Dictionary(
        uniqueKeysWithValues: behaviors.map { ($0.word, $0) })

    /// The words packs declare fields with.
    public static let words = behaviors.map { $0.word }

    /// The type that a word and its options declare; `nil` when they do not, which was reported.
    public static func declared(
        _ word: String, _ options: inout some FieldOptionReader
    ) -> FieldType? {
        byWord[word]?.declared(&options)
    }

    /// What may be said of a field of this type, besides what may be said of every field.
    public static func options(of word: String) -> [String] { byWord[word]?.options ?? [] }

    // MARK: What is asked most

    /// How values lie in a record, in a row and in a condition.
    public var kind: ValueKind { behavior.kind }

    /// Digits after the point; zero for whatever is not a decimal.
    public var scale: Int { behavior.scale }

    /// The word a pack declares it with.
    public var word: String { Swift.type(of: behavior).word }

    public var isMoney: Bool { if case .money = self { true } else { false } }

    /// Whether the engine alone numbers it.
    public var isAutonumber: Bool { if case .autonumber = self { true } else { false } }

    /// Whether it holds words of people's own: what is searched, and what a title is made of.
    public var isFreeText: Bool {
        switch self {
        case .text, .email, .phone, .url, .autonumber: true
        case .choice, .integer, .decimal, .money, .percent, .boolean, .date, .datetime, .duration,
            .reference, .multichoice, .emails, .phones, .geopoint, .json, .currency:
            false
        }
    }

    /// The values one is chosen from.
    public var choices: [String]? {
        switch self {
        case .choice(let type): type.values
        case .multichoice(let type): type.values
        case .text, .integer, .decimal, .money, .percent, .boolean, .date, .datetime, .duration,
            .reference, .email, .phone, .url, .autonumber, .emails, .phones, .geopoint, .json,
            .currency:
            nil
        }
    }

    /// Whether a default that is a text is meant as that text, not as a condition.
    public var takesText: Bool { kind == .text || isList }

    /// Whether a value is several texts.
    public var isList: Bool { behavior is any ListBehavior }

    /// Whether its record dies with the one it refers to.
    public var isOwned: Bool {
        if case .reference(let type) = self { type.onDelete == .cascade } else { false }
    }

    public var isPerson: Bool { target == ReferenceType.person }

    /// The object a reference leads to; `nil` too when it may be any.
    public var target: String? {
        if case .reference(let type) = self, !type.isToAny { type.target } else { nil }
    }
}

// MARK: In short

extension FieldType {
    public static func text(maximumLength: Int) -> FieldType {
        .text(TextType(maximumLength: maximumLength))
    }

    public static func choice(_ values: [String]) -> FieldType { .choice(ChoiceType(values)) }

    public static func decimal(scale: Int) -> FieldType { .decimal(DecimalType(scale: scale)) }

    public static func money(scale: Int) -> FieldType { .money(MoneyType(scale: scale)) }

    public static func percent(scale: Int) -> FieldType { .percent(PercentType(scale: scale)) }

    public static func reference(to target: String, onDelete: DeleteRule) -> FieldType {
        .reference(ReferenceType(to: target, onDelete: onDelete))
    }

    public static func autonumber(format: String) -> FieldType {
        .autonumber(AutonumberType(format: format))
    }
}
