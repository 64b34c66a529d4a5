import Foundation
import Testing

/// The built command, run as a user runs it: in a folder of its own, with a clock of its own.
struct RollcallCommand {
    /// What one run said.
    struct Output {
        let status: Int32
        let out: String
        let error: String

        /// Standard output as JSON.
        func json() throws -> [String: Any] {
            let value = try JSONSerialization.jsonObject(with: Data(out.utf8))
            return try #require(value as? [String: Any])
        }
    }

    /// Where `rollcall.yaml`, the store and everything else of the test is.
    let folder: URL
    /// The time that the command takes as now.
    var now = "2026-11-22T09:00:00Z"

    init() throws {
        folder = FileManager.default.temporaryDirectory
            .appending(path: "rollcall-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    static var executable: URL {
        // The test bundle stands beside the built products.
        URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "rollcall")
    }

    func write(_ text: String, to file: String) throws {
        let url = folder.appending(path: file)
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try text.write(to: url, atomically: true, encoding: .utf8)
    }

    /// Starts the command and does not wait.
    func start(_ arguments: [String], environment: [String: String] = [:]) throws -> Process {
        let process = Process()
        process.executableURL = Self.executable
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.environment = ["ROLLCALL_CLOCK": now, "PATH": "/usr/bin:/bin", "TERM": "dumb"]
            .merging(environment) { $1 }
        return process
    }

    @discardableResult
    func run(_ arguments: String..., environment: [String: String] = [:]) throws -> Output {
        try run(arguments, environment: environment)
    }

    func run(_ arguments: [String], environment: [String: String] = [:]) throws -> Output {
        let process = try start(arguments, environment: environment)
        // Files instead of pipes: a large output can never block the command.
        let streams = try ["out", "error"].map { name in
            let url = folder.appending(path: ".\(name)-\(UUID().uuidString)")
            _ = FileManager.default.createFile(atPath: url.path, contents: nil)
            return (url, try FileHandle(forWritingTo: url))
        }
        defer { streams.forEach { try? FileManager.default.removeItem(at: $0.0) } }
        process.standardOutput = streams[0].1
        process.standardError = streams[1].1
        process.standardInput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        let texts = try streams.map { String(decoding: try Data(contentsOf: $0.0), as: UTF8.self) }
        return Output(status: process.terminationStatus, out: texts[0], error: texts[1])
    }

    func remove() { try? FileManager.default.removeItem(at: folder) }
}
