@testable import TidegateServer

extension Browser {
    /// Sends a form in which a name may stand several times, with the token of this session.
    func submit(_ path: String, _ fields: [(String, String)]) async throws -> Reply {
        let all = fields + [("form_token", try await formToken)]
        let body = all.map { "\(QueryText.encoded($0.0))=\(QueryText.encoded($0.1))" }
            .joined(separator: "&")
        return try await send(
            .post, path,
            [("Sec-Fetch-Site", "same-origin"), ("Content-Type", Form.contentType)],
            Array(body.utf8))
    }
}
