import HTTPTypes
import Hummingbird

/// What every answer tells the browser about how far it may be trusted.
///
/// Sources: OWASP HTTP Headers Cheat Sheet; for data, OWASP REST Security Cheat Sheet; W3C Content
/// Security Policy Level 3.
struct SecurityHeaders: Sendable {
    /// Whether browsers reach the server by https alone.
    let isSecure: Bool

    static let policy = [
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:",
        "font-src 'self'", "connect-src 'self'", "manifest-src 'self'", "form-action 'self'",
        "frame-ancestors 'none'", "base-uri 'none'",
    ].joined(separator: "; ")

    func add(to response: inout Response) {
        let fields = Self.isData(response) ? Self.ofData : Self.ofPages
        for (name, value) in fields where !response.headers.contains(name) {
            response.headers[name] = value
        }
        if isSecure {
            response.headers[.strictTransportSecurity] = "max-age=31536000"
            response.headers[values: .setCookie] = response.headers[values: .setCookie].map {
                $0.hasSuffix(Self.secure) ? $0 : $0 + Self.secure
            }
        }
        // What is behind the sign-in stays in no cache; files that never change say so themselves.
        if !response.headers.contains(.cacheControl) {
            response.headers[.cacheControl] = "no-store"
        }
    }

    /// What keeps a cookie from being sent where others can read it.
    private static let secure = "; Secure"

    /// Nothing that a browser shows or runs.
    private static func isData(_ response: Response) -> Bool {
        response.headers[.contentType]?.hasPrefix("application/json") ?? false
    }

    private static let ofData: [(HTTPField.Name, String)] = [
        (.contentSecurityPolicy, "default-src 'none'; frame-ancestors 'none'"),
        (.xContentTypeOptions, "nosniff"),
    ]

    private static let ofPages: [(HTTPField.Name, String)] = [
        (.contentSecurityPolicy, policy),
        (.xContentTypeOptions, "nosniff"),
        (.referrerPolicy, "same-origin"),
        (
            name("Permissions-Policy"),
            "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"
        ),
        (name("Cross-Origin-Opener-Policy"), "same-origin"),
        (name("Cross-Origin-Resource-Policy"), "same-origin"),
    ].compactMap { field in field.0.map { ($0, field.1) } }

    private static func name(_ text: String) -> HTTPField.Name? { HTTPField.Name(text) }
}

extension HTTPField.Name {
    static let referrerPolicy = HTTPField.Name("Referrer-Policy") ?? .via
}
