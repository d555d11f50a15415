// swift-tools-version: 6.1
import PackageDescription

// Apart from the product's package, so that nobody who uses Tidegate builds its benchmarks.
let package = Package(
    name: "Benchmarks",
    dependencies: [
        .package(name: "tidegate", path: ".."),
        .package(
            url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0", traits: []),
        .package(url: "https://github.com/apple/swift-log", from: "1.6.0"),
    ],
    targets: [
        // The same works by hand, on the same SQLite and the same Lua.
        .target(
            name: "BareC",
            cSettings: [.unsafeFlags(["-O2"])],
            linkerSettings: [.linkedLibrary("sqlite3"), .linkedLibrary("lua5.4")]),
        // People, teams and deals that both of the following measure rights with.
        .target(name: "Company", dependencies: [.product(name: "Tidegate", package: "tidegate")]),
        .executableTarget(
            name: "Bench",
            dependencies: ["BareC", "Company", .product(name: "Tidegate", package: "tidegate")]),
        // The server under load, and a bare handler on the same framework.
        .executableTarget(
            name: "BenchHTTP",
            dependencies: [
                "Company", .product(name: "Tidegate", package: "tidegate"),
                .product(name: "TidegateServer", package: "tidegate"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
            ]),
    ],
    swiftLanguageModes: [.v6]
)
