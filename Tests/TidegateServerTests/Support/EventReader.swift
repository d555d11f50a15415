import Dispatch
import TidegateModel

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A page that is open and listens.
final class EventReader: Sendable {
    private let socket: Int32
    private let received = Lock("")

    /// Returns once the server has begun to tell.
    init(_ client: RawClient, _ path: String, headers: [(String, String)]) async throws {
        socket = try client.connected()
        let head = headers.reduce(
            "GET \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
        ) {
            $0 + "\($1.0): \($1.1)\r\n"
        }
        var bytes = Array((head + "\r\n").utf8)
        send(socket, &bytes, bytes.count, Int32(MSG_NOSIGNAL))
        _ = await text { $0.contains("retry:") }
    }

    deinit { close(socket) }

    /// What has come, once it is enough, or the server has ended the stream.
    func text(until isEnough: @escaping @Sendable (String) -> Bool) async -> String {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async { [self] in
                var buffer = [UInt8](repeating: 0, count: 64 << 10)
                while !isEnough(received.withLock { $0 }) {
                    let count = recv(socket, &buffer, buffer.count, 0)
                    guard count > 0 else { break }
                    let part = String(decoding: buffer[..<count], as: UTF8.self)
                    received.withLock { $0 += part }
                }
                continuation.resume(returning: received.withLock { $0 })
            }
        }
    }
}
