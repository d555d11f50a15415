import Tidegate

/// Takes a repair in and tries to finish it; returns why it could not be finished.
func takeIn(_ device: String, packs: [String], store: any Store) async throws -> [String] {
    let engine = try await Engine.open(store: store)
    _ = try await engine.install(packs.map { try PackFolder.read($0) })

    // Rights come from roles; a program that keeps its own acts with all of them.
    let shop = Actor(
        kind: .service, name: "shop", permissions: [Permission.administer.rawValue])
    let customer = try await engine.create(
        "Account", ["name": .text("Acme")], as: shop, through: .library
    ).get()
    let repair = try await engine.create(
        "Repair", ["device": .text(device), "customer": .reference(customer.id)],
        as: shop, through: .library, RequestOptions(idempotencyKey: "take-in-1")
    ).get()

    var reasons: [String] = []
    switch try await engine.move("Repair", repair.id, to: "quoted", as: shop, through: .library) {
    case .done(let record):
        print("\(record["code"]) is quoted, version \(record.version)")
    case .refused(let refusal):
        for gate in refusal.gates where !gate.passed {
            reasons.append("\(gate.name): \(gate.unblock.joined(separator: "; "))")
        }
    }
    await engine.close()
    return reasons
}
