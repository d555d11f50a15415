/// How a server is set up.
public struct ServerSettings: Sendable {
    public var host = "127.0.0.1"
    public var port = 8380
    /// The address people use, when it is another than host and port: behind a proxy.
    public var publicURL: String?
    public var sessions = SessionTimes()
    /// For those who work on the pages: read them from this folder, not from the program.
    public var webFolder: String?

    /// For tests: passwords that cost less to hash.
    var passwordCost = PasswordHash.Cost.current

    public init() {}

    /// Whether browsers reach the server by https.
    var isSecure: Bool { publicURL?.hasPrefix("https://") ?? false }
}
