import TidegateModel

/// Something a workspace keeps that is no record: the hash of a password, a session, a one-time
/// link. It has no history, no query reaches it and no door shows it; what must be told about it is
/// told in words of its own.
///
///     try writer.keep(DrawerItem("session", key: digest, owner: ann, expires: now + .hours(12)))
///     let session = try reader.item("session", digest)
public struct DrawerItem: Hashable, Sendable {
    public var kind: String
    /// Names the item among those of its kind.
    public var key: [UInt8]
    /// Whose it is; what a user owns can be found and taken away together.
    public var owner: RecordID?
    /// From then on ``StoreWriter/discard(expiredBy:)`` may take it away. Who reads it looks for
    /// themselves whether it still holds.
    public var expires: Instant?
    public var content: [UInt8]

    public init(
        _ kind: String, key: [UInt8], owner: RecordID? = nil, expires: Instant? = nil,
        content: [UInt8] = []
    ) {
        self.kind = kind
        self.key = key
        self.owner = owner
        self.expires = expires
        self.content = content
    }
}
