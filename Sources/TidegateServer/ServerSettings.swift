import Logging
import TidegateEngine
import TidegateModel

/// How a server is set up; ``SettingTable`` has the names under which people write them.
public struct ServerSettings: Sendable {
    public var host = "127.0.0.1"
    public var port = 8380
    /// The address people use, when it is another than host and port: behind a proxy.
    public var publicURL: String?
    /// Proxies that are believed when they say from where a request comes.
    public var trustedProxies: [String] = []
    /// Passwords and cookies over a network in the clear: for a test bench at most.
    public var allowsPlainHTTP = false
    public var sessions = SessionTimes()

    // What clients may take

    public var connections = 1_000
    public var connectionsAnAddress = 200
    /// Requests worked on at once; an open event stream is none.
    public var requestsAtOnce = 500
    /// Of one caller, in the long run; 0: any number. For a while it may be
    /// ``ServerLimits/requestBurstSeconds`` as many.
    public var requestsASecond = 500
    public var headerBytes = 16 << 10
    /// Anything larger is cut off while it comes in; single doors allow less.
    public var bodyBytes = ServerLimits.uploadBytes
    public var headerTime = Span(milliseconds: 10_000)
    public var idleTime = Span(milliseconds: 60_000)
    /// A body, and who reads an answer, may be this slow; and for the first
    /// ``ServerLimits/slowGrace`` slower.
    public var bytesASecond = 1_000
    public var stopTime = Span(milliseconds: 20_000)

    // What it tells

    public var metrics = MetricsReaders.loopback
    public var logLevel = Logger.Level.info
    public var logFormat = LogFormat.text

    public var backups = BackupPlan()

    /// For those who work on the pages: read them from this folder, not from the program.
    public var webFolder: String?
    /// Where mails go, a file each; `nil`: they wait in the outbox.
    public var mailFolder: String?
    /// For tests, which do not wait so long.
    var slowGrace = ServerLimits.slowGrace
    /// For tests: passwords that cost less to hash.
    var passwordCost = PasswordHash.Cost.current

    public init() {}

    /// Whether browsers reach the server by https.
    var isSecure: Bool { publicURL?.hasPrefix("https://") ?? false }

    /// `https://crm.example.com`
    var publicOrigin: String? {
        publicURL.flatMap { url in
            let parts = url.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
            return parts.count < 3 ? nil : "\(parts[0])//\(parts[2])"
        }
    }

    /// - Throws: what does not go together.
    public func check() throws {
        let isLocal = ["127.0.0.1", "::1", "localhost"].contains(host)
        guard isLocal || isSecure || allowsPlainHTTP else {
            throw SettingSentences.plainHTTP(host)
        }
    }
}

/// When a running server makes backups, and which of them it keeps.
public struct BackupPlan: Hashable, Sendable {
    /// `nil`: it makes none.
    public var folder: String?
    public var every = Span.days(1)
    /// The newest so many are kept; 0: of any age alone.
    public var count = 7
    /// Those of so many days are kept; 0: by their number alone.
    public var days = 30

    /// With neither, all are kept.
    var rule: BackupRule {
        BackupRule(
            count: count == 0 ? nil : count, age: days == 0 ? nil : .days(Int64(days)))
    }
}

/// Who may read `/metrics`.
public enum MetricsReaders: String, Sendable, CaseIterable {
    case off
    /// Programs on this machine.
    case loopback
    /// Who may administer, by token or session.
    case administrators
    case all
}

public enum LogFormat: String, Sendable, CaseIterable {
    case text, json
}
