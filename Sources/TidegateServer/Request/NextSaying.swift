import HTTPTypes
import Hummingbird

/// What the page that follows tells in passing, such as that a record was created: a cookie that its
/// script reads and takes away.
enum NextSaying {
    static func set(_ text: String, on response: inout Response) {
        let value = QueryText.encoded(text)
        response.headers.append(
            HTTPField(
                name: .setCookie,
                value: "said=\(value); Max-Age=\(ServerLimits.sayingSeconds); Path=/; SameSite=Lax")
        )
    }
}
