import NIOCore

/// Addresses as proxies write them, and whom they stand for.
enum NetworkAddress {
    /// The address without a port and brackets: `1.2.3.4:5678` and `[::1]:99` are `1.2.3.4` and `::1`.
    ///
    /// Source: RFC 7239, 6, which proxies keep to in X-Forwarded-For, too, when they tell ports.
    static func host(_ text: String) -> String {
        if text.hasPrefix("["), let end = text.firstIndex(of: "]") {
            return String(text[text.index(after: text.startIndex)..<end])
        }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        return parts.count == 2 ? String(parts[0]) : text
    }

    /// Whom to count by. Whoever has one address of IPv6 has all 2⁶⁴ of its network (RFC 6177, 2);
    /// of IPv4 the address itself, also where it is written as one of IPv6 (RFC 4291, 2.5.5.2).
    static func network(_ address: String) -> String {
        guard case .v6(let parsed)? = try? SocketAddress(ipAddress: address, port: 0) else {
            return address
        }
        let bytes = withUnsafeBytes(of: parsed.address.sin6_addr) { Array($0) }
        let mapped: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff]
        if bytes.starts(with: mapped) {
            return bytes.dropFirst(mapped.count).map(String.init).joined(separator: ".")
        }
        return bytes.prefix(8).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            + "/64"
    }
}
