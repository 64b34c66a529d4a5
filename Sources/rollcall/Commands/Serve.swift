import ArgumentParser
import Foundation

/// `rollcall serve`: starts `rollcall-service` in this process's place, as git starts `git-NAME`, so
/// that nobody who does not serve has a web server on board.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serve what is in force to other services, as JSON and as SCIM.",
        discussion: """
            Readers present a token (`rollcall tokens create`). TLS, the limits and where to listen \
            can be written in rollcall.yaml under `serve`. This starts `rollcall-service`, which is \
            installed beside this command or found in PATH.

              rollcall serve --listen 127.0.0.1:8080
            """)

    @OptionGroup var common: CommonOptions

    @Option(help: "HOST:PORT. (default: as the configuration says, else 127.0.0.1:8080)")
    var listen: String?

    func run() async throws {
        let arguments =
            ["--config", common.configurationPath]
            + (common.logLevel.map { ["--log-level", $0.rawValue] } ?? [])
            + (listen.map { ["--listen", $0] } ?? [])
        let program = "rollcall-service"
        // The kernel knows where this very program is, whatever it was called as.
        let own =
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        let beside = URL(filePath: own).deletingLastPathComponent().appending(path: program).path
        for path in [beside, program] {
            var argv = ([path] + arguments).map { strdup($0) } + [nil]
            // Comes back only when the program could not be started.
            execvp(path, &argv)
            argv.forEach { free($0) }
        }
        throw Failure(
            RequestError(
                "\(program) is neither beside this command nor in PATH; install it with this version"
            )
        ).report().exitCode
    }
}
