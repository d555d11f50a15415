import TidegateEngine
import TidegateModel

/// What the HTTP API says about requests before the engine sees them.
enum APISentences {
    /// What only a program can do next: the engine's hints are for people as well.
    static func told(_ refusal: Refusal) -> Refusal {
        guard refusal.error.code == "validation.unconfirmed" else { return refusal }
        var refusal = refusal
        refusal.error.hint = "Send it again with \"confirm\": \"why it is right\"."
        return refusal
    }

    static func unknownParameter(_ name: String, _ known: [String]) -> TidegateError {
        let hint = suggestion(for: name, among: known).map { "Did you mean \($0)?" }
        return TidegateError(
            .invalid, "request.parameter", "There is no query parameter \(shown(name)).",
            hint: hint
                ?? (known.isEmpty
                    ? "This address takes none."
                    : "There is " + known.joined(separator: ", ") + "."))
    }

    static func twice(_ name: String) -> TidegateError {
        TidegateError(
            .invalid, "request.parameter", "The query parameter \(shown(name)) stands there twice.")
    }

    static func notText(_ what: String) -> TidegateError {
        TidegateError(
            .invalid, "request.encoding", "\(what) is not percent-encoded UTF-8 text.",
            hint: "Encode every byte beyond letters, digits and -._~ as %XX.")
    }

    static func tooLong(_ what: String, bytes: Int) -> TidegateError {
        TidegateError(
            .invalid, "request.too_large", "\(what) has more than \(bytes) bytes.")
    }

    static func badParameter(_ name: String, _ value: String, want: String) -> TidegateError {
        TidegateError(
            .invalid, "request.parameter", "\(name) is \(want), not \"\(shown(value))\".")
    }

    static func pastTime(_ name: String, _ text: String) throws -> Instant {
        guard let time = Instant(lookingBackTo: text) else {
            throw badParameter(
                name, text, want: "a day (2026-11-01) or an instant (2026-11-01T08:30:00Z)")
        }
        return time
    }

    static func notJSON(_ problem: JSONProblem) -> TidegateError {
        TidegateError(
            .invalid, "request.json",
            "The body is not JSON that is taken: at byte \(problem.offset), \(problem.complaint).")
    }

    static func wrongType(_ found: String?, want: String) -> TidegateError {
        TidegateError(
            .invalid, "request.type",
            "The body has to be \(want), and the request says "
                + "\(found.map { "\"\(shown($0))\"" } ?? "nothing") about it.",
            hint: "Send the header Content-Type: \(want).")
    }

    static func wrongMember(_ name: String, want: String, found: JSON) -> TidegateError {
        TidegateError(
            .invalid, "request.member", "\(name) has to be \(want), not \(found.phrase).")
    }

    static func missingMember(_ name: String) -> TidegateError {
        TidegateError(.invalid, "request.member", "The body lacks \"\(name)\".")
    }

    static func unknownMember(_ name: String, _ known: [String]) -> TidegateError {
        let hint = suggestion(for: name, among: known).map { "Did you mean \($0)?" }
        return TidegateError(
            .invalid, "request.member", "The body may not have a member \"\(shown(name))\".",
            hint: hint ?? "It may have " + known.joined(separator: ", ") + ".")
    }

    static func noVersion() -> TidegateError {
        TidegateError(
            .invalid, "request.version", "The request does not say which version was seen.",
            hint: "Send If-Match: \"7\" with the ETag you got, or \"version\": 7 in the body; "
                + "If-Match: * writes whatever there is now.")
    }

    static func badIfMatch() -> TidegateError {
        TidegateError(
            .invalid, "request.version", "If-Match holds one version in quotes, or *.",
            hint: "Send the ETag of the answer in which you read the record.")
    }

    static func twoVersions() -> TidegateError {
        TidegateError(
            .invalid, "request.version", "If-Match and \"version\" name two versions.")
    }

    static func noSuch(_ what: String, _ name: String) -> TidegateError {
        TidegateError(.notFound, "\(what).unknown", "There is no \(what) \(shown(name)).")
    }

    /// As much of what someone sent as a message repeats.
    static func shown(_ text: String) -> String {
        text.utf8.count <= Limits.quotedBytes ? text : text.prefix(Limits.quotedBytes / 4) + "…"
    }

    static func noBackups() -> TidegateError {
        TidegateError(
            .notFound, "backup.none", "This server makes no backups.",
            hint: "Set backup_folder, and it makes them by itself.")
    }
}
