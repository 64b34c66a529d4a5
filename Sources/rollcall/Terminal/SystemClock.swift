import Directory
import Foundation

/// The one place where the time comes from.
enum SystemClock {
    /// The present moment; `ROLLCALL_CLOCK` (RFC 3339) takes its place, for tests and rehearsals.
    static let now: @Sendable () -> Timestamp = {
        if let fixed = fixedTime { return fixed }
        return Timestamp(secondsSinceEpoch: Int64(Date().timeIntervalSince1970))
    }

    private static let fixedTime = ProcessInfo.processInfo.environment["ROLLCALL_CLOCK"]
        .flatMap(Timestamp.init)
}
