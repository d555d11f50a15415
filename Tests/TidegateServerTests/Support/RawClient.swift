import Dispatch
import TidegateModel

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A request as bytes over a socket of its own, so that a test can send what no well-behaved client
/// would, and sees what really comes back.
struct RawClient: Sendable {
    let port: Int

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    struct Answer: Sendable {
        var status: Int
        var headers: [String: String]
        var body: [UInt8]

        var text: String { String(decoding: body, as: UTF8.self) }
        /// `null` when the body is no JSON, so that an expectation fails and says what came.
        var json: JSON { (try? JSONReader.read(body, maximumBytes: .max, values: .max)) ?? .null }
    }

    func send(
        _ method: String, _ path: String, headers: [(String, String)] = [], body: [UInt8] = []
    ) async throws -> Answer {
        var head = "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
        for (name, value) in headers { head += "\(name): \(value)\r\n" }
        let saysLength = headers.contains { $0.0.lowercased() == "content-length" }
        if !saysLength, !body.isEmpty || method != "GET" {
            head += "Content-Length: \(body.count)\r\n"
        }
        return try await exchange(Array((head + "\r\n").utf8) + body)
    }

    /// Sends the bytes and reads until the other side closes.
    func exchange(_ bytes: [UInt8]) async throws -> Answer {
        let received = try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(with: Result { try connectAndTalk(bytes) })
            }
        }
        return try Self.parse(received)
    }

    private func connectAndTalk(_ bytes: [UInt8]) throws -> [UInt8] {
        let socket = try connected()
        defer { close(socket) }
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            // The server may have answered and closed before it read all of it.
            guard count > 0 else { break }
            sent += count
        }
        var received: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = recv(socket, &buffer, buffer.count, 0)
            guard count > 0 else { return received }
            received += buffer[..<count]
        }
    }

    func connected() throws -> Int32 {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        // A test that waits for ever says nothing; some hundred tests share the processors.
        var patience = timeval(tv_sec: 120, tv_usec: 0)
        setsockopt(
            socket, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        let connected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else {
            close(socket)
            throw Failure(description: "no connection to port \(port)")
        }
        return socket
    }

    // MARK: What came back

    static func parse(_ bytes: [UInt8]) throws -> Answer {
        guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else {
            throw Failure(
                description:
                    "no whole answer: \(String(decoding: bytes.prefix(200), as: UTF8.self))")
        }
        let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self)
            .split(separator: "\r\n")
        let status = lines.first?.split(separator: " ").dropFirst().first.flatMap { Int($0) }
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            headers[parts[0].lowercased()] = parts.count > 1 ? String(parts[1].dropFirst()) : ""
        }
        let rest = Array(bytes[end.upperBound...])
        let isChunked = headers["transfer-encoding"]?.lowercased() == "chunked"
        return Answer(
            status: status ?? 0, headers: headers, body: isChunked ? dechunked(rest) : rest)
    }

    private static func dechunked(_ bytes: [UInt8]) -> [UInt8] {
        var body: [UInt8] = []
        var rest = bytes[...]
        while let line = rest.firstRange(of: Array("\r\n".utf8)),
            let size = Int(
                String(decoding: rest[..<line.lowerBound], as: UTF8.self), radix: 16),
            size > 0, rest[line.upperBound...].count >= size
        {
            let start = line.upperBound
            body += rest[start..<start + size]
            rest = rest[(start + size)...].dropFirst(2)
        }
        return body
    }
}
