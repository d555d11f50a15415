import ArgumentParser
import TidegateEngine

/// What every command that writes takes.
struct WriteOptions: ParsableArguments {
    @Option(help: "Pass closed gates, for this reason; needs the permission waive_gates.")
    var waive: String?
    @Option(help: "Confirm warnings, for this reason.")
    var confirm: String?
    @Option(help: "An idempotency key: sent twice, it is done once.")
    var key: String?
    @Option(help: "The version you have seen; refuse if there is a newer one.")
    var version: Int64?
    @Flag(help: "Do everything, print what came of it, and roll it back.")
    var dryRun = false

    var request: RequestOptions {
        RequestOptions(
            idempotencyKey: key, waiver: waive, confirmation: confirm, version: version,
            isDryRun: dryRun)
    }
}
