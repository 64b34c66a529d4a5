// swift-tools-version: 6.2
import PackageDescription

/// Settings of every Swift target: warnings are errors, and imports and existentials are explicit.
let strict: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

/// A library target; `needs` may name only targets of the rows above it (`ImportRuleTests`).
func module(_ name: String, needs: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: needs, swiftSettings: strict)
}

/// The unit tests of one module, with what they share.
func tests(of name: String, needs: [Target.Dependency] = []) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: [.init(stringLiteral: name)] + needs,
        swiftSettings: strict)
}

let package = Package(
    name: "rollcall",
    products: [
        .executable(name: "rollcall", targets: ["rollcall"]),
        .executable(name: "rollcall-service", targets: ["rollcall-service"]),
        .library(name: "RollcallClient", targets: ["RollcallClient"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(
            url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
    ],
    targets: [
        .systemLibrary(name: "COpenLDAP", providers: [.apt(["libldap2-dev"])]),
        .systemLibrary(name: "CCurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CPostgreSQL", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "CMalloc"),
        .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CSQLite", providers: [.apt(["libsqlite3-dev"])]),
        .target(
            name: "CSimdJSON", cxxSettings: [.treatAllWarnings(as: .error)],
            linkerSettings: [.linkedLibrary("simdjson")]),
        module("Diagnostics"),
        module("Directory", needs: ["Diagnostics"]),
        module("SCIMFilter", needs: ["Diagnostics", "Directory"]),
        module(
            "Entitlements",
            needs: ["Directory", .product(name: "Crypto", package: "swift-crypto")]),
        module("MembershipSnapshot", needs: ["CZlib", "Directory", "Entitlements"]),
        // For readers in other houses: no server, no store, no directory client.
        module("RollcallClient", needs: ["Directory", "Entitlements", "MembershipSnapshot"]),
        module(
            "RoleMapping",
            needs: ["Diagnostics", "Directory", "SCIMFilter", "Entitlements", "Yams"]),
        module("Reconciliation", needs: ["Directory", "Entitlements"]),
        .target(
            name: "Reporting",
            dependencies: [
                "Diagnostics", "Directory", "Entitlements",
                .product(name: "Mustache", package: "swift-mustache"),
            ],
            resources: [.embedInCode("Resources")], swiftSettings: strict),
        module("LDAPSource", needs: ["COpenLDAP", "Diagnostics", "Directory"]),
        module("LDIFSource", needs: ["Diagnostics", "Directory"]),
        module("SCIMSource", needs: ["CCurl", "CSimdJSON", "Diagnostics", "Directory"]),
        module(
            "EntitlementStore",
            needs: [
                "CPostgreSQL", "CSQLite", "Diagnostics", "Directory", "Entitlements",
                .product(name: "GRDB", package: "GRDB.swift"),
            ]),
        module(
            "Review",
            needs: [
                "Diagnostics", "Directory", "Entitlements", "RoleMapping", "Reconciliation",
                "Reporting", "EntitlementStore",
            ]),
        module(
            "DirectorySync",
            needs: [
                "Diagnostics", "Directory", "Entitlements", "RoleMapping", "Reconciliation",
                "EntitlementStore",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ]),
        module(
            "SiteConfiguration",
            needs: [
                "Diagnostics", "Directory", "Entitlements", "RoleMapping", "LDAPSource",
                "SCIMSource", "LDIFSource", "EntitlementStore",
            ]),
        .target(
            name: "WebService",
            dependencies: [
                "Directory", "SCIMFilter", "Entitlements", "MembershipSnapshot", "Reporting",
                "EntitlementStore",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HummingbirdTLS", package: "hummingbird"),
                .product(name: "JWTKit", package: "jwt-kit"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            resources: [.embedInCode("Resources")],
            // To go back from one executor to the other with each call takes longer than a check.
            swiftSettings: strict + [.enableUpcomingFeature("NonisolatedNonsendingByDefault")]),
        .executableTarget(
            name: "rollcall-service",
            dependencies: [
                "DirectorySync", "SiteConfiguration", "WebService",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "rollcall",
            dependencies: [
                "CMalloc", "Diagnostics", "Directory", "Entitlements", "RoleMapping", "Reporting",
                "LDAPSource", "SCIMSource", "LDIFSource", "EntitlementStore", "DirectorySync",
                "Review", "SiteConfiguration",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict),

        // What tests and measurements share: servers, generated organisations.
        .target(
            name: "TestSupport", dependencies: ["Directory"], path: "Tests/TestSupport",
            swiftSettings: strict),
        // Web servers of the tests' own; apart, so that measuring does not build them.
        .target(
            name: "WebTestSupport",
            dependencies: [
                "TestSupport",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HummingbirdHTTP2", package: "hummingbird"),
                .product(name: "HummingbirdTLS", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            path: "Tests/WebTestSupport", swiftSettings: strict),
        // The yardstick: a plain C reader of the same directory.
        .executableTarget(
            name: "PlainLDAPReader",
            linkerSettings: [
                .linkedLibrary("ldap"), .linkedLibrary("lber"), .linkedLibrary("sqlite3"),
            ]),
        // The same of what has changed.
        .executableTarget(
            name: "PlainSyncReader",
            linkerSettings: [.linkedLibrary("ldap"), .linkedLibrary("lber")]),
        // The yardstick of the read service: the same server with an empty handler.
        .executableTarget(
            name: "PlainWebServer",
            dependencies: [
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "Benchmarks",
            dependencies: ["CMalloc", "CSimdJSON", "Directory", "SCIMSource", "TestSupport"],
            swiftSettings: strict),

        tests(of: "Diagnostics"),
        tests(of: "Directory", needs: ["TestSupport"]),
        tests(of: "SCIMFilter", needs: ["TestSupport"]),
        tests(of: "Entitlements"),
        tests(of: "MembershipSnapshot", needs: ["TestSupport", "Directory", "Entitlements"]),
        tests(
            of: "RollcallClient",
            needs: [
                "TestSupport", "WebTestSupport", "Directory", "Entitlements", "MembershipSnapshot",
            ]),
        tests(of: "RoleMapping", needs: ["LDIFSource"]),
        tests(of: "Reconciliation", needs: ["TestSupport"]),
        tests(of: "Reporting"),
        tests(of: "LDAPSource", needs: ["TestSupport"]),
        tests(of: "SCIMSource", needs: ["TestSupport", "WebTestSupport"]),
        tests(of: "LDIFSource"),
        tests(of: "EntitlementStore", needs: ["TestSupport"]),
        tests(of: "Review"),
        tests(
            of: "WebService",
            needs: [
                "TestSupport", "Directory", "Entitlements", "EntitlementStore",
                "MembershipSnapshot",
                .product(name: "HTTPTypes", package: "swift-http-types"),
            ]),
        tests(
            of: "DirectorySync",
            needs: [
                "TestSupport", "Directory", "Entitlements", "EntitlementStore", "RoleMapping",
                .product(name: "Logging", package: "swift-log"),
            ]),
        // What every source must keep to, whatever it reads.
        .testTarget(
            name: "DirectorySourceTests",
            dependencies: ["Directory", "LDAPSource", "LDIFSource", "SCIMSource", "TestSupport"],
            swiftSettings: strict),
        // The built command against real servers, and the rules of the house.
        .testTarget(
            name: "RollcallTests",
            dependencies: ["TestSupport", "RollcallClient", "rollcall", "rollcall-service"],
            swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6],
    cxxLanguageStandard: .cxx17
)
