import Testing
import TidegateModel

@testable import TidegateServer

@Suite("Settings")
struct SettingTests {
    @Test
    func `come from a file, the environment and the command line, the later over the earlier`()
        throws
    {
        var sources = SettingSources()
        try sources.read(
            file: """
                # ours
                port = 1000
                host=0.0.0.0

                  public_url = https://crm.example.com
                session_idle = 8 hours
                body_bytes = 4 MiB
                """, name: "tidegate.conf")
        try sources.read(environment: [
            "TIDEGATE_PORT": "2000", "HOME": "/", "TIDEGATE_LOG_FORMAT": "json",
        ])
        try sources.read(argument: "port=3000")
        let settings = sources.settings
        #expect(settings.port == 3000)
        #expect(settings.host == "0.0.0.0")
        #expect(settings.publicOrigin == "https://crm.example.com")
        #expect(settings.sessions.idle == .hours(8))
        #expect(settings.bodyBytes == 4 << 20)
        #expect(settings.logFormat == .json)
        try settings.check()
    }

    @Test(arguments: [
        (
            "prot = 1", "setting.unknown", "tidegate.conf:1: There is no setting prot.",
            "Did you mean port?"
        ),
        (
            "\nport", "setting.syntax", "tidegate.conf:2: \"port\" is no setting.",
            "Write name = value."
        ),
        (
            "port = 99999", "setting.invalid", "tidegate.conf:1: port cannot be \"99999\".",
            "It takes a number from 0 to 65535."
        ),
        (
            "session_idle = soon", "setting.invalid",
            "tidegate.conf:1: session_idle cannot be \"soon\".", "It takes 1 minute to 90 days."
        ),
        (
            "metrics = some", "setting.invalid", "tidegate.conf:1: metrics cannot be \"some\".",
            "It takes off, loopback, administrators, all."
        ),
        (
            "public_url = crm.example.com", "setting.invalid",
            "tidegate.conf:1: public_url cannot be \"crm.example.com\".",
            "It takes https://crm.example.com."
        ),
        (
            "body_bytes = 5 bananas", "setting.invalid",
            "tidegate.conf:1: body_bytes cannot be \"5 bananas\".", "It takes 1 KiB to 1 GiB."
        ),
        (
            "port = 1\nport = 2", "setting.twice",
            "tidegate.conf:2: port is set in line 1 already.", "Keep one of the two."
        ),
    ])
    func `that are wrong are errors with their place`(
        file: String, code: String, message: String, hint: String
    ) {
        #expect {
            var sources = SettingSources()
            try sources.read(file: file, name: "tidegate.conf")
        } throws: { error in
            let error = error as? TidegateError
            return error?.code == code && error?.message == message && error?.hint == hint
        }
    }

    @Test func `nobody knows are errors in the environment and on the command line, too`() {
        #expect(throws: TidegateError.self) {
            var sources = SettingSources()
            try sources.read(environment: ["TIDEGATE_PROT": "1"])
        }
        #expect(throws: TidegateError.self) {
            var sources = SettingSources()
            try sources.read(argument: "prot=1")
        }
    }

    @Test func `printed as a file come back the same`() throws {
        var first = SettingSources()
        for argument in ["port=1", "trusted_proxies=10.0.0.1 10.0.0.2", "allow_plain_http=yes"] {
            try first.read(argument: argument)
        }
        var second = SettingSources()
        try second.read(file: first.settings.file, name: "printed")
        #expect(second.settings.file == first.settings.file)
        #expect(second.settings.trustedProxies == ["10.0.0.1", "10.0.0.2"])
    }

    @Test func `do not let passwords cross a network in the clear`() throws {
        var settings = ServerSettings()
        settings.host = "0.0.0.0"
        #expect(throws: TidegateError.self) { try settings.check() }
        settings.publicURL = "http://crm.example.com"
        #expect(throws: TidegateError.self) { try settings.check() }
        settings.publicURL = "https://crm.example.com"
        try settings.check()
    }

    @Test func `have names and helps of their own`() {
        let names = SettingTable.all.map(\.name)
        #expect(Set(names).count == names.count)
        #expect(SettingTable.all.allSatisfy { $0.help.hasSuffix(".") })
    }
}
