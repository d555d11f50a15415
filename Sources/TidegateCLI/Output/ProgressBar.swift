import TidegateEngine
import TidegateModel

/// One line that is drawn anew, only where someone looks on.
struct ProgressBar: Sendable {
    private let start = SystemTime.monotonicNanoseconds()

    private let said = Lock(false)

    func show(_ progress: ImportProgress) {
        sayOnce(progress.takenUp)
        guard Terminal.showsProgress else { return }
        let filled = Int(progress.fraction * 30)
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 30 - filled)
        let seconds = Double(SystemTime.monotonicNanoseconds() - start) / 1e9
        let rate = Int(Double(progress.rows - progress.takenUp) / max(seconds, 0.001))
        let refused = progress.refused > 0 ? ", \(progress.refused) refused" : ""
        Terminal.progress(
            "\r\u{1B}[K\(bar) \(Int(progress.fraction * 100)) %  \(progress.rows) rows, \(rate)/s\(refused)"
        )
    }

    /// That the import was interrupted before.
    private func sayOnce(_ takenUp: Int) {
        guard takenUp > 0 else { return }
        let isNews = said.withLock { said in
            defer { said = true }
            return !said
        }
        if isNews {
            Terminal.error(
                "\(takenUp) rows of this file are in already; the import goes on behind them")
        }
    }

    func finish() {
        guard Terminal.showsProgress else { return }
        Terminal.progress("\r\u{1B}[K")
    }
}
