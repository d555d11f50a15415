import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import ServiceLifecycle
import TidegateEngine
import TidegateModel
import UnixSignals

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension Server {
    /// Serves until the program is asked to end. Requests under way are finished first, for as long
    /// as ``ServerSettings/stopTime``; who asks a second time ends it at once.
    public func run(
        onRunning: @escaping @Sendable (_ port: Int) async -> Void = { _ in }
    ) async throws {
        try settings.check()
        let group = ServiceGroup(configuration: try configuration(onRunning))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask {
                for await signal in await UnixSignalsSequence(trapping: .sigterm, .sigint) {
                    guard !state.isStopping else { Self.endAtOnce(signal) }
                    logger.notice("stopping", metadata: ["signal": "\(signal)"])
                    state.stop()
                    await group.triggerGracefulShutdown()
                }
            }
            do { try await group.run() } catch let error as IOError {
                throw ServingSentences.cannotListen(settings, error)
            }
            tasks.cancelAll()
        }
        logger.notice("stopped")
    }

    private func configuration(
        _ onRunning: @escaping @Sendable (_ port: Int) async -> Void
    ) throws -> ServiceGroupConfiguration {
        let application = Application(
            responder: router().buildResponder(), server: httpServer,
            configuration: .init(
                address: .hostname(settings.host, port: settings.port), serverName: nil),
            onServerRunning: { await onRunning($0.localAddress?.port ?? settings.port) },
            logger: logger)
        let upkeep = Upkeep(engine: engine, postman: try postman, logger: logger)
        var configuration = ServiceGroupConfiguration(
            // They end in turn, the last one first: event streams, for which the requests would wait
            // for ever; then the requests; then what they left to do.
            services: [
                .init(service: upkeep),
                .init(
                    service: BackupKeeper(
                        engine: engine, plan: settings.backups, record: backups, logger: logger)),
                .init(service: application),
                .init(service: LiveService(feed: live)),
            ], logger: logger)
        // Past it everything is cancelled, and what does not listen to that is left behind.
        configuration.maximumGracefulShutdownDuration = Duration.milliseconds(
            settings.stopTime.milliseconds)
        configuration.maximumCancellationDuration = Duration.milliseconds(
            ServerLimits.cancelTime.milliseconds)
        return configuration
    }

    /// Each connection with a guard of its own between HTTP and the requests.
    var httpServer: HTTPServerBuilder {
        let bounds = ConnectionWatch.Bounds(settings)
        return .http1(
            configuration: .init(
                additionalChannelHandlers: [ConnectionGuard(book: connections, bounds: bounds)],
                httpDecoderConfiguration: .init(
                    maxHeaderFieldSize: settings.headerBytes,
                    maxHeaderListSize: settings.headerBytes,
                    maxHeaderFieldCount: ServerLimits.headerFields)))
    }

    /// Source: bash(1), exit status of a command ended by a signal.
    private static func endAtOnce(_ signal: UnixSignal) -> Never {
        exit(signal == .sigint ? 130 : 143)
    }
}

/// What is said about serving itself.
enum ServingSentences {
    static func cannotListen(_ settings: ServerSettings, _ error: IOError) -> TidegateError {
        let place = "\(settings.host):\(settings.port)"
        return switch error.errnoCode {
        case EADDRINUSE:
            TidegateError(
                .unavailable, "server.port_taken", "Another program listens on \(place).",
                hint: "Take another port: --port \(settings.port + 1).")
        case EACCES:
            TidegateError(
                .unavailable, "server.port_denied", "Listening on \(place) is not allowed.",
                hint: "Ports below 1024 are the system's; take one above.")
        default:
            TidegateError(
                .unavailable, "server.cannot_listen", "It is not possible to listen on \(place).",
                hint: "The setting host is an address of this machine.")
        }
    }
}
