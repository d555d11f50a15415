import HTTPTypes
import TidegateModel

@testable import TidegateServer

/// What a browser does for a person: keeps cookies, says where a form stood, sends its token.
final class Browser: Sendable {
    let site: Site
    let address: String
    private let jar = Lock([String: String]())

    init(_ site: Site, address: String) {
        self.site = site
        self.address = address
    }

    var cookies: [String: String] {
        get { jar.withLock { $0 } }
        set { jar.withLock { $0 = newValue } }
    }

    /// What the forms of the pages hold for this browser's session.
    var formToken: String {
        get async throws { try await get("/account").field("form_token") ?? "" }
    }

    func get(_ path: String, _ headers: [(String, String)] = []) async throws -> Reply {
        try await send(.get, path, headers)
    }

    /// Sends a form as a page of the site would.
    ///
    /// - Parameter token: `nil` to send none.
    func post(
        _ path: String, _ fields: KeyValuePairs<String, String> = [:], token: String? = nil,
        _ headers: [(String, String)] = [("Sec-Fetch-Site", "same-origin")]
    ) async throws -> Reply {
        var fields = fields.map { ($0.key, $0.value) }
        if let token { fields.append(("form_token", token)) }
        let body = fields.map { "\(Self.escaped($0.0))=\(Self.escaped($0.1))" }
            .joined(separator: "&")
        return try await send(
            .post, path, headers + [("Content-Type", Form.contentType)], Array(body.utf8))
    }

    /// The same with the token of this browser's session.
    func submit(
        _ path: String, _ fields: KeyValuePairs<String, String> = [:]
    ) async throws -> Reply {
        try await post(path, fields, token: formToken)
    }

    func send(
        _ method: HTTPRequest.Method, _ path: String, _ headers: [(String, String)] = [],
        _ body: [UInt8] = []
    ) async throws -> Reply {
        let cookies = cookies.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        let sent = cookies.isEmpty ? [] : [("Cookie", cookies.joined(separator: "; "))]
        let reply = try await site.send(
            method, path, headers: sent + headers, body: body, address: address)
        for cookie in reply.cookies { keep(cookie) }
        return reply
    }

    private func keep(_ cookie: String) {
        let pair = cookie.prefix { $0 != ";" }.split(
            separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard pair.count == 2 else { return }
        jar.withLock { jar in
            jar[String(pair[0])] = cookie.contains("Max-Age=0") ? nil : String(pair[1])
        }
    }

    static func escaped(_ text: String) -> String {
        text.utf8.map { byte in
            let isPlain =
                UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte
                || UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte
                || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
            return isPlain
                ? String(Unicode.Scalar(byte))
                : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
    }
}
