/// What a file that is not UTF-8 probably is: Excel's usual CSV where people write Chinese.
enum CSVEncoding: String {
    case big5 = "Big5"
    case gbk = "GBK"

    private static let sampleBytes = 1 << 16

    /// The first row that is not UTF-8, and what the file looks like; `nil` for UTF-8, and where nobody
    /// can say.
    static func foreign(_ bytes: [UInt8]) -> (row: Int, encoding: CSVEncoding)? {
        do throws(UTF8.ValidationError) {
            _ = try UTF8Span(validating: bytes.span)
            return nil
        } catch {
            let before = bytes[..<error.byteOffsets.lowerBound]
            let start = before.lastIndex(of: 0x0a).map { $0 + 1 } ?? 0
            return looks(bytes[start...].prefix(sampleBytes)).map {
                (before.count { $0 == 0x0a } + 1, $0)
            }
        }
    }

    /// Source: the WHATWG Encoding Standard, Big5 and GBK: pairs of a lead and a trail byte. What is
    /// written every day has in GBK a lead from 0xB0 and a trail from 0xA1. In Big5 half of the trails
    /// are below 0x7F, and leads begin at 0xA4. Below stand punctuation marks, in both.
    private static func looks(_ bytes: ArraySlice<UInt8>) -> CSVEncoding? {
        var (pairs, big5, gbk) = (0, 0, 0)
        var index = bytes.startIndex
        while index + 1 < bytes.endIndex {
            let (lead, trail) = (bytes[index], bytes[index + 1])
            guard lead >= 0x80 else {
                index += 1
                continue
            }
            index += 2
            if (0xa1...0xa3).contains(lead), trail >= 0x40 { continue }
            pairs += 1
            let isLow = (0x40...0x7e).contains(trail)
            if isLow && (0xa4...0xc6).contains(lead)
                || trail >= 0xa1 && (0xa4...0xaf).contains(lead)
            {
                big5 += 1
            } else if (0xb0...0xf7).contains(lead), trail >= 0xa1 {
                gbk += 1
            }
        }
        guard pairs > 0, (big5 + gbk) * 10 >= pairs * 9 else { return nil }
        return big5 * 6 >= pairs ? .big5 : .gbk
    }
}
