/// A type whose values are numbers.
public protocol NumberBehavior: FieldBehavior {
    /// What may stand behind the digits where people write them.
    static var sign: UInt8? { get }
}

extension NumberBehavior {
    public static var sign: UInt8? { nil }

    public func read(
        _ bytes: UnsafeBufferPointer<UInt8>, _ form: InputForm
    ) throws(FieldProblem.Why) -> Value {
        try .decimal(number(bytes, form.numbers))
    }

    func number(
        _ bytes: UnsafeBufferPointer<UInt8>, _ form: NumberForm
    ) throws(FieldProblem.Why) -> Decimal {
        if let number = Decimal.parse(bytes) { return number }
        switch form {
        case .plain: throw misfit(bytes)
        case .grouped:
            var digits = Array(String(decoding: bytes, as: UTF8.self).narrow.utf8)
            if let sign = Self.sign, digits.last == sign {
                digits.removeLast()
                while digits.last == UInt8(ascii: " ") { digits.removeLast() }
            }
            let isGrouped = digits.contains(UInt8(ascii: ","))
            let bare = digits.filter { $0 != UInt8(ascii: ",") }
            guard let number = bare.withUnsafeBufferPointer(Decimal.parse) else {
                throw bare.withUnsafeBufferPointer(misfit)
            }
            guard !isGrouped || number.isWritten(inGroups: digits) else { throw .badGroups }
            return number
        }
    }

    /// Why no number could be read.
    private func misfit(_ bytes: UnsafeBufferPointer<UInt8>) -> FieldProblem.Why {
        let digits = bytes.first == UInt8(ascii: "-") ? bytes.dropFirst() : bytes[...]
        let parts = digits.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard let whole = parts.first, parts.count <= 2,
            parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy { (0x30...0x39).contains($0) } })
        else { return kind == .integer ? .notInteger : .notNumber }
        let most = Decimal.powersOfTen.count - 1 - scale
        return whole.drop { $0 == 0x30 }.count > most ? .tooLarge : .tooManyDigits(scale)
    }
}

/// A number with digits after the point, as many as its field has.
public protocol DecimalBehavior: NumberBehavior {
    static var usualScale: Int { get }
    init(scale: Int)
    /// The case of ``FieldType`` that holds it.
    var type: FieldType { get }
}

extension DecimalBehavior {
    public static var options: [String] { ["scale", "min", "max", "total"] }

    public static func declared(_ options: inout some FieldOptionReader) -> FieldType? {
        Self(scale: options.whole("scale", in: 0...9) ?? usualScale).type
    }

    public var written: [FieldOption] {
        scale == Self.usualScale ? [] : [FieldOption("scale", .whole(scale))]
    }

    public var kind: ValueKind { .decimal }
    public var canBeSummed: Bool { true }

    public func fit(_ value: Value) throws(FieldProblem.Why) -> Value {
        guard let number = value.decimal else { throw .wrongKind(.decimal) }
        guard let exact = number.exactly(scale: scale) else {
            throw number.scale <= scale ? .tooLarge : .tooManyDigits(scale)
        }
        return .decimal(exact)
    }

    public var control: FieldControl { .number(isWhole: false) }
    public var prominence: Int? { 4 }

    public var schema: JSON {
        let pattern = scale == 0 ? "^-?[0-9]{1,18}$" : "^-?[0-9]{1,18}(\\.[0-9]{1,\(scale)})?$"
        return ["type": "string", "pattern": .string(pattern)]
    }

    public var example: JSON { "10" }
}

extension Decimal {
    /// Whether the digits before the point stand in groups of three, and none behind it do.
    fileprivate func isWritten(inGroups text: [UInt8]) -> Bool {
        let unsigned = text.first == UInt8(ascii: "-") ? text.dropFirst() : text[...]
        let parts = unsigned.split(
            separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard let whole = parts.first, !parts.dropFirst().joined().contains(UInt8(ascii: ","))
        else { return false }
        let groups = whole.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        return (1...3).contains(groups.first?.count ?? 0)
            && groups.dropFirst().allSatisfy { $0.count == 3 }
    }
}
