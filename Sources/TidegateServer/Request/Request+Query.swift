import Hummingbird

extension Request {
    /// What stands behind the `?`. A form that is sent by GET writes it as it would write a body, so a
    /// `+` is a blank.
    func query() throws -> Form { try Form(Array((uri.query ?? "").utf8)) }
}
