// swift-tools-version: 6.1
import PackageDescription

// Imports only point down (docs/internals/ARCHITECTURE.md); scripts/check builds with
// --explicit-target-dependency-import-check error, so an import not listed here does not compile.
let package = Package(
    name: "tidegate",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "Tidegate", targets: ["Tidegate"]),
        .library(name: "TidegateServer", targets: ["TidegateServer"]),
        .library(name: "TidegateTesting", targets: ["TidegateTesting"]),
        .executable(name: "tidegate", targets: ["TidegateCLI"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.9.0"),
        .package(
            url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0", traits: []),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.0"),
        // Hummingbird brings these along; the guard of each connection and the orderly end use
        // them directly.
        .package(url: "https://github.com/apple/swift-nio", from: "2.90.0"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.30.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.9.0"),
    ],
    targets: [
        // 0: C shims
        .target(name: "CRecord"),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(
            name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(
            name: "CLuaSystem", pkgConfig: "lua5.4", providers: [.apt(["liblua5.4-dev"])]),
        .target(name: "CRecordingFiles", dependencies: ["CSQLite"]),
        .target(name: "CLua", dependencies: ["CLuaSystem", "CRecord"]),
        // 1: the nouns
        .target(name: "TidegateModel", dependencies: ["CRecord", "CCrypto"]),
        // 2: pure decisions, and a sandbox that knows nothing of a CRM
        .target(name: "TidegateRules", dependencies: ["TidegateModel", "CRecord"]),
        .target(name: "TidegateLua", dependencies: ["TidegateModel", "CLua", "CRecord"]),
        // 3: what is kept, and what is scripted
        .target(
            name: "TidegateStore",
            dependencies: ["TidegateModel", "TidegateRules", "CSQLite", "CCrypto", "CRecord"]),
        .target(
            name: "TidegateScript",
            dependencies: ["TidegateModel", "TidegateRules", "TidegateLua"],
            resources: [.embedInCode("Prelude")]),
        // 4: the only writer of records
        .target(
            name: "TidegateEngine",
            dependencies: [
                "TidegateModel", "TidegateRules", "TidegateLua", "TidegateStore", "TidegateScript",
                "CZlib", .product(name: "Logging", package: "swift-log"),
            ],
            resources: [.embedInCode("Texts")]),
        // 5, 6: what an embedder imports, the pages and the HTTP API, and the program
        .target(
            name: "Tidegate",
            dependencies: [
                "TidegateModel", "TidegateRules", "TidegateStore", "TidegateScript",
                "TidegateEngine",
            ]),
        .target(name: "CWebFiles"),
        .target(
            name: "TidegateServer",
            dependencies: [
                "TidegateModel", "TidegateRules", "TidegateLua", "TidegateStore", "TidegateScript",
                "TidegateEngine", "CWebFiles", "CCrypto", "CZlib",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "Mustache", package: "swift-mustache"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            exclude: ["Web"]),
        .executableTarget(
            name: "TidegateCLI",
            dependencies: [
                "Tidegate", "TidegateServer", "TidegateModel", "TidegateRules", "TidegateLua",
                "TidegateStore",
                "TidegateScript", "TidegateEngine",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ]),
        .target(
            name: "TidegateTesting",
            dependencies: [
                "TidegateModel", "TidegateRules", "TidegateStore", "TidegateEngine",
                "CRecordingFiles",
            ]),
        // It imports Tidegate alone, as an embedder does; the others are named because a change in one
        // of them that comes through the re-export would otherwise not compile it again.
        .testTarget(
            name: "TidegateDocumentTests",
            dependencies: [
                "Tidegate", "TidegateModel", "TidegateRules", "TidegateScript", "TidegateStore",
                "TidegateEngine",
            ]),
        .testTarget(name: "TidegateModelTests", dependencies: ["TidegateModel"]),
        .testTarget(
            name: "TidegateEngineTests",
            dependencies: [
                "TidegateModel", "TidegateRules", "TidegateScript", "TidegateStore",
                "TidegateEngine", "TidegateTesting",
            ], exclude: ["Workbooks"]),
        .testTarget(
            name: "TidegateScriptTests",
            dependencies: ["TidegateModel", "TidegateRules", "TidegateScript"]),
        .testTarget(
            name: "TidegateServerTests",
            dependencies: [
                "CZlib", "TidegateServer", "TidegateModel", "TidegateRules", "TidegateScript",
                "TidegateStore", "TidegateEngine", "TidegateTesting",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
            ]),
        .testTarget(name: "TidegateCLITests", dependencies: ["TidegateCLI"]),
        .testTarget(name: "TidegateRulesTests", dependencies: ["TidegateModel", "TidegateRules"]),
        .testTarget(
            name: "TidegateStoreTests",
            dependencies: [
                "TidegateModel", "TidegateRules", "TidegateStore", "TidegateTesting", "CSQLite",
            ]),
        .testTarget(
            name: "TidegateLuaTests", dependencies: ["TidegateLua", "TidegateModel", "CLua"],
            exclude: ["Hostile"]),
    ],
    swiftLanguageModes: [.v6]
)
