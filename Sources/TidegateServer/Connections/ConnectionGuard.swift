import HTTPTypes
import NIOCore
import NIOHTTPTypes
import TidegateModel

/// Watches one connection: who is too slow, sends too much, or is one too many is cut off.
///
/// Used by one event loop, like every handler.
final class ConnectionGuard: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let book: ConnectionBook
    private let bounds: ConnectionWatch.Bounds
    private var watch: ConnectionWatch
    private var address: String?
    private var look: RepeatedTask?
    private var isClosing = false

    init(book: ConnectionBook, bounds: ConnectionWatch.Bounds) {
        self.book = book
        self.bounds = bounds
        watch = ConnectionWatch(bounds, at: Self.now())
    }

    /// The event loop's time, which never jumps.
    private static func now() -> Instant {
        Instant(milliseconds: Int64(NIODeadline.now().uptimeNanoseconds / 1_000_000))
    }

    // MARK: Coming and going

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { begin(context) }
    }

    func channelActive(context: ChannelHandlerContext) {
        begin(context)
        context.fireChannelActive()
    }

    private func begin(_ context: ChannelHandlerContext) {
        guard look == nil, !isClosing else { return }
        let address = context.channel.remoteAddress?.ipAddress ?? ""
        guard book.enter(address) else {
            return refuse(context, .serviceUnavailable)
        }
        self.address = address
        watch = ConnectionWatch(bounds, at: Self.now())
        let every = TimeAmount.milliseconds(bounds.lookEvery)
        let own = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        look = context.eventLoop.scheduleRepeatedTask(initialDelay: every, delay: every) { _ in
            let (watcher, context) = own.value
            watcher.act(watcher.watch.look(at: Self.now()), context)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        end()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { end() }

    private func end() {
        look?.cancel()
        look = nil
        if let address { book.leave(address) }
        address = nil
    }

    // MARK: What passes

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isClosing else { return }
        let action: ConnectionWatch.Action
        switch unwrapInboundIn(data) {
        case .head(let head):
            action = watch.head(
                declaring: head.headerFields[.contentLength].flatMap { Int($0) },
                coding: head.headerFields[.transferEncoding], at: Self.now())
        case .body(let part): action = watch.body(bytes: part.readableBytes)
        case .end:
            watch.end(at: Self.now())
            action = .none
        }
        guard action == .none else { return act(action, context) }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if isClosing {
            promise?.fail(ChannelError.ioOnClosedChannel)
            return
        }
        switch unwrapOutboundIn(data) {
        case .head: watch.answerBegan()
        case .body: break
        case .end: watch.answerEnded(at: Self.now())
        }
        context.write(data, promise: promise)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        watch.writable(context.channel.isWritable, at: Self.now())
        context.fireChannelWritabilityChanged()
    }

    private func act(_ action: ConnectionWatch.Action, _ context: ChannelHandlerContext) {
        guard !isClosing else { return }
        switch action {
        case .none: break
        case .close:
            isClosing = true
            book.cutOff(.slow)
            context.close(promise: nil)
        case .refuse(.slow):
            book.cutOff(.slow)
            refuse(context, .requestTimeout)
        case .refuse(.large):
            book.cutOff(.large)
            refuse(context, .contentTooLarge)
        case .refuse(.unclear):
            book.cutOff(.unclear)
            refuse(context, .badRequest)
        }
    }

    private func refuse(_ context: ChannelHandlerContext, _ status: HTTPResponse.Status) {
        isClosing = true
        var head = HTTPResponse(status: status)
        head.headerFields[.contentLength] = "0"
        head.headerFields[.connection] = "close"
        if status == .serviceUnavailable { head.headerFields[.retryAfter] = "1" }
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        context.close(promise: nil)
    }
}

extension ConnectionWatch.Bounds {
    /// Milliseconds between two looks: often enough that the shortest bound is kept fairly well.
    var lookEvery: Int64 {
        let shortest = min(headerTime, idleTime, grace)
        return min(max(shortest.milliseconds / 4, 10), 1_000)
    }
}

/// How many connections there are, in all and from each address.
final class ConnectionBook: Sendable {
    enum Why: String, Sendable, CaseIterable {
        case many, slow, large, unclear
    }

    struct Count: Sendable {
        var open = 0
        var byNetwork: [String: Int] = [:]
        var cutOff: [Why: Int] = [:]
    }

    private let count = Lock(Count())
    private let most: Int
    private let mostAnAddress: Int
    private let trusted: Set<String>

    init(_ settings: ServerSettings) {
        most = settings.connections
        mostAnAddress = settings.connectionsAnAddress
        trusted = Set(settings.trustedProxies)
    }

    var now: Count { count.withLock { $0 } }

    /// Whether there is room for one more.
    func enter(_ address: String) -> Bool {
        count.withLock { count in
            let network = NetworkAddress.network(address)
            let held = count.byNetwork[network, default: 0]
            guard count.open < most, held < mostAnAddress || trusted.contains(address) else {
                count.cutOff[.many, default: 0] += 1
                return false
            }
            count.open += 1
            count.byNetwork[network] = held + 1
            return true
        }
    }

    func leave(_ address: String) {
        count.withLock { count in
            count.open -= 1
            let network = NetworkAddress.network(address)
            let held = count.byNetwork[network, default: 1] - 1
            count.byNetwork[network] = held == 0 ? nil : held
        }
    }

    func cutOff(_ why: Why) { count.withLock { $0.cutOff[why, default: 0] += 1 } }
}
