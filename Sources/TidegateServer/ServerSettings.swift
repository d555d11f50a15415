/// How a server is set up.
public struct ServerSettings: Sendable {
    public var host = "127.0.0.1"
    public var port = 8380
    /// For those who work on the pages: read them from this folder, not from the program.
    public var webFolder: String?

    public init() {}
}
