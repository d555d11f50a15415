import TidegateModel
import TidegateRules
import TidegateStore

/// Reads for conditions and titles outside a transaction.
final class ReaderSource: RecordSource {
    private let reader: any StoreReader
    private let bundle: Bundle
    private let time: ReadingTime?

    /// - Parameter time: asked at every look; `nil`: as long as it takes.
    init(reader: any StoreReader, bundle: Bundle, time: ReadingTime? = nil) {
        self.reader = reader
        self.bundle = bundle
        self.time = time
    }

    func record(_ object: Object, _ id: RecordID) throws -> Record? {
        try time?.check()
        return try reader.record(object, id)
    }

    func children(_ field: ChildrenField, of owner: RecordID) throws -> [Record] {
        try time?.check()
        return try reader.children(field, of: owner, in: bundle.schema)
    }

    func shares(of record: RecordID, _ object: Object) throws -> [Share] {
        try reader.shares(of: record, object)
    }

    func rate(_ currency: String, on day: Day, in rates: ExchangeRates) throws -> Decimal? {
        try time?.check()
        return try reader.rate(currency, on: day, in: rates)
    }

    func isApproved(_ approval: String, _ object: Object, _ record: RecordID) throws -> Bool {
        try reader.newestApproval(approval, object, record)?["state"] == .text("approved")
    }
}

/// What conditions ask, of a transaction and of a snapshot alike.
extension StoreReader {
    /// The last one opened, whatever became of it.
    func newestApproval(_ name: String, _ object: Object, _ record: RecordID) throws -> Record? {
        let approvals = SystemObjects.approval
        guard let slot = approvals.slot(of: "record") else { return nil }
        return try records(approvals, slot: slot, equals: .reference(record))
            .last { $0["name"] == .text(name) && $0["object"] == .text(object.name) }
    }

    func shares(of record: RecordID, _ object: Object) throws -> [Share] {
        try shareRows(of: record, object).compactMap { row in
            guard let level = row["level"].text.flatMap(Share.Level.init(rawValue:)) else {
                return nil
            }
            if let user = row["user"].reference { return Share(.user(user), level) }
            return row["team"].reference.map { Share(.team($0), level) }
        }
    }

    func shareRows(of record: RecordID, _ object: Object) throws -> [Record] {
        let shares = SystemObjects.share
        guard let slot = shares.slot(of: "record") else { return [] }
        return try records(shares, slot: slot, equals: .reference(record))
            .filter { $0["object"] == .text(object.name) }
    }

    /// The records that refer to the owner by the field.
    func children(_ field: ChildrenField, of owner: RecordID, in schema: Schema) throws -> [Record]
    {
        guard let object = schema[field.object], let slot = object.slot(of: field.field)
        else { return [] }
        return try records(object, slot: slot, equals: .reference(owner))
    }
}
