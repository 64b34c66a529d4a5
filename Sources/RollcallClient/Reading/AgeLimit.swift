import Directory
import Entitlements
import MembershipSnapshot

/// How old what is known may be, for an answer to be given at all.
///
/// A snapshot is as old as the latest thing that it tells: the run or the decision that made it. Each source
/// has an age of its own: since when it was not read completely any more.
public struct AgeLimit: Sendable, Hashable {
    public let snapshot: Duration
    /// Of the source that was last read completely the longest ago.
    public let sources: Duration

    /// - Parameter sources: more than for the snapshot where one source may be down for a while without
    ///   keeping this service from its work; nil for the same.
    public init(_ snapshot: Duration, sources: Duration? = nil) {
        self.snapshot = snapshot
        self.sources = sources ?? snapshot
    }
}

extension AgeLimit {
    /// How far clocks of two machines may be apart. **Units:** seconds.
    private static let clocksApart: Int64 = 300

    /// Why nothing may be answered at that time; nil when it may.
    func refusal(of header: SnapshotHeader, at now: Timestamp) -> ReaderError? {
        for source in header.freshness where source.completeAsOf == nil {
            return ReaderError(.neverComplete, source.source.rawValue)
        }
        guard let madeAt = header.madeAt else { return ReaderError(.neverComplete) }
        if madeAt > now.advanced(bySeconds: Self.clocksApart) {
            return ReaderError(.clockBehind, "the snapshot is of \(madeAt)")
        }
        if madeAt.age(at: now) > snapshot { return ReaderError(.tooOld, "of \(madeAt)") }
        for source in header.freshness {
            guard let time = source.completeAsOf, time.age(at: now) > sources else { continue }
            return ReaderError(.tooOld, "\(source.source) is complete as of \(time)")
        }
        return nil
    }
}

extension Timestamp {
    fileprivate func age(at now: Timestamp) -> Duration {
        .seconds(now.secondsSinceEpoch - secondsSinceEpoch)
    }
}
