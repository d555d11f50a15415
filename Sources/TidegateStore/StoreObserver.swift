/// Told what commits took. Called on the writer's thread, between commits, so it must return at
/// once. A store without one measures nothing.
public protocol StoreObserver: Sendable {
    /// - Parameters:
    ///   - bodies: how many shared the commit.
    ///   - waiting: how many wait for the next one.
    ///   - nanoseconds: how long making it durable took.
    func committed(bodies: Int, waiting: Int, nanoseconds: Int64)
}
