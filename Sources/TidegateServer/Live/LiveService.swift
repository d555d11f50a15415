import ServiceLifecycle

/// Runs the feed beside the server, and ends its streams first when the server is to stop: it would
/// wait for them for ever.
struct LiveService: Service {
    let feed: LiveFeed

    func run() async throws {
        await withGracefulShutdownHandler {
            await cancelWhenGracefulShutdown { await feed.run() }
        } onGracefulShutdown: {
            feed.stop()
        }
    }
}
