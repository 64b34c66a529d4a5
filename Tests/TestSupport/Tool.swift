import Foundation

/// A command that a test runs to its end.
public enum Tool {
    /// The command said that it failed.
    public struct Failure: Error, CustomStringConvertible {
        public let description: String
    }

    /// - Parameters:
    ///   - program: a path, or a name that is looked up in `PATH` and the folders for administrators.
    ///   - input: what the command reads.
    /// - Returns: what it said on both streams.
    /// - Throws: ``Failure`` when it ends with another status than 0.
    @discardableResult
    public static func run(
        _ program: String, _ arguments: [String], input: String = "",
        environment: [String: String] = [:]
    ) throws -> String {
        // Files, so that neither side waits for the other however long the texts are.
        let folder = try TemporaryFolder("tool")
        try folder.write(input, to: "input")
        try folder.write("", to: "output")
        let stdin = try FileHandle(forReadingFrom: folder.url("input"))
        let stdout = try FileHandle(forWritingTo: folder.url("output"))
        let path = ["/usr/sbin/\(program)", "/sbin/\(program)"]
            .first { FileManager.default.isExecutableFile(atPath: $0) }
        let child = try ChildProcess(
            [path ?? program] + arguments, environment: environment, input: stdin.fileDescriptor,
            output: stdout.fileDescriptor)
        let status = child.wait()
        let text = String(decoding: try Data(contentsOf: folder.url("output")), as: UTF8.self)
        guard status == 0 else {
            throw Failure(description: "\(program) ended with \(status): \(text)")
        }
        return text
    }
}
