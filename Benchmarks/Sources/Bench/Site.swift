import Foundation
import Tidegate
import TidegateScript

/// Where a run happens: the folder for its files and the folder with its packs.
struct Place: Sendable {
    var folder: String
    var packs: String

    /// The path of a file that is not there yet.
    func fresh(_ name: String) -> String {
        let path = folder + "/" + name
        for ending in ["", "-wal", "-shm"] {
            try? FileManager.default.removeItem(atPath: path + ending)
        }
        return path
    }
}

/// A workspace with the pack of the works, its people and accounts.
final class Site: Sendable {
    let path: String
    let engine: Engine
    let seller: Actor
    let first: Actor
    let second: Actor
    let owners: [RecordID]
    let accounts: [RecordID]

    /// - Parameter people: whether accounts and owners are there; the flat works need none.
    init(_ place: Place, _ name: String, people: Bool = true) async throws {
        path = place.fresh(name)
        engine = try await Engine.open(store: SQLiteStore.open(path: path))
        _ = try await engine.install([PackFolder.read(place.packs + "/bench")])
        for (login, roles) in [("seller", []), ("first", ["first"]), ("second", ["second"])] {
            _ = try await engine.addUser(
                login: login, name: login, email: nil, manager: nil, roles: roles, as: .system,
                through: .library
            ).get()
        }
        seller = try await engine.actor(login: "seller")
        first = try await engine.actor(login: "first")
        second = try await engine.actor(login: "second")
        var owners: [RecordID] = []
        var accounts: [RecordID] = []
        if people {
            for number in 1...200 {
                owners.append(
                    try await engine.create(
                        "User", ["login": .text("user\(number)")], as: .system, through: .library
                    ).get().id)
            }
            for number in 1...1000 {
                accounts.append(
                    try await engine.create(
                        "Account", ["name": .text("Account \(number)")], as: .system,
                        through: .library
                    ).get().id)
            }
        }
        self.owners = owners
        self.accounts = accounts
    }

    /// What a caller sends for record *i* of the generator.
    func values(_ deal: Deal) -> [String: Value] {
        [
            "name": .text(deal.name), "account": .reference(accounts[Int(deal.account) - 1]),
            "amount": .decimal(deal.amount), "currency": .text(deal.currency),
            "stage": .text(deal.stage), "probability": .integer(deal.probability),
            "close_date": .date(Day(number: deal.closes)),
            "owner": .reference(owners[Int(deal.owner) - 1]), "source": .text(deal.source),
            "requirement_confirmed": .bool(deal.isConfirmed), "notes": .text(deal.notes),
            "created_date": .date(Day(number: deal.created)),
        ]
    }

    /// Records that meet the rule of W1, without a clock running.
    func fill(_ count: Int) async throws -> [RecordID] {
        let records = Slots<RecordID>(count)
        _ = try await operate(count, callers: 32) { [self] number in
            var deal = Deal(number)
            deal.closes = max(deal.closes, deal.created)
            let record = try await engine.create(
                "Opportunity", values(deal), as: seller, through: .library
            ).get()
            records.put(record.id, at: number)
            return true
        }
        return records.all()
    }

    /// Rows of one object, and links of the history, as the file has them.
    func count(_ object: String, where condition: String? = nil) async throws -> Int64 {
        var request = ListRequest(object, where: condition)
        request.show = "count()"
        guard case .figures(_, let rows) = try await engine.list(request, as: .system) else {
            return -1
        }
        return rows.first?.first?.integer ?? -1
    }

    func changes() async throws -> Int64 {
        guard case .intact(let tail) = try await engine.verifyHistory() else { return -1 }
        return tail.sequence
    }
}

/// Filled by several callers, each at places of its own.
final class Slots<Element: Sendable>: @unchecked Sendable {
    private let lock = NSLock()
    private var elements: [Element?]

    init(_ count: Int) { elements = [Element?](repeating: nil, count: count) }

    func put(_ element: Element, at place: Int) { lock.withLock { elements[place] = element } }
    func all() -> [Element] { lock.withLock { elements.compactMap { $0 } } }
}
