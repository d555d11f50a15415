import HTTPTypes
import Hummingbird
import TidegateModel

@testable import TidegateServer

/// A page that listens to the events of a ``Site``, without a socket: nothing comes by itself, so a
/// test says when the feed looks.
final class OpenPage: Sendable {
    private let heard = Lock("")
    private let parts: AsyncStream<Void>
    private let task: Task<Void, any Error>

    /// Returns once the stream has begun, so that what happens from then on is told or not told.
    init(_ response: Response) async {
        let (parts, part) = AsyncStream<Void>.makeStream()
        self.parts = parts
        let heard = heard
        task = Task {
            defer { part.finish() }
            try await response.body.write(
                Writer { text in
                    heard.withLock { $0 += text }
                    part.yield()
                })
        }
        _ = await text { $0.contains("retry:") }
    }

    /// What has come once it is enough, or once the server has ended the stream.
    func text(until isEnough: (String) -> Bool) async -> String {
        var iterator = parts.makeAsyncIterator()
        while !isEnough(heard.withLock { $0 }) {
            guard await iterator.next() != nil else { break }
        }
        return heard.withLock { $0 }
    }

    /// All that came, once the server has ended the stream.
    func end() async throws -> String {
        try await task.value
        return heard.withLock { $0 }
    }

    private struct Writer: ResponseBodyWriter {
        let told: @Sendable (String) -> Void

        func write(_ buffer: ByteBuffer) async throws { told(String(buffer: buffer)) }

        func finish(_ trailingHeaders: HTTPFields?) async throws {}
    }
}
