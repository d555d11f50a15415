import Dispatch
import Foundation
import Hummingbird
import Logging
import TidegateEngine
import TidegateModel

@testable import TidegateServer

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A site that listens, with the guard of each connection, on a port of its own.
func withListening<Answer: Sendable>(
    _ site: Site, _ body: @escaping @Sendable (Int) async throws -> Answer
) async throws -> Answer {
    let (ports, told) = AsyncStream<Int>.makeStream()
    let application = Application(
        responder: site.server.router().buildResponder(), server: site.server.httpServer,
        configuration: .init(address: .hostname("127.0.0.1", port: 0), serverName: nil),
        onServerRunning: { told.yield($0.localAddress?.port ?? 0) },
        logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    return try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await application.run() }
        let port = await ports.first { _ in true } ?? 0
        defer { group.cancelAll() }
        return try await body(port)
    }
}

/// A client that sends what no well-behaved one would, byte by byte if need be. Blocking, so that it
/// is used on a thread of its own.
final class Wire {
    private let socket: Int32

    /// - Returns: `nil` when nobody listens.
    init?(port: Int) {
        #if canImport(Glibc)
            let stream = Int32(SOCK_STREAM.rawValue)
        #else
            let stream = SOCK_STREAM
        #endif
        socket = Glibc.socket(AF_INET, stream, 0)
        var patience = timeval(tv_sec: 10, tv_usec: 0)
        setsockopt(
            socket, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else {
            close(socket)
            return nil
        }
    }

    deinit { close(socket) }

    /// Whether all of it could be sent.
    @discardableResult
    func send(_ text: String) -> Bool { send(Array(text.utf8)) }

    @discardableResult
    func send(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let sent = rest.withUnsafeBytes {
                Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard sent > 0 else { return false }
            rest = rest.dropFirst(sent)
        }
        return true
    }

    /// Everything until the other side closes; what came so far when it does not in time.
    func receiveAll() -> String {
        var received: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(socket, &buffer, buffer.count, 0)
            guard count > 0 else { break }
            received += buffer[..<count]
        }
        return String(decoding: received, as: UTF8.self)
    }

    /// One answer that has a length, the connection staying open.
    func receiveAnswer() -> String {
        var text = ""
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(socket, &buffer, buffer.count, 0)
            guard count > 0 else { return text }
            text += String(decoding: buffer[..<count], as: UTF8.self)
            guard let end = text.range(of: "\r\n\r\n") else { continue }
            let lengths = text.lowercased().components(after: "content-length: ")
            let length = lengths.flatMap { Int($0.prefix(while: \.isNumber)) } ?? 0
            if text[end.upperBound...].utf8.count >= length { return text }
        }
    }

    /// Runs the body on a thread that may wait.
    static func run<Answer: Sendable>(
        _ body: @escaping @Sendable () -> Answer
    ) async -> Answer {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(returning: body()) }
        }
    }

    static func pause(milliseconds: UInt32) { usleep(milliseconds * 1000) }
}

extension String {
    fileprivate func components(after text: String) -> Substring? {
        range(of: text).map { self[$0.upperBound...] }
    }
}
