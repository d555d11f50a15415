import BareC

/// Runs a work of the hand-written program.
enum Bare {
    typealias Work = (
        UnsafePointer<CChar>?, Int32, Int32, UnsafeMutablePointer<Double>?,
        UnsafeMutablePointer<bare_outcome>?
    ) -> Int32

    static func run(
        _ place: Place, _ work: String, _ unit: String, _ count: Int, _ together: Int,
        _ body: Work, check: (bare_outcome) -> Void
    ) -> Outcome {
        var outcome = bare_outcome()
        var latencies = [Double](repeating: 0, count: count)
        let status = body(
            place.fresh("bare.db"), Int32(count), Int32(together), &latencies, &outcome)
        expect(status == 0, "bare C could not do \(work)")
        check(outcome)
        return Outcome(
            who: together == 1 ? "bare C" : "bare C group\(together)", work: work,
            count: Int(outcome.accepted), unit: unit, seconds: outcome.seconds,
            cpuSeconds: outcome.cpu_seconds,
            latencies: Array(latencies.prefix(Int(outcome.samples))),
            note: together == 1 ? "" : "p50 of a commit of \(together)")
    }
}
