import Diagnostics
import Directory

/// When what was put together from changes is compared with a whole reading.
public struct Verification: Sendable, Hashable {
    /// Whether it was asked for now.
    public var isAsked: Bool
    /// The longest time from one whole reading to the next; one day for a source that is not named.
    public var intervals: [SourceID: Duration]

    public init(isAsked: Bool = false, intervals: [SourceID: Duration] = [:]) {
        self.isAsked = isAsked
        self.intervals = intervals
    }

    /// Whether a source whose last whole reading was that long ago is to be read as a whole.
    func isDue(_ source: SourceID, _ wholeAsOf: Timestamp, at time: Timestamp) -> Bool {
        let age = Duration.seconds(time.secondsSinceEpoch - wholeAsOf.secondsSinceEpoch)
        // A clock that was set back proves nothing.
        return isAsked || age < .zero || age >= intervals[source] ?? .seconds(86_400)
    }
}

extension ReadingDifference {
    /// What a whole reading showed of the one that was put together from changes.
    func diagnostic(of source: SourceID) -> Diagnostic {
        Diagnostic(
            .warning, "sync.difference",
            "a whole reading differs from what the changes came to: \(accounts) people and "
                + "\(groups) groups, changes made meanwhile among them; the whole reading counts",
            at: .entry(source: source.rawValue, entry: ""),
            hint: "where it comes again, let the source be read as a whole: `sync: full`")
    }
}
