import ArgumentParser

/// What the command's exit code says.
enum ExitStatus: Int32 {
    /// Done, also when changes wait for approval.
    case done = 0
    /// Failed, or a source was incomplete; trying again may help.
    case failed = 1
    /// The configuration or a mapping is invalid.
    case invalid = 2
    /// A guard stopped it: a person is needed.
    case guarded = 3
    /// With `--detailed-exit-code`: changes are pending.
    case pending = 10
    /// Another run holds the lease.
    case leaseHeld = 75

    /// To be thrown by a command.
    var exitCode: ExitCode { ExitCode(rawValue) }
}
