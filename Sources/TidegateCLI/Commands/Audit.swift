import ArgumentParser
import TidegateEngine
import TidegateModel
import TidegateStore

struct Audit: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Prove that the history was not touched.", subcommands: [Verify.self])

    struct Verify: WorkspaceCommand {
        static let configuration = CommandConfiguration(
            abstract: "Check every change against the hash that chains it to the one before.",
            discussion: "Exit code 1 when a link is altered, missing or out of its place.")

        @OptionGroup var workspace: WorkspaceOptions
        @OptionGroup var output: OutputOptions

        func run(in engine: Engine) async throws {
            let verdict = try await engine.verifyHistory()
            let (holds, words) = Self.describe(verdict)
            if output.json {
                var json = JSONWriter()
                json.object { json in
                    json.member("holds", holds)
                    json.member("message", words)
                }
                Terminal.print(json.text)
            } else {
                Terminal.print((holds ? Style.good("✓ ") : Style.bad("✗ ")) + words)
            }
            if !holds { throw ExitCode(1) }
        }

        private static func describe(_ verdict: ChangeChain.Verdict) -> (Bool, String) {
            switch verdict {
            case .intact(let tail): (true, "the history holds: \(tail.sequence) changes, unbroken")
            case .broken(let at):
                switch at {
                case .altered(let sequence): (false, "change \(sequence) was altered")
                case .missing(let sequence): (false, "change \(sequence) is missing")
                case .truncated(let sequence):
                    (false, "the changes from \(sequence) on were cut off")
                case .added(let sequence): (false, "change \(sequence) was added from outside")
                }
            }
        }
    }
}
