import Foundation
import TestSupport

/// What is measured, and what measures and stands beside it.
enum Programs {
    private static let products = [
        "Benchmarks", "PlainLDAPReader", "PlainSyncReader", "PlainWebServer", "rollcall",
        "rollcall-service",
    ]
    private static let tools = [
        "certtool", "curl", "ldapsearch", "nginx", "slapadd", "slapd", "wrk",
    ]
    private static let build = ["build", "--configuration", "release", "--static-swift-stdlib"]

    /// Builds the package in the working directory, the Swift library on board: as it is shipped.
    /// - Returns: the folder of the programs.
    /// - Throws: `Tool.Failure`, with what the build said.
    static func built() throws -> String {
        for product in products {
            Benchmarks.say("building \(product)")
            try Tool.run("swift", build + ["--product", product])
        }
        let said = try Tool.run("swift", build + ["--show-bin-path"])
        return said.split(separator: "\n").last.map(String.init) ?? ""
    }

    /// Tools of others that are missing, before an hour has gone by without them.
    static var missing: [String] {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        let folders = path.split(separator: ":").map(String.init) + ["/usr/sbin", "/sbin"]
        return tools.filter { tool in
            !folders.contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(tool)") }
        }
    }
}
