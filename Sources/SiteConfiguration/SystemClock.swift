import Diagnostics
import Directory
import Foundation

/// The one place where the time comes from.
package enum SystemClock {
    /// The present moment; `ROLLCALL_CLOCK` (RFC 3339) takes its place, for tests and rehearsals.
    package static let now: @Sendable () -> Timestamp = {
        if let fixed = fixedTime { return fixed }
        return Timestamp(secondsSinceEpoch: Int64(Date().timeIntervalSince1970))
    }

    /// - Throws: ``ConfigurationError`` when `ROLLCALL_CLOCK` is set and is no time: taking the real time
    ///   instead would record what nobody asked for.
    package static func check() throws {
        if setting != nil, fixedTime == nil {
            throw ConfigurationError(diagnostics: [
                Diagnostic(
                    .error, "environment.clock", "ROLLCALL_CLOCK is not a time",
                    hint: "write a time such as 2026-11-22T09:00:00Z, or unset it")
            ])
        }
    }

    private static let setting = ProcessInfo.processInfo.environment["ROLLCALL_CLOCK"]
    private static let fixedTime = setting.flatMap(Timestamp.init)
}
