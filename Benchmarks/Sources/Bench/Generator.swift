import BareC
import Tidegate

/// Record *i* of every work: the same in every program that is compared (WORK.md).
struct Deal {
    static let stages = ["Lead", "Qualify", "Propose", "Negotiate", "Won", "Lost"]
    static let currencies = ["USD", "EUR", "GBP", "JPY"]
    static let sources = ["Web", "Referral", "Event", "Partner", "Cold"]

    var name, currency, stage, source, notes: String
    var account, cents, probability, owner: Int64
    /// Days since 1970.
    var created, closes: Int64
    var isConfirmed: Bool

    /// - Parameter spread: over all stages, instead of all in the first.
    init(_ number: Int, spread: Bool = false) {
        let bits = Self.scrambled(UInt64(number))
        let ofHundred = number % 100
        name = "Opp " + Self.padded(number, 8)
        notes =
            "Customer asked for a quotation; follow up in week \(Self.padded(number % 53, 2)) "
            + "of the plan. Reference \(Self.padded(number, 8))."
        account = Int64(1 + bits % 1000)
        cents = ofHundred == 50 ? 0 : Int64((bits >> 8) % 20_000_000) + 1
        stage = Self.stages[spread ? Int((bits >> 30) % 6) : 0]
        currency = Self.currencies[Int((bits >> 36) % 4)]
        probability = Int64((bits >> 40) % 101)
        created = Int64(20_454 + number % 300)
        closes = ofHundred == 99 ? created - 1 : created + Int64((bits >> 20) % 365)
        owner = Int64(1 + (bits >> 48) % 200)
        source = Self.sources[Int((bits >> 56) % 5)]
        isConfirmed = number % 10 != 9
    }

    private static func scrambled(_ number: UInt64) -> UInt64 {
        var bits = (number &+ 1) &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        bits = (bits ^ (bits >> 33)) &* 0xff51_afd7_ed55_8ccd
        return bits ^ (bits >> 33)
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    var amount: Decimal { Decimal(coefficient: cents, scale: 2) }

    /// As a record of the flat form, without stages.
    func record(of object: Object, _ id: RecordID) -> Record {
        var record = Record(object: object, id: id, version: 1)
        record["name"] = .text(name)
        record["account"] = .integer(account)
        record["amount"] = .decimal(amount)
        record["currency"] = .text(currency)
        record["stage"] = .text(stage)
        record["probability"] = .integer(probability)
        record["close_date"] = .date(Day(number: closes))
        record["owner"] = .integer(owner)
        record["source"] = .text(source)
        record["requirement_confirmed"] = .bool(isConfirmed)
        record["notes"] = .text(notes)
        record["created_date"] = .date(Day(number: created))
        return record
    }

    /// The fields as text, for comparison with the generator in C.
    private var description: String {
        "\(name)|\(account)|\(cents)|\(currency)|\(stage)|\(probability)|\(closes)|\(owner)|"
            + "\(source)|\(isConfirmed ? 1 : 0)|\(notes)|\(created)"
    }

    /// Stops the run when the data is not what every other program measured with.
    static func check() {
        for number in [0, 9, 50, 99, 1_234, 99_999] {
            for spread in [false, true] {
                let text = [CChar](unsafeUninitializedCapacity: 400) { buffer, count in
                    bare_describe(UInt64(number), spread ? 1 : 0, buffer.baseAddress, 400)
                    count = 400
                }
                let inC = text.withUnsafeBufferPointer { bytes in
                    String(
                        decoding: bytes.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) },
                        as: UTF8.self)
                }
                let inSwift = Deal(number, spread: spread).description
                expect(inC == inSwift, "record \(number) is \(inSwift) here and \(inC) in C")
            }
        }
        // WORK.md: the total of the first million, which every program's W5 has to find.
        let total = (0..<1_000_000).reduce(Int64(0)) { sum, number in
            number % 100 == 50
                ? sum : sum + Int64((scrambled(UInt64(number)) >> 8) % 20_000_000) + 1
        }
        expect(total == 9_903_011_119_869, "a million records sum up to \(total) cents")
    }
}
