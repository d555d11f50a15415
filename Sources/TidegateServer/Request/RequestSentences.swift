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
}
