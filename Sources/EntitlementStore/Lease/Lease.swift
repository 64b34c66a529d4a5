import Directory

/// The right to record runs, for a while: at most one holder at a time, also between hosts.
///
/// Whoever takes over an expired lease gets a higher ``fencingNumber``; each write of a run compares
/// it, so that a holder who slept through the end of the lease writes nothing.
public struct Lease: Sendable, Hashable {
    /// From 1, one higher at each change of holder.
    public let fencingNumber: Int64
    /// Who holds it, for people: host and process.
    public let holder: String
    /// From then on anybody may take it over; until somebody does it still keeps others out.
    public let expires: Timestamp

    init(fencingNumber: Int64, holder: String, expires: Timestamp) {
        self.fencingNumber = fencingNumber
        self.holder = holder
        self.expires = expires
    }
}
