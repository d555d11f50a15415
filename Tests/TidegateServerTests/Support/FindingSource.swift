import Foundation

/// Reads the sources of the checker for what it can say: the texts handed to `report`, `warn` and
/// `PackFinding`, with numbers in the place of what is filled in, as `FindingText.pattern` has them.
struct FindingSource {
    private let text: [Character]
    private var position = 0

    static func patterns(in root: URL) throws -> Set<String> {
        let folder = root.appending(path: "Sources/TidegateScript")
        var patterns: Set<String> = []
        for part in ["Checking", "Decoding", "Loading", "PackSet.swift"] {
            for file in try files(folder.appending(path: part)) {
                let source = try String(contentsOf: file, encoding: .utf8)
                // Simple, because a word of Unicode goes on after the dot of `body.report`.
                let calls = #/\b(?:report|warn|PackFinding)\((?!\s*_ |duplicates)/#
                    .wordBoundaryKind(.simple)
                for call in source.matches(of: calls) {
                    var reader = FindingSource(text: Array(source[call.range.upperBound...]))
                    patterns.formUnion(reader.arguments())
                }
            }
        }
        return patterns
    }

    private static func files(_ place: URL) throws -> [URL] {
        if place.pathExtension == "swift" { return [place] }
        return try FileManager.default.contentsOfDirectory(
            at: place, includingPropertiesForKeys: nil)
    }

    private init(text: [Character]) { self.text = text }

    /// The texts among the arguments of a call that was just opened, but for codes, for the key that
    /// `of:` names, and for what stands alone in a gap.
    private mutating func arguments() -> [String] {
        var found: [String] = []
        var depth = 1
        while depth > 0 {
            switch text[position] {
            case "\"":
                let isKey = text[..<position].suffix(4) == Array("of: ")
                let pattern = sum()
                let isCode = pattern.wholeMatch(of: #/(\{1\}|[a-z]+)\.([a-z_]+|\{1\})/#) != nil
                if depth == 1, !isCode, !isKey, pattern != "{1}" { found.append(pattern) }
                continue
            case "(", "{", "[": depth += 1
            case ")", "}", "]": depth -= 1
            default: break
            }
            position += 1
        }
        return found
    }

    /// `"…" + "…"`
    private mutating func sum() -> String {
        var pattern = ""
        var gaps = 0
        while true {
            literal(&pattern, &gaps)
            let rest = String(text[position...].prefix(200))
            guard let plus = rest.prefixMatch(of: #/\s*\+\s*(?=")/#) else { return pattern }
            position += plus.output.count
        }
    }

    private mutating func literal(_ pattern: inout String, _ gaps: inout Int) {
        position += 1
        while text[position] != "\"" {
            guard text[position] == "\\" else {
                pattern.append(text[position])
                position += 1
                continue
            }
            position += 1
            if text[position] == "(" {
                gaps += 1
                pattern += "{\(gaps)}"
                skipGap()
            } else {
                pattern.append(text[position])
                position += 1
            }
        }
        position += 1
    }

    private mutating func skipGap() {
        var depth = 0
        repeat {
            switch text[position] {
            case "\"":
                var (ignored, count) = ("", 0)
                literal(&ignored, &count)
                continue
            case "(": depth += 1
            case ")": depth -= 1
            default: break
            }
            position += 1
        } while depth > 0
    }
}
