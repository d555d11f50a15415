/// Everything that is known of one type of field: how it is declared, read, kept, shown and offered.
///
/// One file a type. Where many types behave alike, the default stands in ``NumberBehavior`` or
/// ``TextBehavior``; what is the same for every type of a ``ValueKind`` (a column, an index, how two values
/// compare) is decided by the kind, below.
public protocol FieldBehavior: Hashable, Sendable {
    // MARK: Declared

    /// The word a pack declares it with.
    static var word: String { get }
    /// What a pack or an admin may say of it, besides what is said of every field.
    static var options: [String] { get }
    /// The type that the options say; `nil` when they do not say one, which was reported.
    static func declared(_ options: inout some FieldOptionReader) -> FieldType?
    /// The options that say it again, without those that are as usual.
    var written: [FieldOption] { get }

    // MARK: Kept

    var kind: ValueKind { get }
    /// Digits after the point; zero for whatever is not a decimal.
    var scale: Int { get }
    /// Whether adding up values of several records can make sense.
    var canBeSummed: Bool { get }

    // MARK: Read

    /// Reads what is not empty. What it gives was not fitted yet.
    func read(_ bytes: UnsafeBufferPointer<UInt8>, _ form: InputForm) throws(FieldProblem.Why)
        -> Value
    /// Brings a value of a nearby kind to this type, whole, or refuses it.
    func fit(_ value: Value) throws(FieldProblem.Why) -> Value

    // MARK: Shown

    /// A value as people read it in plain text, before its digits are put into groups.
    func shown(_ value: Value) -> String
    /// What stands in an input, and comes back from it as it was when nobody touched it.
    func typed(_ value: Value) -> String
    /// Where a value leads to: `mailto:ann@example.com`.
    func link(_ value: Value) -> String?
    /// What a person changes it with.
    var control: FieldControl { get }
    /// How soon a list takes it as a column when nobody said which: 0 first, `nil` never.
    var prominence: Int? { get }

    // MARK: Described

    /// JSON Schema of what an answer shows.
    var schema: JSON { get }
    /// Something the field takes.
    var example: JSON { get }
}

extension FieldBehavior {
    public static var options: [String] { [] }
    public var written: [FieldOption] { [] }
    public var scale: Int { 0 }
    public var canBeSummed: Bool { false }

    public func shown(_ value: Value) -> String { value.isMissing ? "" : value.description }
    public func typed(_ value: Value) -> String { value.isMissing ? "" : value.description }
    public func link(_ value: Value) -> String? { nil }
}

/// How what is read may be written.
public struct InputForm: Sendable {
    public var dates: DateForm
    public var numbers: NumberForm
}

/// What a person changes a field with; the pages draw it.
public enum FieldControl: Hashable, Sendable {
    case line(LineKind, maximumLength: Int?)
    case area(maximumLength: Int)
    case number(isWhole: Bool)
    case percent
    case flag
    case day
    case choice([String])
    case choices([String])
    /// One item a line.
    case lines
    case reference(to: String)

    public enum LineKind: String, Sendable {
        case text, email, url
        case phone = "tel"
    }

    /// A text of at most this many characters has a line, a longer one an area.
    public static let lineLength = 200
}

// MARK: Texts

/// A type whose values are texts.
public protocol TextBehavior: FieldBehavior {
    /// Refuses a text that is not empty and does not belong here.
    func check(_ text: String) throws(FieldProblem.Why)
}

extension TextBehavior {
    public var kind: ValueKind { .text }

    public func read(
        _ bytes: UnsafeBufferPointer<UInt8>, _ form: InputForm
    ) throws(FieldProblem.Why) -> Value {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .notUTF8 }
        return .text(text)
    }

    public func fit(_ value: Value) throws(FieldProblem.Why) -> Value {
        guard case .text(let text) = value else { throw .wrongKind(.text) }
        if text.isEmpty { return .none }
        guard !text.utf8.contains(0) else { throw .nullCharacter }
        try check(text)
        return value
    }

    /// Refuses a text of more bytes than a line of a database's index holds well.
    func checkShort(_ text: String) throws(FieldProblem.Why) {
        guard text.utf8.count <= Limits.shortTextBytes
        else { throw .tooLong(Limits.shortTextBytes) }
    }

    static func schema(maximumLength: Int) -> JSON {
        ["type": "string", "maxLength": JSON(maximumLength)]
    }
}
