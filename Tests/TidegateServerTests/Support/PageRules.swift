import Testing

/// What every page keeps to, whatever it shows.
enum PageRules {
    /// What the content security policy would stop, or what reaches another host.
    static func faults(_ html: String) -> [String] {
        var faults: [String] = []
        func look(_ what: String, _ pattern: some RegexComponent) {
            if let match = html.firstMatch(of: pattern) {
                faults.append("\(what): \(html[match.range].prefix(80))")
            }
        }
        look("a style of an element", #/<[^>]*\sstyle\s*=/#)
        look("a style sheet in the page", #/<style\b/#)
        look("a handler", #/<[^>]*\son[a-z]+\s*=\s*["']/#)
        look("a script in the page", #/<script(?![^>]*\bsrc=)(?![^>]*application\/json)[^>]*>/#)
        look("an address that runs", #/(href|src|action)\s*=\s*["']?\s*javascript:/#)
        look(
            "another host",
            #/<(script|link|img|iframe|use)[^>]*(src|href)\s*=\s*["'](https?:)?\/\//#)
        if !html.hasPrefix("<!doctype html>") { faults.append("no doctype") }
        if html.contains("{{") { faults.append("an unfilled template") }
        return faults
    }

    /// What a person who hears the page would miss.
    static func unnamed(_ html: String) -> [String] {
        var faults: [String] = []
        let labels = Set(html.matches(of: #/<label[^>]*\sfor="([^"]+)"/#).map { String($0.1) })
        for match in html.matches(of: #/<(input|select|textarea)\b[^>]*>/#) {
            let tag = String(match.0)
            let isInLabel = ["checkbox", "radio", "hidden", "submit"].contains {
                tag.contains("type=\"\($0)\"")
            }
            let id = tag.firstMatch(of: #/\sid="([^"]+)"/#).map { String($0.1) }
            guard !isInLabel, !tag.contains("aria-label"), id.map(labels.contains) != true else {
                continue
            }
            faults.append(tag)
        }
        for match in html.matches(of: #/<button\b([^>]*)>(.*?)<\/button>/#.dotMatchesNewlines()) {
            let text = match.2.replacing(#/<[^>]*>/#, with: "")
            if text.allSatisfy(\.isWhitespace), !match.1.contains("aria-label") {
                faults.append(String(match.0.prefix(120)))
            }
        }
        return faults
    }
}
