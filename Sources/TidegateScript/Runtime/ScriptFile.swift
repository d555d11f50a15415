import TidegateLua
import TidegateModel

/// Runs one plain Lua file in the sandbox, with nothing behind it: `tidegate lua FILE`.
public enum ScriptFile {
    public struct Outcome: Sendable {
        /// `ok`, `error` or `limit`.
        public var word: String
        /// What went wrong, or which limit was met.
        public var detail: String?
        public var place: String?
        public var output: String

        /// `ok`, `error: …` or `limit: instructions`.
        public var line: String { word + (detail.map { ": \($0)" } ?? "") }

        public init(word: String, detail: String? = nil, place: String? = nil, output: String) {
            self.word = word
            self.detail = detail
            self.place = place
            self.output = output
        }
    }

    public static func run(_ source: [UInt8], name: String, budget: LuaBudget) -> Outcome {
        guard let machine = try? LuaMachine() else {
            return Outcome(word: "limit", detail: "memory", output: "")
        }
        let outcome = machine.run(source, name: name, budget: budget)
        switch outcome {
        case .values: return Outcome(word: "ok", output: machine.output)
        case .failed(let failure):
            let place = failure.position?.description
            return Outcome(
                word: "error", detail: (place.map { "\($0): " } ?? "") + failure.message,
                place: place, output: machine.output)
        case .limit(let limit):
            return Outcome(
                word: "limit", detail: limit.kind.rawValue, place: limit.position?.description,
                output: machine.output)
        }
    }
}
