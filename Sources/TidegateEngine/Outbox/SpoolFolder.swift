import TidegateModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Writes each mail as an `.eml` file. The file is named after the mail, so handing over the same
/// mail again changes nothing.
public struct SpoolFolder: Postman {
    private let folder: String
    private let sender: String

    public init(folder: String, sender: String = "tidegate@localhost") throws {
        self.folder = folder
        self.sender = sender
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
    }

    public func deliver(_ mail: OutgoingMail) throws {
        let file = URL(filePath: folder).appending(path: "\(mail.id).eml")
        try Data(text(mail).utf8).write(to: file, options: .atomic)
    }

    /// Source: RFC 5322 for the fields, RFC 2047 for words that are not ASCII, RFC 2045 for base64.
    func text(_ mail: OutgoingMail) -> String {
        let to = mail.name.map { "\(phrase($0)) <\(mail.recipient)>" } ?? mail.recipient
        let body = Data(mail.body.utf8).base64EncodedString()
        let lines = stride(from: 0, to: body.utf8.count, by: 76).map { start in
            String(
                decoding: Array(body.utf8)[start..<min(start + 76, body.utf8.count)], as: UTF8.self)
        }
        return """
            From: \(sender)\r
            To: \(to)\r
            Subject: \(encoded(mail.subject))\r
            Date: \(date(mail.at))\r
            Message-ID: <\(mail.id)@tidegate>\r
            X-Tidegate-Key: \(encoded(mail.key))\r
            MIME-Version: 1.0\r
            Content-Type: text/plain; charset=utf-8\r
            Content-Transfer-Encoding: base64\r
            \r
            \(lines.joined(separator: "\r\n"))\r

            """
    }

    /// A name before an address. `Lee, Ann` would be two recipients, so it stands in quotes.
    private func phrase(_ name: String) -> String {
        let word = encoded(name)
        guard word == name, name.contains(where: { "()<>[]:;@\\,.\"".contains($0) }) else {
            return word
        }
        return "\""
            + name.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }

    /// A field's text that cannot break out of its line.
    private func encoded(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { (0x20...0x7e).contains($0) } && text.utf8.count < 900
        if isPlain, !text.contains("=?") { return text }
        var words: [String] = []
        var part = ""
        for character in text {
            if part.utf8.count + character.utf8.count > 45 {
                words.append(part)
                part = ""
            }
            part.append(character)
        }
        words.append(part)
        return words.map { "=?UTF-8?B?\(Data($0.utf8).base64EncodedString())?=" }
            .joined(separator: "\r\n ")
    }

    private func date(_ at: Instant) -> String {
        let days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
        let months = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ]
        let (year, month, day) = at.day.civil
        let weekday = Int(at.day.number + 3 - (at.day.number + 3).floorDivided(by: 7) * 7)
        let clock = at.description.split(separator: "T")[1].prefix(8)
        return "\(days[weekday]), \(day) \(months[month - 1]) \(year) \(clock) +0000"
    }
}
