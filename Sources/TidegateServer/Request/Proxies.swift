import HTTPTypes
import Hummingbird

/// Who is believed when they say whose request they pass on.
struct Proxies: Sendable {
    let trusted: Set<String>

    init(_ settings: ServerSettings) { trusted = Set(settings.trustedProxies) }

    func isTrusted(_ peer: String) -> Bool { trusted.contains(peer) }

    /// The address nearest to the server that no trusted proxy has; what stands before it in the
    /// field may have been made up by whoever sent it.
    func origin(of request: Request, peer: String) -> String {
        guard isTrusted(peer) else { return peer }
        let chain = request.headers[values: .xForwardedFor].joined(separator: ",")
            .split(separator: ",")
            .map { NetworkAddress.host(String($0.drop { $0 == " " }.prefix { $0 != " " })) }
        return chain.last { !trusted.contains($0) } ?? peer
    }

    /// Whether some proxy, trusted or not, passes the request on.
    static func isForwarded(_ request: Request) -> Bool {
        request.headers[.xForwardedFor] != nil
            || HTTPField.Name("Forwarded").map { request.headers[$0] != nil } ?? false
    }
}

extension HTTPField.Name {
    static let xForwardedFor = HTTPField.Name("X-Forwarded-For") ?? .via
    static let xRequestID = HTTPField.Name("X-Request-Id") ?? .via
}
