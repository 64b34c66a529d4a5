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
        /// Of the files `out` and `error`.
        fileprivate let streams: TemporaryFolder

        /// Waits until it says that on standard error, or ends.
        func wait(for text: String) throws {
            while process.isRunning, try !read("error").contains(text) { usleep(2000) }
        }

        /// Waits for its end.
        func finish() throws -> Output {
            Output(status: process.wait(), out: try read("out"), error: try read("error"))
        }

        private func read(_ stream: String) throws -> String {
            String(decoding: try Data(contentsOf: streams.url(stream)), as: UTF8.self)
        }
    }

    /// Where `rollcall.yaml`, the store and everything else of the test is.
    var folder: URL { URL(filePath: home.path) }
    private let home: TemporaryFolder
    /// The time that the command takes as now; nil for the machine's.
    var now: String? = "2026-11-22T09:00:00Z"
    /// What tells a process that time.
    var clock: [String: String] { now.map { ["ROLLCALL_CLOCK": $0] } ?? [:] }
    /// In front of the command and its arguments, as in `nice rollcall sync`.
    var wrapper: [String] = []

    init() throws {
        home = try TemporaryFolder("command")
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
        let streams = try TemporaryFolder("streams")
        let files = try ["out", "error"].map { name in
            try FileHandle(forWritingTo: URL(filePath: streams.write("", to: name)))
        }
        let process = try ChildProcess(
            ["/usr/bin/env", "-C", folder.path] + wrapper + [Self.executable.path] + arguments,
            environment: clock.merging(["TERM": "dumb"]) { $1 }.merging(environment) { $1 },
            input: FileHandle.nullDevice.fileDescriptor, output: files[0].fileDescriptor,
            error: files[1].fileDescriptor)
        return Running(process: process, streams: streams)
    }

    @discardableResult
    func run(_ arguments: String..., environment: [String: String] = [:]) throws -> Output {
        try run(arguments, environment: environment)
    }

    func run(_ arguments: [String], environment: [String: String] = [:]) throws -> Output {
        try start(arguments, environment: environment).finish()
    }
}
