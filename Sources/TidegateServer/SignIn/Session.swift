import TidegateEngine
import TidegateModel
import TidegateStore

/// Someone's being signed in with one browser, as the drawer keeps it.
struct Session: Sendable {
    /// The digest of the cookie's secret.
    let key: [UInt8]
    let user: RecordID
    let created: Instant
    var seen: Instant
    var expires: Instant
    /// What this session's forms send back. Stays the same when the cookie is replaced, so that a
    /// page that is open all the while can still be sent.
    let formToken: String
    /// A fingerprint of what the user may do; when it changes, so does the cookie.
    let power: String
    let address: String
    let device: String
    /// Replaced by another one; opens for a moment longer and is not replaced again.
    var isReplaced = false

    init(
        of person: Person, key: [UInt8], from visitor: Visitor, at now: Instant,
        _ times: SessionTimes
    ) {
        self.key = key
        user = person.id
        created = now
        seen = now
        expires = times.end(created: now, seen: now)
        formToken = Secret.random().text
        power = Self.power(of: person)
        address = visitor.address
        device = visitor.device
    }

    /// The same session under a new cookie.
    init(_ old: Session, key: [UInt8], of person: Person, at now: Instant, _ times: SessionTimes) {
        self.key = key
        user = old.user
        created = old.created
        seen = now
        expires = times.end(created: old.created, seen: now)
        formToken = old.formToken
        power = Self.power(of: person)
        address = old.address
        device = old.device
    }

    init?(_ item: DrawerItem) {
        let note = DrawerNote(item.content)
        guard let user = item.owner, let expires = item.expires,
            let created = note[time: "created"],
            let seen = note[time: "seen"], let formToken = note["form"]
        else { return nil }
        key = item.key
        self.user = user
        self.created = created
        self.seen = seen
        self.expires = expires
        self.formToken = formToken
        power = note["power"] ?? ""
        address = note["address"] ?? ""
        device = note["device"] ?? ""
        isReplaced = note["replaced"] != nil
    }

    var item: DrawerItem {
        var note = DrawerNote()
        note[time: "created"] = created
        note[time: "seen"] = seen
        note["form"] = formToken
        note["power"] = power
        note["address"] = address
        note["device"] = device
        if isReplaced { note["replaced"] = "yes" }
        return DrawerItem(
            Credential.session.rawValue, key: key, owner: user, expires: expires,
            content: note.bytes)
    }

    static func power(of person: Person) -> String {
        let words = person.actor.roles.sorted() + ["/"] + person.actor.permissions.sorted()
        return String(Digest.sha256Hex(Array(words.joined(separator: " ").utf8)).prefix(16))
    }
}

/// What an owner sees of a session, or of a token.
public struct Doorway: Hashable, Sendable {
    /// Names it for revoking, also in a shell: it never begins with a dash. Opens nothing.
    public let id: String
    public let name: String
    public let detail: String
    public let created: Instant
    public let lastSeen: Instant?
    public let expires: Instant?
    /// Whether it is the one that the caller came by.
    public let isCurrent: Bool

    static func id(_ key: [UInt8]) -> String { String(Digest.hex(key).prefix(16)) }
}
