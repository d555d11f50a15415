import ArgumentParser
import TidegateEngine

/// What every command that writes takes.
struct WriteOptions: ParsableArguments {
    @Option(
        help: .init(
            "Pass closed gates, for this reason; needs the permission waive_gates.",
            valueName: "reason"))
    var waive: String?
    @Option(
        help: .init(
            "Confirm warnings, for this reason.", valueName: "reason"))
    var confirm: String?
    @Option(help: "An idempotency key: sent twice, it is done once.")
    var key: String?
    @Option(
        help: .init(
            "Refuse unless the record still has this version, as tidegate get shows it.",
            valueName: "number"))
    var ifVersion: Int64?
    @Flag(help: "Do everything, print what came of it, and roll it back.")
    var dryRun = false

    var request: RequestOptions {
        RequestOptions(
            idempotencyKey: key, waiver: waive, confirmation: confirm, version: ifVersion,
            isDryRun: dryRun)
    }
}
