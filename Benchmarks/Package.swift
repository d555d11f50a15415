// swift-tools-version: 6.1
import PackageDescription

// Apart from the product's package, so that nobody who uses Tidegate builds its benchmarks.
let package = Package(
    name: "Benchmarks",
    dependencies: [.package(name: "tidegate", path: "..")],
    targets: [
        // The same works by hand, on the same SQLite and the same Lua.
        .target(
            name: "BareC",
            cSettings: [.unsafeFlags(["-O2"])],
            linkerSettings: [.linkedLibrary("sqlite3"), .linkedLibrary("lua5.4")]),
        .executableTarget(
            name: "Bench",
            dependencies: ["BareC", .product(name: "Tidegate", package: "tidegate")]),
    ],
    swiftLanguageModes: [.v6]
)
