import Directory
import Foundation
import Synchronization

@testable import SCIMSource

/// The time, in which nobody waits: what would be slept is over at once.
final class HurriedClock: Sendable {
    private let slept = Mutex(Duration.zero)

    var now: ContinuousClock.Instant { .now + waited }
    /// What would have been slept.
    var waited: Duration { slept.withLock { $0 } }

    /// Chance is its longest.
    var pace: Pace {
        Pace(
            now: { Timestamp(secondsSinceEpoch: Int64(Date().timeIntervalSince1970)) },
            instant: { self.now }, sleep: { time in self.slept.withLock { $0 += time } },
            chance: { 1 })
    }
}
