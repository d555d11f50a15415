/// Writes JSON straight into bytes.
///
/// Foundation's coders cost some twenty times as much a record, so history, trace and every answer
/// of the program are written with this.
///
///     var json = JSONWriter()
///     json.object { $0.member("code", "gate.closed"); $0.member("count", 3) }
public struct JSONWriter: Sendable {
    public private(set) var bytes: [UInt8] = []
    private var needsComma = false

    public init(reserving capacity: Int = 256) {
        bytes.reserveCapacity(capacity)
    }

    public var text: String { String(decoding: bytes, as: UTF8.self) }

    public mutating func object(_ body: (inout JSONWriter) throws -> Void) rethrows {
        try enclose(UInt8(ascii: "{"), UInt8(ascii: "}"), body)
    }

    public mutating func array(_ body: (inout JSONWriter) throws -> Void) rethrows {
        try enclose(UInt8(ascii: "["), UInt8(ascii: "]"), body)
    }

    public mutating func key(_ name: StaticString) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        bytes.append(
            contentsOf: UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    public mutating func key(_ name: String) {
        string(name)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    /// A key that is written again and again.
    public mutating func key(_ index: Int, of keys: JSONKeys) {
        separate()
        bytes.append(contentsOf: keys[index])
        needsComma = false
    }

    public mutating func string(_ text: String) {
        var text = text
        text.withUTF8 { string(utf8: $0) }
    }

    public mutating func string(utf8: UnsafeBufferPointer<UInt8>) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        var run = 0
        for index in 0..<utf8.count {
            let byte = utf8[index]
            guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
            else { continue }
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[run..<index]))
            escape(byte)
            run = index + 1
        }
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[run...]))
        bytes.append(UInt8(ascii: "\""))
        needsComma = true
    }

    public mutating func integer(_ number: Int64) {
        separate()
        append(digits: number)
        needsComma = true
    }

    public mutating func bool(_ flag: Bool) {
        literal(flag ? "true" : "false")
    }

    public mutating func null() {
        literal("null")
    }

    /// Appends JSON that is already written.
    public mutating func raw(_ json: String) {
        separate()
        bytes.append(contentsOf: json.utf8)
        needsComma = true
    }

    public mutating func raw(_ json: [UInt8]) {
        separate()
        bytes.append(contentsOf: json)
        needsComma = true
    }

    private mutating func raw(utf8 json: UnsafeBufferPointer<UInt8>) {
        separate()
        bytes.append(contentsOf: json)
        needsComma = true
    }

    public mutating func id(_ id: RecordID) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        id.withCharacters { bytes.append(contentsOf: $0) }
        bytes.append(UInt8(ascii: "\""))
        needsComma = true
    }

    /// A decimal is a string, so that no reader turns it into a binary float; an id is a string,
    /// because it has more than 53 bits.
    public mutating func value(_ value: Value) {
        switch value {
        case .none: null()
        case .bool(let flag): bool(flag)
        case .integer(let number): integer(number)
        case .text(let text): string(text)
        case .json(let text): raw(text)
        case .decimal, .date, .datetime, .duration, .reference: string(value.description)
        }
    }

    /// The same for a value that lies in a record; the common kinds without making a string.
    public mutating func slot(_ index: Int, of record: Record) {
        let slot = record.slots[index]
        switch slot.kind {
        case .text: record.withText(slot) { string(utf8: $0) }
        case .json: record.withText(slot) { raw(utf8: $0) }
        case .integer: integer(slot.word)
        case .decimal: decimal(slot)
        case .bool: bool(slot.word != 0)
        case .reference: id(RecordID(number: slot.word))
        case .date: day(Day(number: slot.word))
        case nil: null()
        case .datetime: instant(Instant(milliseconds: slot.word))
        case .duration: value(record[index])
        }
    }

    public mutating func member(_ name: StaticString, _ text: String) {
        key(name)
        string(text)
    }

    public mutating func member(_ name: StaticString, _ number: Int) {
        key(name)
        integer(Int64(number))
    }

    public mutating func member(_ name: StaticString, _ flag: Bool) {
        key(name)
        bool(flag)
    }

    public mutating func member(_ name: StaticString, optional text: String?) {
        guard let text else { return }
        member(name, text)
    }

    public mutating func member(_ name: StaticString, _ id: RecordID) {
        key(name)
        self.id(id)
    }

    // MARK: Bytes

    private mutating func enclose(
        _ open: UInt8, _ close: UInt8, _ body: (inout JSONWriter) throws -> Void
    ) rethrows {
        separate()
        bytes.append(open)
        needsComma = false
        try body(&self)
        bytes.append(close)
        needsComma = true
    }

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
    }

    private mutating func decimal(_ slot: Slot) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        if slot.scale == 0 {
            append(digits: slot.word)
        } else {
            let power = UInt64(Decimal.powersOfTen[Int(slot.scale)])
            let (whole, fraction) = slot.word.magnitude.quotientAndRemainder(dividingBy: power)
            if slot.word < 0 { bytes.append(UInt8(ascii: "-")) }
            append(digits: Int64(whole))
            bytes.append(UInt8(ascii: "."))
            var place = power / 10
            while place > 0 {
                bytes.append(UInt8(ascii: "0") + UInt8(fraction / place % 10))
                place /= 10
            }
        }
        bytes.append(UInt8(ascii: "\""))
        needsComma = true
    }

    private mutating func literal(_ word: StaticString) {
        separate()
        bytes.append(
            contentsOf: UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount))
        needsComma = true
    }

    /// As ``Day/description`` prints it.
    private mutating func day(_ day: Day) {
        let (year, month, ofMonth) = day.civil
        guard (1000...9999).contains(year) else { return string(day.description) }
        separate()
        bytes.append(UInt8(ascii: "\""))
        append(digits: Int64(year))
        for part in [month, ofMonth] {
            bytes.append(UInt8(ascii: "-"))
            bytes.append(UInt8(ascii: "0") + UInt8(part / 10))
            bytes.append(UInt8(ascii: "0") + UInt8(part % 10))
        }
        bytes.append(UInt8(ascii: "\""))
        needsComma = true
    }

    /// As ``Instant/description`` prints it.
    private mutating func instant(_ instant: Instant) {
        let (year, month, ofMonth) = instant.day.civil
        guard (1000...9999).contains(year) else { return string(instant.description) }
        let inDay = Int(instant.milliseconds - instant.day.number * 86_400_000)
        separate()
        bytes.append(UInt8(ascii: "\""))
        append(digits: Int64(year))
        append(UInt8(ascii: "-"), twoDigits: month)
        append(UInt8(ascii: "-"), twoDigits: ofMonth)
        append(UInt8(ascii: "T"), twoDigits: inDay / 3_600_000)
        append(UInt8(ascii: ":"), twoDigits: inDay / 60_000 % 60)
        append(UInt8(ascii: ":"), twoDigits: inDay / 1000 % 60)
        if inDay % 1000 != 0 {
            append(UInt8(ascii: "."), twoDigits: inDay % 1000 / 10)
            bytes.append(UInt8(ascii: "0") + UInt8(inDay % 10))
        }
        bytes.append(contentsOf: "Z\"".utf8)
        needsComma = true
    }

    private mutating func append(_ mark: UInt8, twoDigits number: Int) {
        bytes.append(mark)
        bytes.append(UInt8(ascii: "0") + UInt8(number / 10))
        bytes.append(UInt8(ascii: "0") + UInt8(number % 10))
    }

    private mutating func append(digits number: Int64) {
        if number < 0 { bytes.append(UInt8(ascii: "-")) }
        var rest = number.magnitude
        let start = bytes.count
        repeat {
            bytes.append(UInt8(ascii: "0") + UInt8(rest % 10))
            rest /= 10
        } while rest > 0
        bytes[start...].reverse()
    }

    private mutating func escape(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): bytes.append(contentsOf: "\\\"".utf8)
        case UInt8(ascii: "\\"): bytes.append(contentsOf: "\\\\".utf8)
        case 0x0a: bytes.append(contentsOf: "\\n".utf8)
        case 0x0d: bytes.append(contentsOf: "\\r".utf8)
        case 0x09: bytes.append(contentsOf: "\\t".utf8)
        default:
            let hex = Array("0123456789abcdef".utf8)
            bytes.append(contentsOf: "\\u00".utf8)
            bytes.append(hex[Int(byte >> 4)])
            bytes.append(hex[Int(byte & 15)])
        }
    }
}
