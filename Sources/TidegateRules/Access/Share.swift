import TidegateModel

/// One record opened to a user, or to a team with all teams below it.
public struct Share: Hashable, Sendable {
    public enum Level: String, Sendable, CaseIterable {
        case read
        /// Reading as well.
        case update

        func includes(_ wanted: Level) -> Bool { self == .update || wanted == .read }
    }

    public enum Holder: Hashable, Sendable {
        case user(RecordID)
        case team(RecordID)
    }

    public var holder: Holder
    public var level: Level

    public init(_ holder: Holder, _ level: Level) {
        self.holder = holder
        self.level = level
    }
}
