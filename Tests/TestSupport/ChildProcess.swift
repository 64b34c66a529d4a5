import Foundation

/// A process that a test started.
///
/// Foundation's `Process` hands a blocked signal mask on to its children, in which servers no longer
/// hear SIGTERM and shells no longer hear of their children's end.
public final class ChildProcess: @unchecked Sendable {  // `status` is guarded by `lock`
    public let pid: pid_t
    private let lock = NSLock()
    private var status: Int32?

    /// - Parameters:
    ///   - arguments: the program's path first.
    ///   - environment: in addition to the process's own.
    ///   - output: takes standard output.
    ///   - error: takes standard error; nil for the same as `output`.
    public init(
        _ arguments: [String], environment: [String: String], input: Int32, output: Int32,
        error: Int32? = nil
    ) throws {
        Self.keepFiles()
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, input, 0)
        posix_spawn_file_actions_adddup2(&actions, output, 1)
        posix_spawn_file_actions_adddup2(&actions, error ?? output, 2)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        let whole = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        var argv = arguments.map { strdup($0) } + [nil]
        var envp = whole.map { strdup("\($0)=\($1)") } + [nil]
        defer { (argv + envp).forEach { free($0) } }
        var pid: pid_t = 0
        let code = posix_spawnp(&pid, arguments[0], &actions, &attributes, &argv, &envp)
        guard code == 0 else { throw POSIXError(POSIXErrorCode(rawValue: code) ?? .EIO) }
        self.pid = pid
    }

    /// What the tests have open is no child's: a connection would stay open after its end, and a server
    /// that counts its files would find none left.
    private static func keepFiles() {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
        for descriptor in names.compactMap({ Int32($0) }) where descriptor > 2 {
            _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        }
    }

    public var isRunning: Bool { lock.withLock { reap(WNOHANG) == nil } }

    /// Waits for its end.
    /// - Returns: the exit status, or 128 and the signal.
    @discardableResult
    public func wait() -> Int32 { lock.withLock { reap(0) ?? -1 } }

    /// Sends a signal, unless the process has ended.
    public func signal(_ number: Int32) {
        lock.withLock { if reap(WNOHANG) == nil { kill(pid, number) } }
    }

    private func reap(_ options: Int32) -> Int32? {
        if status == nil {
            var raw: Int32 = 0
            guard waitpid(pid, &raw, options) == pid else { return nil }
            status = raw & 0x7f == 0 ? (raw >> 8) & 0xff : 128 + (raw & 0x7f)
        }
        return status
    }
}
