import Directory
import Entitlements

/// How a snapshot differs from what the store holds, and everything that a run compares with.
///
/// It shares the snapshot's and the readings' storage; recording a run consumes it. It may be believed
/// for as long as no other run is recorded.
public struct SnapshotComparison: Sendable {
    public let state: RecordedState
    let snapshot: DirectorySnapshot
    let readings: [SourceReading]
}
