import Hummingbird

/// `/design`: every component in every state, for those who build pages, and for the tests that
/// look at contrast, names and keys.
struct DesignRoutes {
    let screens: Screens

    func add(to router: Router<WebContext>) {
        router.get("/design") { request, context in
            let texts = screens.pages.texts
            let title = texts["design.title", context.language]
            return try await screens.page(
                "design", title: title, model, request: request, context)
        }
    }

    private var model: [String: Any] {
        [
            "hues": Hue.allCases.map { ["name": $0.rawValue, "class": $0.cssClass] },
            "people": ["Ann Miller", "Bob Tanaka", "王小明", "Fiona O'Neill"].map {
                ["name": $0, "initials": $0.initials, "hue": Hue.of($0).cssClass]
            },
            "drawings": Self.drawings(in: screens.pages.files).map {
                ["name": $0, "svg": screens.pages.icons[$0]]
            },
        ]
    }

    private static func drawings(in files: WebFiles) -> [String] {
        (files.text("static/icons.svg") ?? "").split(separator: "\n").compactMap { line in
            guard line.hasPrefix("<symbol id=\"") else { return nil }
            return line.dropFirst("<symbol id=\"".count).split(separator: "\"").first.map(
                String.init)
        }
    }
}
