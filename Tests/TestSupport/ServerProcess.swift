import Foundation

/// A server that a test runs: it ends with its owner, and with the test's process whatever happens
/// to that.
public final class ServerProcess: Sendable {
    private let child: ChildProcess
    /// A watcher at the other end kills the server when this side is closed, by our end too.
    private let lifeline: Int32

    /// - Parameters:
    ///   - log: takes what the server says on both streams; it is made, or grows.
    ///   - environment: in addition to the process's own.
    public init(
        _ program: String, _ arguments: [String], log: URL, environment: [String: String] = [:]
    ) throws {
        // The server takes the shell's place and pid. Once it has ended, the watcher has another
        // parent, and leaves alone whoever has that pid then.
        let script = """
            exec 3<&0
            { cat <&3 >/dev/null; read -r a b c parent d </proc/self/stat
              [ "$parent" = $$ ] && kill -9 $$; } >/dev/null 2>&1 &
            exec "$0" "$@" </dev/null 3<&-
            """
        var ends: [Int32] = [0, 0]
        // Closed on exec from the start, so that no other server holds our side open.
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else { throw POSIXError(.EMFILE) }
        defer { close(ends[0]) }
        lifeline = ends[1]
        let output = open(log.path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
        defer { close(output) }
        child = try ChildProcess(
            ["/bin/sh", "-c", script, program] + arguments, environment: environment,
            input: ends[0], output: output)
    }

    deinit {
        kill()
        close(lifeline)
    }

    /// The system's name for it.
    public var processIdentifier: Int32 { child.pid }

    /// Whether the server has not ended.
    public var isRunning: Bool { child.isRunning }

    /// Asks the server to end in an orderly way, and waits for it.
    /// - Returns: the exit status, or 128 and the signal.
    @discardableResult
    public func stop(_ signal: Int32 = SIGTERM) -> Int32 {
        child.signal(signal)
        return child.wait()
    }

    /// Ends the server as a crash would (`kill -9`), and waits for it.
    public func kill() {
        child.signal(SIGKILL)
        child.wait()
    }
}
