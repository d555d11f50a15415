/// A currency in use.
///
///     Currency("JPY")?.digits   // 0
///
/// Source: ISO 4217, list one, without precious metals, testing codes and units of account.
public struct Currency: Hashable, Sendable {
    /// Three capitals.
    public let code: String
    /// Digits after the point of its smallest coin.
    public let digits: Int

    /// - Returns: `nil` for what is no code in use.
    public init?(_ code: String) {
        guard let digits = Self.digits[code] else { return nil }
        self.code = code
        self.digits = digits
    }

    /// By the alphabet.
    public static let codes = digits.keys.sorted()

    private static let digits: [String: Int] = {
        let usual = """
            AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF \
            CHF CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD \
            HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK \
            MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD \
            RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS \
            UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG
            """
        let codes: [(String, Int)] = [
            (usual, 2),
            ("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF", 0),
            ("BHD IQD JOD KWD LYD OMR TND", 3),
        ]
        return codes.reduce(into: [:]) { digits, group in
            for code in group.0.split(separator: " ") { digits[String(code)] = group.1 }
        }
    }()
}
