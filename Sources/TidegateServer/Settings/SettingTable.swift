import Logging
import TidegateModel

/// Every setting there is. Help, the reference page and `--print-settings` are made from it.
public enum SettingTable {
    public static let all: [Setting] = [
        .text("host", \.host, "The address to listen on. Others than this machine's need https."),
        .number("port", \.port, 0...65_535, "The port to listen on; 0 takes a free one."),
        .optional(
            "public_url", "https://crm.example.com", \.publicURL,
            "How people reach the server. With https the cookies are for https alone.",
            check: isURL),
        .list(
            "trusted_proxies", \.trustedProxies,
            "Addresses of proxies whose X-Forwarded-For and X-Request-Id are believed."),
        .flag(
            "allow_plain_http", \.allowsPlainHTTP,
            "Serve other machines without https. Passwords can then be read on the way."),
        .time(
            "session_idle", \.sessions.idle, .minutes(1) ... .days(90),
            "Who asks for nothing this long is signed out."),
        .time(
            "session_life", \.sessions.life, .minutes(1) ... .days(366),
            "Everyone signs in anew after this."),
        .number("connections", \.connections, 1...100_000, "Connections at once."),
        .number(
            "connections_an_address", \.connectionsAnAddress, 1...100_000,
            "Connections at once from one address; proxies that are trusted may have all."),
        .number("requests_at_once", \.requestsAtOnce, 1...100_000, "Requests worked on at once."),
        .number(
            "requests_a_second", \.requestsASecond, 0...1_000_000,
            "Requests of one caller in the long run; 0: any number."),
        .bytes(
            "header_bytes", \.headerBytes, 1 << 10...1 << 20,
            "The size of a request's header, and of its address."),
        .bytes("body_bytes", \.bodyBytes, 1 << 10...1 << 30, "The size of a request's body."),
        .time(
            "header_time", \.headerTime, second ... .minutes(10),
            "How long a connection may take for its first header."),
        .time(
            "idle_time", \.idleTime, second ... .hours(1),
            "How long a connection may wait before it asks again."),
        .number(
            "bytes_a_second", \.bytesASecond, 1...1 << 30,
            "Who sends a body or reads an answer slower than this is cut off after a while."),
        .time(
            "stop_time", \.stopTime, second ... .hours(1),
            "How long requests under way may take to finish when the server is to stop."),
        .choice("metrics", \.metrics, "Who may read /metrics."),
        .choice("log_level", \.logLevel, "What is logged, and what is worse."),
        .choice("log_format", \.logFormat, "How a line of the log is written."),
        .optional("mail_folder", "a folder", \.mailFolder, "Where mails are put, a file each."),
        .optional(
            "backup_folder", "a folder", \.backups.folder,
            "Where backups are put, a file each; without it none are made."),
        .time(
            "backup_every", \.backups.every, .minutes(1) ... .days(366),
            "A backup is made when the newest is older than this."),
        .number(
            "backup_keep", \.backups.count, 0...100_000,
            "So many of the newest backups are kept; 0: backup_days alone decides."),
        .number(
            "backup_days", \.backups.days, 0...100_000,
            "Backups of so many days are kept; 0: backup_keep alone decides; both 0: all."),
        .optional(
            "web_folder", "a folder", \.webFolder,
            "Read the pages' files from here: for who works on them."),
    ]

    private static let second = Span(milliseconds: 1_000)

    public static func named(_ name: String) throws -> Setting {
        if let setting = all.first(where: { $0.name == name }) { return setting }
        throw SettingSentences.unknown(name, suggestion(for: name, among: all.map(\.name)))
    }

    private static func isURL(_ text: String) -> Bool {
        guard text.hasPrefix("https://") || text.hasPrefix("http://") else { return false }
        let rest = text.drop { $0 != ":" }.dropFirst(3)
        return !rest.isEmpty && rest.first != "/"
            && rest.utf8.allSatisfy {
                (0x21...0x7e).contains($0) && !"\"'<>\\?#@".utf8.contains($0)
            }
    }
}
