import HTTPTypes
import Hummingbird

/// The cookie of a session. Over https its name begins with `__Host-`, by which browsers make sure
/// that no other host, no path and no plain connection has set it.
///
/// Source: RFC 6265bis, section 4.1.3.2.
struct SessionCookie: Sendable {
    let isSecure: Bool
    /// How long a session may last at all. The workspace knows when it is over; the cookie only has
    /// to outlive it, also when a phone closes the browser.
    let lifeSeconds: Int64

    var name: String { isSecure ? "__Host-tg_session" : "tg_session" }

    func secret(in request: Request) -> Secret? {
        Cookies.value(name, in: request).flatMap { Secret(presented: $0) }
    }

    func set(_ secret: Secret, on response: inout Response) {
        add("\(name)=\(secret.text); Max-Age=\(lifeSeconds)", to: &response)
    }

    func clear(on response: inout Response) {
        add("\(name)=; Max-Age=0", to: &response)
    }

    private func add(_ text: String, to response: inout Response) {
        response.headers.append(
            HTTPField(name: .setCookie, value: "\(text); Path=/; HttpOnly; SameSite=Lax"))
    }
}

/// Reading cookies: the first of a name counts.
enum Cookies {
    static func value(_ name: String, in request: Request) -> Substring? {
        for field in request.headers[values: .cookie] {
            for part in field.split(separator: ";") {
                let text = part.drop { $0 == " " }
                guard text.hasPrefix(name), text.dropFirst(name.count).first == "=" else {
                    continue
                }
                return text.dropFirst(name.count + 1)
            }
        }
        return nil
    }
}
