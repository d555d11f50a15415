/// A moment inside the store at which a test may make it fail.
package enum StorePoint: Hashable, Sendable, CaseIterable {
    /// Before the transaction of a group begins.
    case begin
    case insert, update, delete, append, set, drawer
    /// Before the words of what was written go into their indexes.
    case search
    /// Before the group becomes durable: a failure here loses the whole group.
    case commit
    /// After it became durable, before anyone is told: a failure here is an answer lost.
    case committed
}

/// Called at every ``StorePoint``; what it throws takes the place of the store's own failure.
package typealias StoreFaults = @Sendable (StorePoint) throws -> Void
