/// What stands in the braces of a text: a name, `{n}`, or a word for one and a word for more of
/// something, `{n|record|records}`. Chinese texts have no need of the second.
extension [String: String] {
    /// - Parameter braces: what stands between them.
    /// - Returns: `nil` for a name without a value.
    public func filling(_ braces: some StringProtocol) -> String? {
        let parts = braces.split(separator: "|", omittingEmptySubsequences: false)
        guard let name = parts.first, let value = self[String(name)] else { return nil }
        switch parts.count {
        case 1: return value
        case 3: return String(value == "1" ? parts[1] : parts[2])
        default: return nil
        }
    }
}
