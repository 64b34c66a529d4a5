import Foundation
import TestSupport
import Testing

/// The arrows of the house: a target imports only rows above it, adapters never import each other,
/// and each outside library is imported in one target.
struct ImportRuleTests {
    /// One row of the table of modules, from the bottom of the house to the top.
    struct Row {
        let target: String
        let libraries: Set<String>
        let isAdapter: Bool
        let isExecutable: Bool

        init(
            _ target: String, _ libraries: Set<String> = [], isAdapter: Bool = false,
            isExecutable: Bool = false
        ) {
            self.target = target
            self.libraries = libraries
            self.isAdapter = isAdapter
            self.isExecutable = isExecutable
        }
    }

    static let rows: [Row] = [
        Row("COpenLDAP"),
        Row("CCurl"),
        Row("CPostgreSQL"),
        Row("CMalloc"),
        Row("CSimdJSON"),
        Row("CSQLite"),
        Row("CZlib"),
        Row("Diagnostics"),
        Row("Directory"),
        Row("SCIMFilter"),
        Row("Entitlements", ["Crypto"]),
        Row("MembershipSnapshot", ["CZlib"]),
        Row("RollcallClient", ["FoundationNetworking"]),
        Row("RoleMapping", ["Yams"]),
        Row("Reconciliation"),
        Row("Reporting", ["Mustache"]),
        Row("LDAPSource", ["COpenLDAP"], isAdapter: true),
        Row("LDIFSource", isAdapter: true),
        Row("SCIMSource", ["CCurl", "CSimdJSON"], isAdapter: true),
        Row("EntitlementStore", ["CPostgreSQL", "CSQLite", "GRDB", "GRDBSQLite"]),
        Row("DirectorySync", ["Logging", "Metrics", "UnixSignals"]),
        Row("Review"),
        Row("SiteConfiguration"),
        Row(
            "WebService",
            [
                "HTTPTypes", "Hummingbird", "HummingbirdCore", "HummingbirdTLS", "JWTKit",
                "NIOCore", "NIOHTTPTypes", "NIOSSL", "ServiceLifecycle",
            ]),
        Row("rollcall", ["CMalloc"], isExecutable: true),
        Row("rollcall-service", isExecutable: true),
    ]

    /// What the toolchain brings, allowed everywhere.
    static let toolchain: Set<String> = [
        "Foundation", "FoundationEssentials", "Glibc", "Dispatch", "Synchronization", "Swift",
    ]

    @Test func `every target is a row of the table, and every row a target`() throws {
        let targets = try FileManager.default.contentsOfDirectory(
            atPath: Repository.path("Sources"))
        let outsideTheHouse: Set = [
            "Benchmarks", "PlainLDAPReader", "PlainSyncReader", "PlainWebServer",
        ]
        #expect(Set(targets).subtracting(outsideTheHouse) == Set(Self.rows.map(\.target)))
    }

    @Test(arguments: rows.map(\.target))
    func `a target imports only what its row allows`(target: String) throws {
        let position = try #require(Self.rows.firstIndex { $0.target == target })
        let row = Self.rows[position]
        let below = Self.rows[..<position].filter {
            !(row.isAdapter && $0.isAdapter) && !$0.isExecutable
        }
        let ownRows = Set(below.map(\.target))
            .subtracting([
                "COpenLDAP", "CCurl", "CPostgreSQL", "CMalloc", "CSimdJSON", "CSQLite", "CZlib",
                // For other houses; none of ours reads its own snapshots.
                "RollcallClient",
            ])
        // Each executable reads its own command line and writes its own log, and serving alone needs a web server.
        let allowed = ownRows.union(row.libraries).union(Self.toolchain)
            .union(row.isExecutable ? ["ArgumentParser", "Logging"] : [])
            .subtracting(target == "rollcall" ? ["WebService"] : [])
        for (file, imported) in try Repository.imports(of: target) where !allowed.contains(imported)
        {
            Issue.record("\(file) imports \(imported), which the row of \(target) does not allow")
        }
    }

    @Test func `an outside library belongs to one row`() {
        let libraries = Self.rows.flatMap(\.libraries)
        #expect(libraries.count == Set(libraries).count)
    }
}

/// The checkout that the tests were built from.
extension Repository {
    /// Each import of each Swift file of a target.
    static func imports(of target: String) throws -> [(file: String, module: String)] {
        let folder = path("Sources/\(target)")
        let files = FileManager.default.enumerator(atPath: folder)?.allObjects ?? []
        return try files.compactMap { $0 as? String }.filter { $0.hasSuffix(".swift") }.sorted()
            .flatMap { file in
                let text = try String(contentsOfFile: "\(folder)/\(file)", encoding: .utf8)
                return text.split(separator: "\n").compactMap { line in
                    module(imported: line).map { (file, $0) }
                }
            }
    }

    private static func module(imported line: Substring) -> String? {
        let words = line.split(separator: " ").drop {
            $0.hasPrefix("@") || Self.modifiers.contains($0)
        }
        guard words.first == "import", let name = words.last else { return nil }
        return name.split(separator: ".").first.map(String.init)
    }

    private static let modifiers: Set<Substring> = ["public", "internal", "private", "package"]
}
