import CRecord

/// One field value in flat form; see `crecord.h`.
public typealias Slot = tg_slot

extension tg_slot {
    public static let missing = tg_slot()

    public init(kind: ValueKind, word: Int64, length: UInt32 = 0, scale: Int = 0) {
        self.init(
            word: word, length: length, tag: kind.rawValue, scale: UInt8(truncatingIfNeeded: scale),
            spare: 0)
    }

    public var isMissing: Bool { tag == 0 }
    public var kind: ValueKind? { ValueKind(rawValue: tag) }

    /// Whether it points to bytes; see ``ValueKind/hasBytes``.
    @inlinable public var hasBytes: Bool {
        tag == UInt8(TG_TEXT.rawValue) || tag == UInt8(TG_JSON.rawValue)
    }
}

/// One instance of an object.
///
/// Values lie flat: a slot of 16 bytes a field and one run of bytes for all texts, so a record is
/// read from a row, handed to a script and compared without a dictionary or a string being made.
///
///     var deal = Record(object: opportunity, id: id)
///     deal["name"] = .text("Pump")
///     deal["amount"] = .decimal(Decimal(80_000))
public struct Record: Sendable {
    public let object: Object
    public var id: RecordID
    /// 0 before the first save, then 1, 2, 3…
    public var version: Int64
    public private(set) var slots: [Slot]
    /// The texts; a slot points into them. Replaced texts leave their old bytes behind until the
    /// record is read again.
    public private(set) var bytes: [UInt8]

    public init(object: Object, id: RecordID, version: Int64 = 0) {
        self.object = object
        self.id = id
        self.version = version
        slots = [Slot](repeating: .missing, count: object.fields.count)
        bytes = []
    }

    /// Takes over a record already in flat form, as a driver reads it.
    public init(object: Object, id: RecordID, version: Int64, slots: [Slot], bytes: [UInt8]) {
        precondition(slots.count == object.fields.count, "a slot a field")
        self.object = object
        self.id = id
        self.version = version
        self.slots = slots
        self.bytes = bytes
    }

    /// The value of a field; ``Value/none`` for a field the object does not have.
    public subscript(name: String) -> Value {
        get { object.slot(of: name).map { self[$0] } ?? .none }
        set {
            guard let slot = object.slot(of: name) else { return }
            self[slot] = newValue
        }
    }

    /// The value of the field with this index.
    ///
    /// A decimal is kept at its field's scale; setting one that does not fit is a programming
    /// error, because ``Field/convert(_:)`` is the door.
    public subscript(slot: Int) -> Value {
        get { value(of: slots[slot]) }
        set {
            switch newValue {
            case .none: slots[slot] = .missing
            case .bool(let flag): slots[slot] = Slot(kind: .bool, word: flag ? 1 : 0)
            case .integer(let number): slots[slot] = Slot(kind: .integer, word: number)
            case .decimal(let number):
                slots[slot] = Slot(
                    kind: .decimal, word: number.coefficient, scale: number.scale)
            case .text(var text): text.withUTF8 { setBytes(slot, .text, $0) }
            case .json(var text): text.withUTF8 { setBytes(slot, .json, $0) }
            case .date(let day): slots[slot] = Slot(kind: .date, word: day.number)
            case .datetime(let instant):
                slots[slot] = Slot(kind: .datetime, word: instant.milliseconds)
            case .duration(let span): slots[slot] = Slot(kind: .duration, word: span.milliseconds)
            case .reference(let id): slots[slot] = Slot(kind: .reference, word: id.number)
            }
        }
    }

    public mutating func setText(_ slot: Int, _ text: UnsafeBufferPointer<UInt8>) {
        setBytes(slot, .text, text)
    }

    private mutating func setBytes(
        _ slot: Int, _ kind: ValueKind, _ text: UnsafeBufferPointer<UInt8>
    ) {
        slots[slot] = Slot(
            kind: kind, word: Int64(bytes.count), length: UInt32(truncatingIfNeeded: text.count))
        bytes.append(contentsOf: text)
    }

    /// Sets a slot that points to no bytes.
    public mutating func set(_ slot: Int, _ value: Slot) {
        precondition(!value.hasBytes, "a text brings its bytes: setText")
        slots[slot] = value
    }

    /// Copies one field of another record of the same object, bytes included.
    public mutating func copy(_ slot: Int, from other: Record) {
        let source = other.slots[slot]
        guard source.hasBytes, let kind = source.kind else {
            slots[slot] = source
            return
        }
        other.withText(source) { setBytes(slot, kind, $0) }
    }

    public func withText<Result>(
        _ slot: Slot, _ body: (UnsafeBufferPointer<UInt8>) throws -> Result
    ) rethrows -> Result {
        try bytes.withUnsafeBufferPointer { all in
            let start = Int(slot.word)
            return try body(UnsafeBufferPointer(rebasing: all[start..<start + Int(slot.length)]))
        }
    }

    /// A copy in which these fields are missing, for someone who may not see them. No byte of their
    /// texts is left in it.
    public func hiding(_ hidden: Set<Int>) -> Record {
        guard hidden.contains(where: { !slots[$0].isMissing }) else { return self }
        var copy = Record(object: object, id: id, version: version)
        for slot in slots.indices where !hidden.contains(slot) { copy.copy(slot, from: self) }
        return copy
    }

    /// Whether the field has the same value in both records of one object.
    public func equals(_ other: Record, at slot: Int) -> Bool {
        let (left, right) = (slots[slot], other.slots[slot])
        guard left.tag == right.tag else { return false }
        guard left.hasBytes else {
            return left.word == right.word && left.scale == right.scale
        }
        guard left.length == right.length else { return false }
        return withText(left) { mine in other.withText(right) { mine.elementsEqual($0) } }
    }

    func value(of slot: Slot) -> Value {
        switch slot.kind {
        case nil: .none
        case .bool: .bool(slot.word != 0)
        case .integer: .integer(slot.word)
        case .decimal: .decimal(Decimal(coefficient: slot.word, scale: Int(slot.scale)))
        case .text: .text(withText(slot) { String(decoding: $0, as: UTF8.self) })
        case .date: .date(Day(number: slot.word))
        case .datetime: .datetime(Instant(milliseconds: slot.word))
        case .duration: .duration(Span(milliseconds: slot.word))
        case .reference: .reference(RecordID(number: slot.word))
        case .json: .json(withText(slot) { String(decoding: $0, as: UTF8.self) })
        }
    }
}
