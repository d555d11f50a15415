import Hummingbird

/// Refuses paths that have a second spelling: empty segments, `.` and `..`, broken encodings, a
/// slash at the end. Whoever looks at a path then sees what the router sees, which drops empty
/// segments, and what a proxy before the server sees, which may resolve dots.
struct PlainPaths: RequestCheck {
    func check(_ request: Request, _ context: WebContext) throws {
        guard Self.isPlain(request.uri.path) else { throw RequestSentences.noPage() }
    }

    private static func isPlain(segment: some Collection<UInt8>) -> Bool {
        let isDots = segment.allSatisfy { $0 == UInt8(ascii: ".") }
        return !segment.isEmpty && !(isDots && segment.count < 3)
    }

    static func isPlain(_ path: String) -> Bool {
        guard path.hasPrefix("/") else { return false }
        guard path != "/" else { return true }
        let segments = path.utf8.dropFirst().split(
            separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        return segments.allSatisfy { segment in
            guard segment.contains(UInt8(ascii: "%")) else { return isPlain(segment: segment) }
            return PercentText.decoded(segment).map { isPlain(segment: $0.utf8) } ?? false
        }
    }
}
