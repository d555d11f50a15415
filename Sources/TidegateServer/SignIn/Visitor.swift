/// Where a request comes from, as far as it is worth telling.
struct Visitor: Hashable, Sendable {
    let address: String
    private let userAgent: String

    init(address: String, userAgent: String?) {
        let fits = address.utf8.count <= ServerLimits.addressBytes
        self.address = fits ? address : String(address.prefix(ServerLimits.addressBytes))
        self.userAgent = userAgent ?? ""
    }

    // Most requests ask for neither.

    /// Whose attempts and requests are counted together.
    var network: String { NetworkAddress.network(address) }
    var device: String { Self.device(userAgent) }

    /// `Firefox on Linux`: enough to tell one's own sessions apart, too little to follow anyone.
    static func device(_ userAgent: String) -> String {
        let agent = userAgent.prefix(ServerLimits.userAgentBytes)
        // Each of these names those that stand below it, so the order decides.
        let browsers = [
            ("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"),
            ("Chromium/", "Chromium"), ("Safari/", "Safari"), ("curl/", "curl"),
        ]
        let systems = [
            ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"),
            ("Windows", "Windows"), ("Mac OS X", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux"),
        ]
        let browser = browsers.first { agent.contains($0.0) }?.1
        let system = systems.first { agent.contains($0.0) }?.1
        switch (browser, system) {
        case (let browser?, let system?): return "\(browser) on \(system)"
        case (let one?, nil), (nil, let one?): return one
        case (nil, nil): return "Unknown"
        }
    }
}
