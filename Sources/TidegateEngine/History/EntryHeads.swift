import TidegateModel

/// The part of an entry that is the same for all an actor does through one door: written once and
/// kept for those who came last.
final class EntryHeads {
    private let bundle: String
    private var recent: [(actor: Actor, door: Door, head: [UInt8])] = []

    init(bundle: String) {
        self.bundle = String(bundle.prefix(12))
    }

    /// `"actor":{…},"door":"command","bundle":"4f0c…"`
    func head(_ actor: Actor, _ door: Door) -> [UInt8] {
        if let known = recent.first(where: { $0.door == door && $0.actor == actor }) {
            return known.head
        }
        var json = JSONWriter()
        json.key("actor")
        json.object { json in
            json.member("kind", actor.kind.rawValue)
            json.member("name", actor.name)
            json.member("id", optional: actor.user?.description)
            json.member("on_behalf_of", optional: actor.onBehalfOf?.description)
        }
        json.member("door", door.rawValue)
        json.member("bundle", bundle)
        if recent.count >= EngineLimits.entryHeads { recent.removeFirst() }
        recent.append((actor, door, json.bytes))
        return json.bytes
    }
}
