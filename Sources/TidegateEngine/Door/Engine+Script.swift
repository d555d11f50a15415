import TidegateLua
import TidegateModel
import TidegateScript

extension Engine {
    /// Runs a plain Lua file as the body of a hook of nothing in particular. It sees the workspace
    /// as the actor does; what it writes is rolled back.
    public func rehearse(
        _ source: [UInt8], name: String, budget: LuaBudget, as actor: Actor
    ) async throws -> ScriptFile.Outcome {
        do {
            return try await transact(as: actor, through: .command, rehearse: true) { transaction in
                do {
                    let done = try transaction.workspace.runtime.runFile(
                        source, name: name, host: transaction.host, budget: budget)
                    let output = (transaction.logged + [done.output]).filter { !$0.isEmpty }
                    return .init(word: "ok", output: output.joined(separator: "\n"))
                } catch ScriptFailure.failed(let message, let place) {
                    let at = place.map { "\($0.file):\($0.line)" }
                    return .init(
                        word: "error", detail: (at.map { "\($0): " } ?? "") + message, place: at,
                        output: "")
                } catch ScriptFailure.limit(let kind, let place) {
                    return .init(
                        word: "limit", detail: kind, place: place.map { "\($0.file):\($0.line)" },
                        output: "")
                }
            }
        } catch let refusal as Refusal {
            throw refusal.error
        }
    }
}
