import TidegateModel

/// What is said to those who come in, or may not.
enum SignInSentences {
    /// The same words whether there is no such login, no password, a wrong one, or a user who is no
    /// longer active: who guesses learns nothing.
    static func refused() -> TidegateError {
        TidegateError(
            .unauthenticated, "sign_in.refused", "Login and password do not fit together.",
            hint: "Try again, or ask your administrator for a new link.")
    }

    static func tooMany(_ wait: Span) -> Throttled {
        Throttled("sign_in.too_many", "Too many attempts.", wait: wait)
    }

    static func busy() -> TidegateError {
        TidegateError(
            .unavailable, "sign_in.busy", "Too many people are signing in at this moment.",
            hint: "Try again.")
    }

    static func noMemory() -> TidegateError {
        TidegateError(
            .unavailable, "sign_in.no_memory", "There is not enough memory to check a password.",
            hint: "Try again.")
    }

    static func passwordLength(_ shortest: Int, _ longest: Int) -> TidegateError {
        TidegateError(
            .invalid, "password.length",
            "A password has \(shortest) to \(longest) characters.",
            hint: "Three or four words that do not belong together are good.",
            speech: .sentence(
                "password.length",
                ["shortest": .text("\(shortest)"), "longest": .text("\(longest)")]))
    }

    static func passwordCommon() -> TidegateError {
        TidegateError(
            .invalid, "password.common", "This password is among the first that would be tried.",
            hint: "Three or four words that do not belong together are good.")
    }

    static func passwordWrong() -> TidegateError {
        TidegateError(
            .invalid, "password.wrong", "The present password is another one.",
            hint: "Type the one you signed in with.")
    }

    static func passwordsDiffer() -> TidegateError {
        TidegateError(
            .invalid, "password.differs", "The two passwords are not the same.",
            hint: "Type the new password twice.")
    }

    static func linkGone() -> TidegateError {
        TidegateError(
            .notFound, "link.gone", "This link was used already, or its time is over.",
            hint: "Ask for a new one: tidegate user link LOGIN.")
    }

    static func setUpGone() -> TidegateError {
        TidegateError(
            .notFound, "set_up.gone", "This link was used already, or its time is over.",
            hint: "A new start of tidegate serve prints a new one while no one can sign in.")
    }

    static func noPacks() -> TidegateError {
        TidegateError(
            .unavailable, "set_up.no_pack",
            "No pack of this workspace knows users, so nobody can sign in.",
            hint: "tidegate pack install rules/base brings them.")
    }

    static func noAdministrator() -> TidegateError {
        TidegateError(
            .unavailable, "set_up.no_administrator",
            "Nobody can sign in yet, and no role of the packs has the permission administer.",
            hint: "tidegate pack install rules/base brings one; "
                + "tidegate user link LOGIN lets a user in.")
    }

    static func badToken() -> TidegateError {
        TidegateError(
            .unauthenticated, "token.refused", "This token opens nothing.",
            hint: "It may have been revoked, or its time is over. Make a new one under Account.")
    }

    static func outOfScope(_ scope: TokenScope) -> TidegateError {
        TidegateError(
            .forbidden, "token.scope",
            "This token may not do that: it lacks the scope \(scope.rawValue).",
            hint: "Make a token with that scope under Account.",
            speech: .sentence("token.scope", ["scope": .text(scope.rawValue)]))
    }

    static func needsSession() -> TidegateError {
        TidegateError(
            .forbidden, "token.not_here", "This is for people who have signed in, not for tokens.",
            hint: "Sign in with a browser.")
    }

    static func foreignForm() -> TidegateError {
        TidegateError(
            .forbidden, "form.foreign", "This request comes from another site.",
            hint: "Use the pages of this workspace.")
    }

    static func staleForm() -> TidegateError {
        TidegateError(
            .forbidden, "form.stale", "This page is from an earlier session.",
            hint: "Reload the page; what you typed is kept.")
    }

    static func unknownScope(_ text: String) -> TidegateError {
        TidegateError(
            .invalid, "token.unknown_scope", "There is no scope \(quoted(text)).",
            hint: "There is "
                + TokenScope.allCases.map(\.rawValue).joined(separator: ", ") + ".")
    }

    static func tokenName() -> TidegateError {
        TidegateError(
            .invalid, "token.name",
            "A token has a name of 1 to \(ServerLimits.tokenNameCharacters) characters.",
            hint: "Name it after the program that will use it.",
            speech: .sentence(
                "token.name", ["limit": .text("\(ServerLimits.tokenNameCharacters)")]))
    }

    static func tooManyTokens() -> TidegateError {
        TidegateError(
            .exhausted, "token.too_many",
            "One user has \(ServerLimits.tokensAUser) tokens at most.",
            hint: "Revoke those that are no longer used.",
            speech: .sentence("token.too_many", ["limit": .text("\(ServerLimits.tokensAUser)")]))
    }

    static func noToken() -> TidegateError {
        TidegateError(.notFound, "token.unknown", "There is no such token.")
    }

    static func administratorsOnly() -> TidegateError {
        TidegateError(.forbidden, "sign_in.administrators", "Only administrators may do that.")
    }

    static func noUser(_ login: String) -> TidegateError {
        TidegateError(
            .notFound, "user.unknown", "There is no user \(quoted(login)).",
            hint: "tidegate user list shows who there is.")
    }

    static func inactive(_ login: String) -> TidegateError {
        TidegateError(.rejected, "user.inactive", "\(quoted(login)) is no longer active.")
    }

    static func tokenDays() -> TidegateError {
        TidegateError(
            .invalid, "token.days",
            "A token is good for 1 to \(ServerLimits.tokenDaysAtMost) days.",
            speech: .sentence("token.days", ["limit": .text("\(ServerLimits.tokenDaysAtMost)")]))
    }

    static func noScope() -> TidegateError {
        TidegateError(
            .invalid, "token.no_scope", "A token needs a scope.",
            hint: "There is "
                + TokenScope.allCases.map(\.rawValue).joined(separator: ", ") + ".")
    }

    static func noSession() -> TidegateError {
        TidegateError(.notFound, "session.unknown", "There is no such session.")
    }

    /// Between quotation marks, cut where it gets long.
    private static func quoted(_ text: String) -> String {
        let isLong = text.utf8.count > Limits.quotedBytes
        return "\"" + (isLong ? String(text.prefix(Limits.quotedBytes)) + "…" : text) + "\""
    }
}
