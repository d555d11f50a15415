/// The door into a field: text from a person, a file or a command becomes a value of the field's
/// type, or a reason why not. Nothing is guessed: `"12,5"` is not a number.
extension Field {
    /// Reads the text of one cell. An empty text is a missing value.
    ///
    /// A reference is read as an id (13 characters); resolving names is the importer's work.
    public func parse(
        _ bytes: UnsafeBufferPointer<UInt8>, dates: DateForm = .iso, numbers: NumberForm = .plain
    ) -> Result<Value, FieldProblem> {
        if bytes.isEmpty { return .success(.none) }
        switch type.kind {
        case .integer:
            switch number(bytes, numbers) {
            case .success(let number) where number.scale == 0:
                return convert(.integer(number.coefficient))
            case .success: return refuse(bytes, .notInteger)
            case .failure(let misfit): return refuse(bytes, misfit.why)
            }
        case .decimal:
            switch number(bytes, numbers) {
            case .success(let number): return convert(.decimal(number))
            case .failure(let misfit): return refuse(bytes, misfit.why)
            }
        case .bool:
            switch String(decoding: bytes, as: UTF8.self) {
            case "true", "yes", "1": return .success(.bool(true))
            case "false", "no", "0": return .success(.bool(false))
            default: return refuse(bytes, .notBoolean)
            }
        case .date:
            guard let day = Day.parse(bytes, dates) else { return refuse(bytes, .notDate(dates)) }
            return .success(.date(day))
        case .datetime:
            guard let instant = Instant(String(decoding: bytes, as: UTF8.self))
            else { return refuse(bytes, .notDatetime) }
            return .success(.datetime(instant))
        case .duration:
            guard let span = Span(String(decoding: bytes, as: UTF8.self))
            else { return refuse(bytes, .notDuration) }
            return .success(.duration(span))
        case .reference:
            guard let id = RecordID(String(decoding: bytes, as: UTF8.self))
            else { return refuse(bytes, .notReference) }
            return .success(.reference(id))
        case .text:
            guard let text = String(validating: bytes, as: UTF8.self)
            else { return refuse(bytes, .notUTF8) }
            return convert(.text(text))
        }
    }

    public func parse(
        _ text: String, dates: DateForm = .iso, numbers: NumberForm = .plain
    ) -> Result<Value, FieldProblem> {
        Array(text.utf8).withUnsafeBufferPointer { parse($0, dates: dates, numbers: numbers) }
    }

    /// Brings a value of a nearby kind to this field's type and checks its limits.
    ///
    /// An integer may fill a decimal, a decimal without fraction an integer; a decimal keeps all
    /// its digits or is refused.
    public func convert(_ value: Value) -> Result<Value, FieldProblem> {
        switch (type.kind, value) {
        case (_, .none): return .success(.none)
        case (.integer, .integer(let number)): return limited(Decimal(number), value)
        case (.integer, .decimal(let number)):
            guard let whole = number.exactly(scale: 0) else { return refuse(value, .notInteger) }
            return limited(whole, .integer(whole.coefficient))
        case (.decimal, .integer), (.decimal, .decimal):
            guard let number = value.decimal?.exactly(scale: type.scale)
            else {
                let isFine = (value.decimal?.scale ?? 0) <= type.scale
                return refuse(value, isFine ? .tooLarge : .tooManyDigits(type.scale))
            }
            return limited(number, .decimal(number))
        case (.text, .text(let text)): return accepted(text)
        case (.bool, .bool), (.date, .date), (.datetime, .datetime), (.duration, .duration),
            (.reference, .reference):
            return .success(value)
        case (.datetime, .date(let day)): return .success(.datetime(Instant(day)))
        default: return refuse(value, .wrongKind(type.kind))
        }
    }

    private func limited(_ number: Decimal, _ value: Value) -> Result<Value, FieldProblem> {
        if let minimum, number < minimum { return refuse(value, .below(minimum)) }
        if let maximum, number > maximum { return refuse(value, .above(maximum)) }
        return .success(value)
    }

    private func accepted(_ text: String) -> Result<Value, FieldProblem> {
        if text.isEmpty { return .success(.none) }
        guard !text.utf8.contains(0) else { return refuse(.text(text), .nullCharacter) }
        switch type {
        case .choice(let values):
            guard values.contains(text) else { return refuse(.text(text), .notAChoice(values)) }
        case .text(let maximumLength):
            // A character has at least one byte, so most texts need not be counted.
            guard text.utf8.count <= maximumLength || text.unicodeScalars.count <= maximumLength
            else { return refuse(.text(text), .tooLong(maximumLength)) }
        case .email:
            let parts = text.split(separator: "@", omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[0].isEmpty, parts[1].contains("."),
                text.unicodeScalars.allSatisfy({ $0.value > 32 && $0 != "," && $0 != ";" }),
                text.utf8.count <= Limits.emailBytes
            else { return refuse(.text(text), .notEmail) }
        case .url:
            guard text.utf8.count <= Limits.shortTextBytes
            else { return refuse(.text(text), .tooLong(Limits.shortTextBytes)) }
            guard WebAddress.isOne(text) else { return refuse(.text(text), .notURL) }
        case .phone, .autonumber:
            guard text.utf8.count <= Limits.shortTextBytes
            else { return refuse(.text(text), .tooLong(Limits.shortTextBytes)) }
        case .integer, .decimal, .money, .percent, .boolean, .date, .datetime, .duration,
            .reference:
            return refuse(.text(text), .wrongKind(type.kind))
        }
        return .success(.text(text))
    }

    private func refuse(
        _ bytes: UnsafeBufferPointer<UInt8>, _ why: FieldProblem.Why
    ) -> Result<Value, FieldProblem> {
        refuse(.text(String(decoding: bytes.prefix(Limits.quotedBytes), as: UTF8.self)), why)
    }

    private func refuse(_ value: Value, _ why: FieldProblem.Why) -> Result<Value, FieldProblem> {
        .failure(FieldProblem(field: name, value: value.description, why: why))
    }
}

/// Why a field does not take a value.
public struct FieldProblem: Error, Hashable, Sendable {
    public enum Why: Hashable, Sendable {
        case notInteger, notNumber, notBoolean, notDate(DateForm), notDatetime, notDuration
        case notReference, notUTF8, notEmail, notURL
        /// What a person typed over a reference, where they were to choose.
        case nothingCalled
        /// Databases and the formats of files end texts at U+0000.
        case nullCharacter
        /// A number whose commas do not stand between groups of three digits.
        case badGroups
        case tooManyDigits(Int)
        case tooLong(Int)
        case below(Decimal), above(Decimal)
        /// More digits than a number of ours holds.
        case tooLarge
        case notAChoice([String])
        case wrongKind(ValueKind)
    }

    public let field: String
    public let value: String
    public let why: Why

    public init(field: String, value: String, why: Why) {
        self.field = field
        // What is told of the value goes to the doors that would not take it.
        self.value = value.replacing("\0", with: "\u{2400}")
        self.why = why
    }

    public var code: String {
        switch why {
        case .notAChoice: "field.choice"
        case .below, .above, .tooLarge: "field.range"
        case .tooLong: "field.length"
        case .tooManyDigits: "field.digits"
        case .notInteger, .notNumber, .notBoolean, .notDate, .notDatetime, .notDuration,
            .notReference, .nothingCalled, .notUTF8, .notEmail, .notURL, .nullCharacter, .badGroups,
            .wrongKind:
            "field.type"
        }
    }

    /// `discount: "12,5" is not a number; write it like 1234.50`
    public var message: String { "\(field): \"\(shown)\" \(complaint)" }

    /// The part after the value, for a report that names field and value in columns of their own.
    public var complaint: String {
        switch why {
        case .notInteger: "is not a whole number; write it like 1234"
        case .notNumber: "is not a number; write it like 1234.50"
        case .badGroups: "has its commas in the wrong places; write it like 1,234.50 or 1234.50"
        case .notBoolean: "is neither yes nor no; write true or false"
        case .notDate(let form): "is not a date of the form \(form.rawValue)"
        case .notDatetime: "is not a time; write it like 2026-11-22T08:30:00Z"
        case .notDuration: "is not a duration; write it like 14 days"
        case .notReference:
            "is not a record id of 13 characters; write field:value, such as name:Acme"
        case .nothingCalled: "names no record; choose from the list or clear it"
        case .notUTF8: "is not valid UTF-8; save the file as UTF-8"
        case .notEmail: "is not an e-mail address"
        case .notURL: "is not a web address; write it like https://example.com"
        case .nullCharacter: "holds the character U+0000, which no text may hold"
        case .tooManyDigits(let scale):
            scale == 0
                ? "has a fraction; only whole numbers fit"
                : "does not fit a number with \(scale) digits after the point"
        case .tooLong(let limit): "is longer than \(limit) characters"
        case .below(let minimum): "is below the smallest allowed, \(minimum)"
        case .above(let maximum): "is above the largest allowed, \(maximum)"
        case .tooLarge: "is too large"
        case .notAChoice(let values): "is not one of " + values.joined(separator: ", ")
        case .wrongKind(let kind): "is not a \(kind.word)"
        }
    }

    /// The same about what was typed into a form, where a reference is chosen by its name.
    public var typed: FieldProblem {
        why == .notReference ? FieldProblem(field: field, value: value, why: .nothingCalled) : self
    }

    private var shown: String {
        value.utf8.count <= Limits.quotedBytes
            ? value : String(value.prefix(Limits.quotedBytes / 4)) + "…"
    }
}
