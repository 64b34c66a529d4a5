import Foundation
import TestSupport
import Testing

/// The built command, run as a user runs it: in a folder of its own, with a clock of its own.
struct RollcallCommand {
    /// What one run said.
    struct Output {
        /// The exit status, or 128 and the signal.
        let status: Int32
        let out: String
        let error: String

        /// Standard output as JSON.
        var json: JSON { JSON(text: out) }
    }

    /// A command that is at work.
    struct Running {
        let process: ChildProcess
        fileprivate let output: URL
        fileprivate let error: URL

        /// Waits for its end.
        func finish() throws -> Output {
            let status = process.wait()
            defer { for url in [output, error] { try? FileManager.default.removeItem(at: url) } }
            return Output(
                status: status, out: String(decoding: try Data(contentsOf: output), as: UTF8.self),
                error: String(decoding: try Data(contentsOf: error), as: UTF8.self))
        }
    }

    /// Where `rollcall.yaml`, the store and everything else of the test is.
    let folder: URL
    /// The time that the command takes as now.
    var now = "2026-11-22T09:00:00Z"
    /// In front of the command and its arguments, as in `nice rollcall sync`.
    var wrapper: [String] = []

    init() throws {
        folder = FileManager.default.temporaryDirectory
            .appending(path: "rollcall-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    static var executable: URL {
        // The test bundle stands beside the built products.
        URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(
            path: "rollcall")
    }

    func write(_ text: String, to file: String) throws {
        let url = folder.appending(path: file)
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try text.write(to: url, atomically: true, encoding: .utf8)
    }

    /// Starts the command and does not wait.
    func start(_ arguments: [String], environment: [String: String] = [:]) throws -> Running {
        // Files instead of pipes: a large output can never block the command. They stand outside
        // the folder, whose contents tests compare.
        let streams = try ["out", "error"].map { name in
            let url = FileManager.default.temporaryDirectory
                .appending(path: "rollcall-\(name)-\(UUID().uuidString)")
            _ = FileManager.default.createFile(atPath: url.path, contents: nil)
            return (url, try FileHandle(forWritingTo: url))
        }
        let process = try ChildProcess(
            ["/usr/bin/env", "-C", folder.path] + wrapper + [Self.executable.path] + arguments,
            environment: ["ROLLCALL_CLOCK": now, "TERM": "dumb"].merging(environment) { $1 },
            input: FileHandle.nullDevice.fileDescriptor, output: streams[0].1.fileDescriptor,
            error: streams[1].1.fileDescriptor)
        return Running(process: process, output: streams[0].0, error: streams[1].0)
    }

    @discardableResult
    func run(_ arguments: String..., environment: [String: String] = [:]) throws -> Output {
        try run(arguments, environment: environment)
    }

    func run(_ arguments: [String], environment: [String: String] = [:]) throws -> Output {
        try start(arguments, environment: environment).finish()
    }

    func remove() { try? FileManager.default.removeItem(at: folder) }
}
