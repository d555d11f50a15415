/// "Did you mean": the known name closest to one that was not found.
///
///     suggestion(for: "closing_date", among: ["close_date", "name"])   // "close_date"
public func suggestion(for name: String, among known: some Sequence<String>) -> String? {
    let wanted = Array(name.lowercased().unicodeScalars)
    let allowed = max(2, wanted.count / 3)
    let best = known.map { ($0, distance(wanted, Array($0.lowercased().unicodeScalars))) }
        .min { ($0.1, $0.0) < ($1.1, $1.0) }
    guard let best, best.1 <= allowed else { return nil }
    return best.0
}

/// Source: optimal string alignment (Damerau–Levenshtein without repeated edits).
private func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
    guard !left.isEmpty, !right.isEmpty else { return max(left.count, right.count) }
    var beforeLast = [Int](repeating: 0, count: right.count + 1)
    var last = Array(0...right.count)
    for row in 1...left.count {
        var current = [row]
        for column in 1...right.count {
            let change = left[row - 1] == right[column - 1] ? 0 : 1
            var best = min(last[column] + 1, current[column - 1] + 1, last[column - 1] + change)
            if row > 1, column > 1, left[row - 1] == right[column - 2],
                left[row - 2] == right[column - 1]
            {
                best = min(best, beforeLast[column - 2] + 1)
            }
            current.append(best)
        }
        (beforeLast, last) = (last, current)
    }
    return last[right.count]
}
