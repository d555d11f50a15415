import TidegateModel

/// What is said about requests before the engine sees them.
enum RequestSentences {
    static func notSignedIn() -> TidegateError {
        TidegateError(
            .unauthenticated, "session.missing", "You are not signed in.",
            hint: "Sign in, or send a token: Authorization: Bearer …")
    }

    static func noPage() -> TidegateError {
        TidegateError(.notFound, "page.unknown", "There is no such page.")
    }

    static func formTooLong() -> TidegateError {
        TidegateError(
            .invalid, "request.form", "A form has at most \(ServerLimits.formFields) fields.")
    }

    static func formNotUTF8() -> TidegateError {
        TidegateError(.invalid, "request.form", "The form is not valid UTF-8.")
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
}
