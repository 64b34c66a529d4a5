import Directory
import DirectorySync
import Foundation

/// The log of this invocation: JSON lines on standard error.
enum Log {
    /// - Parameter level: nil chooses `info` where standard error is read by a machine, and `error`
    ///   on a terminal, where progress and sentences say the same.
    static func start(_ level: CommonOptions.LogLevel?, clock: @escaping @Sendable () -> Timestamp)
    {
        let isTerminal = StandardStreams.isTerminal(STDERR_FILENO)
        JSONLogHandler.install(
            level: level?.rawValue ?? (isTerminal ? "error" : "info"), clock: clock,
            write: { StandardStreams.write($0, to: STDERR_FILENO) })
    }
}
