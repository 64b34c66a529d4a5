import Directory
import Foundation

/// Callers have Foundation's times.
extension Timestamp {
    /// The whole second before it.
    init(_ date: Date) {
        self.init(secondsSinceEpoch: Int64(date.timeIntervalSince1970.rounded(.down)))
    }

    var date: Date { Date(timeIntervalSince1970: TimeInterval(secondsSinceEpoch)) }
}
