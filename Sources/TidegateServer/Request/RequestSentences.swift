import TidegateModel

/// Someone asks too often; the answer says when to come again.
struct Throttled: Error {
    let error: TidegateError
    /// Whole seconds, rounded up, as `Retry-After` has them (RFC 9110, 10.2.3).
    let seconds: Int64

    init(_ code: String, _ message: String, wait: Span) {
        seconds = max(1, (wait.milliseconds + 999) / 1000)
        error = TidegateError(
            .exhausted, code, message,
            hint: "Wait \(seconds) second\(seconds == 1 ? "" : "s") and try again.",
            speech: .sentence(code, ["seconds": .text("\(seconds)")]))
    }
}

/// What is said about requests before the engine sees them.
enum RequestSentences {
    static func notSignedIn() -> TidegateError {
        TidegateError(
            .unauthenticated, "session.missing", "You are not signed in.",
            hint: "Sign in, or send a token: Authorization: Bearer …")
    }

    static func tooManyRequests(_ wait: Span) -> Throttled {
        Throttled("request.too_many", "You ask too often.", wait: wait)
    }

    static func busy() -> TidegateError {
        TidegateError(
            .unavailable, "server.busy", "The server has more to do than it can.",
            hint: "Try again in a moment.")
    }

    static func notReady(_ why: String) -> TidegateError {
        TidegateError(.unavailable, "server.not_ready", why)
    }

    static func notForYou() -> TidegateError {
        TidegateError(
            .forbidden, "metrics.forbidden", "The metrics are not for you.",
            hint: "The setting metrics says who may read them.")
    }

    static func noPage() -> TidegateError {
        TidegateError(.notFound, "page.unknown", "There is no such page.")
    }

    static func badID(_ text: String) -> TidegateError {
        TidegateError(
            .notFound, "record.not_found", "There is no record with this address.",
            hint: "An id has 13 characters.")
    }

    static func nothingFilledIn() -> TidegateError {
        TidegateError(
            .invalid, "fill.empty", "Nothing is filled in.",
            hint: "Enter a quantity in one row at least.")
    }

    static func nobodyCalled(_ name: String) -> TidegateError {
        TidegateError(
            .invalid, "share.nobody", "Nobody is called \"\(name)\"; choose from the list.",
            speech: .sentence("share.nobody", ["value": .text(name)]))
    }

    static func missing(_ name: String) -> TidegateError {
        TidegateError(.invalid, "request.missing", "The form does not say which \(name).")
    }

    static func unknownField(_ name: String, _ object: Object) -> TidegateError {
        TidegateError(
            .invalid, "field.unknown", "\(object.label) has no field \(name).",
            hint: "Load the page again; what was typed is kept.")
    }

    static func noBoard(_ object: Object) -> TidegateError {
        TidegateError(
            .notFound, "board.missing", "\(object.plural) have no pipeline, so there is no board.")
    }

    static func noLanguage() -> TidegateError {
        TidegateError(
            .invalid, "request.language", "The pages do not speak this language.",
            hint: "There is " + Language.allCases.map(\.rawValue).joined(separator: ", ") + ".")
    }

    static func noForm() -> TidegateError {
        TidegateError(
            .invalid, "request.content_type", "The body is not a form.",
            hint: "Send it as \(Form.contentType).")
    }

    static func badForm() -> TidegateError {
        TidegateError(
            .invalid, "request.form", "The form is not text: it is no UTF-8, or holds U+0000.",
            hint: "Write it percent-encoded, as browsers do.")
    }

    static func formTooLong() -> TidegateError {
        TidegateError(
            .invalid, "request.form_fields",
            "A form has \(ServerLimits.formFields) fields at most.")
    }

    static func brokenBody() -> TidegateError {
        TidegateError(
            .invalid, "request.refused", "The body did not come whole, or is no HTTP.",
            hint: "Send the request again.")
    }

    static func noCreating(_ object: Object) -> TidegateError {
        TidegateError(
            .forbidden, "page.no_creating", "You may not create this: \(object.label).",
            hint: "Ask an administrator for a role that may.",
            speech: .sentence("page.no_creating", ["object": .text(object.label)]))
    }
}
