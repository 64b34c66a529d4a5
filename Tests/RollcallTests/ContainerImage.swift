import Foundation
import TestSupport

/// The image that `Deploy/Image/make` has made, run as a cluster runs it: no right, no account of the
/// machine's, nothing that can be written but `/tmp`.
enum ContainerImage {
    private static let home = Repository.path(".build/image")

    /// Where there is none the tests of it are left out, and `Deploy/check` has said so.
    static var isMade: Bool { FileManager.default.fileExists(atPath: "\(home)/made") }

    /// podman, upon the storage that the image was made in.
    static let podman = [
        "podman", "--storage-driver", "overlay", "--root", "\(home)/storage", "--runroot",
        "\(home)/run", "--cgroup-manager", "cgroupfs", "--runtime", "runc",
    ]

    /// The call that runs it with those arguments.
    /// - Parameters:
    ///   - options: further ones of `podman run`.
    ///   - volumes: folders of this machine by their place in the container.
    static func call(
        _ arguments: [String], options: [String] = ["--rm"], volumes: [String: String] = [:],
        environment: [String: String] = [:]
    ) -> [String] {
        podman
            + [
                "run", "--network", "host", "--ulimit", "nofile=1024:1024", "--ulimit",
                "nproc=1024:1024", "--read-only", "--read-only-tmpfs=false", "--tmpfs",
                "/tmp:rw,noexec,nosuid,size=64m", "--cap-drop", "ALL", "--security-opt",
                "no-new-privileges", "--memory", "512m", "--user", "65532:65532",
            ] + options
            + volumes.sorted { $0.key < $1.key }.flatMap { ["--volume", "\($1):\($0):ro"] }
            + environment.sorted { $0.key < $1.key }.flatMap { ["--env", "\($0)=\($1)"] }
            + ["localhost/rollcall"] + arguments
    }

    /// Runs a call to its end.
    static func run(_ call: [String]) throws -> RollcallCommand.Output {
        let folder = try TemporaryFolder("container")
        let files = try ["out", "error"].map { name in
            try FileHandle(forWritingTo: URL(filePath: folder.write("", to: name)))
        }
        let child = try ChildProcess(
            call, environment: [:], input: FileHandle.nullDevice.fileDescriptor,
            output: files[0].fileDescriptor, error: files[1].fileDescriptor)
        let status = child.wait()
        func said(_ name: String) throws -> String {
            try String(contentsOf: folder.url(name), encoding: .utf8)
        }
        return RollcallCommand.Output(
            status: status, out: try said("out"), error: try said("error"))
    }
}
