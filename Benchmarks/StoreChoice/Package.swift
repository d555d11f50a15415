// swift-tools-version: 6.1
import PackageDescription

// Apart from the product's package, so that nothing we ship depends on what we compare with.
let package = Package(
    name: "StoreChoice",
    dependencies: [
        .package(name: "tidegate", path: "../.."),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
    ],
    targets: [
        .target(
            name: "BareSQLite",
            linkerSettings: [.linkedLibrary("sqlite3"), .linkedLibrary("crypto")]),
        .executableTarget(
            name: "StoreChoice",
            dependencies: [
                "BareSQLite",
                .product(name: "Tidegate", package: "tidegate"),
                .product(name: "GRDB", package: "GRDB.swift"),
            ]),
    ],
    swiftLanguageModes: [.v6]
)
