import TidegateModel

/// What is said about settings.
enum SettingSentences {
    static func unknown(_ name: String, _ suggestion: String?) -> TidegateError {
        TidegateError(
            .invalid, "setting.unknown", "There is no setting \(name).",
            hint: suggestion.map { "Did you mean \($0)?" }
                ?? "tidegate serve --print-settings shows all.")
    }

    static func wrong(_ name: String, _ text: String, _ form: String) -> TidegateError {
        TidegateError(
            .invalid, "setting.invalid",
            "\(name) cannot be \"\(text.prefix(Limits.quotedBytes))\".", hint: "It takes \(form).")
    }

    static func noEquals(_ line: String) -> TidegateError {
        TidegateError(
            .invalid, "setting.syntax",
            "\"\(line.prefix(Limits.quotedBytes))\" is no setting.", hint: "Write name = value.")
    }

    static func twice(_ name: String, first: Int) -> TidegateError {
        TidegateError(
            .invalid, "setting.twice", "\(name) is set in line \(first) already.",
            hint: "Keep one of the two.")
    }

    /// With the place in front.
    static func at(_ place: String, _ error: TidegateError) -> TidegateError {
        var error = error
        error.message = "\(place): \(error.message)"
        return error
    }

    static func plainHTTP(_ host: String) -> TidegateError {
        TidegateError(
            .invalid, "setting.plain_http",
            "On \(host) other machines would send their passwords in the clear.",
            hint:
                "Put a proxy with https before it and set public_url = https://…; or, on a network "
                + "you trust, allow_plain_http = yes.")
    }
}
