import Directory
import Entitlements

extension EntitlementStore {
    public static func open(_ location: StoreLocation, mode: Mode = .readWrite) throws(StoreError)
        -> EntitlementStore
    { throw StoreError(.notFound, while: .open) }

    public func acquireLease(holder: String, at time: Timestamp, duration seconds: Int64)
        throws(StoreError) -> Lease
    { throw StoreError(.notFound, while: .lease) }
    public func renew(_ lease: Lease, at time: Timestamp, duration seconds: Int64)
        throws(StoreError) -> Lease
    { throw StoreError(.notFound, while: .lease) }
    public func release(_ lease: Lease) throws(StoreError) {}
    public func currentLease() throws(StoreError) -> Lease? { nil }

    /// Accounts whose person is not named after them; with `includingOwn` all of them: pass true when several sources are configured.
    public func links(includingOwn: Bool = false) throws(StoreError) -> [AccountKey: PersonID] {
        [:]
    }
    public func lastCompleteReading(of source: SourceID) throws(StoreError) -> SourceReading? {
        nil
    }
    /// - Parameter readings: those of this run that are complete (fresh).
    public func compare(_ snapshot: DirectorySnapshot, with readings: [SourceReading])
        throws(StoreError) -> SnapshotComparison
    { throw StoreError(.notFound, while: .compare) }
    public func record(_ run: RunToRecord, lease: Lease) throws(StoreError) -> RecordedRun {
        throw StoreError(.notFound, while: .record)
    }
    public func runs(limit: Int) throws(StoreError) -> [StoredRun] { [] }

    /// Newest first.
    public func changeSets(states: Set<ChangeSetState>? = nil, limit: Int? = nil)
        throws(StoreError) -> [ChangeSetSummary]
    { [] }
    public func pendingChangeSet() throws(StoreError) -> ChangeSetID? { nil }
    public func changeSet(_ id: ChangeSetID) throws(StoreError) -> StoredChangeSet {
        throw StoreError(.notFound, while: .read)
    }
    public func derivations(_ digests: Set<Digest>) throws(StoreError) -> [Digest: Derivation] {
        [:]
    }
    public func record(_ decisions: [Decision], for changeSet: ChangeSetID) throws(StoreError) {}
    /// Items neither approved nor undecided are rejected; the set closes when `undecided` is empty:
    /// as applied when anything of it was applied, else as rejected.
    public func apply(
        _ changeSet: ChangeSetID, digest: Digest, approved: [ChangeID], undecided: [ChangeID],
        at time: Timestamp, lease: Lease? = nil
    ) throws(StoreError) -> AppliedChangeSet { throw StoreError(.notFound, while: .apply) }

    public func moment(_ moment: Moment = .now) throws(StoreError) -> StoredMoment {
        throw StoreError(.notFound, while: .read)
    }
    public func entitlements(
        asOf moment: Moment = .now, person: PersonID? = nil, role: RoleID? = nil
    ) throws(StoreError) -> [HeldEntitlement] { [] }
    public func people(userName: String, asOf moment: Moment = .now) throws(StoreError)
        -> [PersonID]
    { [] }
    public func people(_ ids: Set<PersonID>, asOf moment: Moment = .now) throws(StoreError)
        -> [PersonID: RecordedPerson]
    { [:] }
    /// nil when the store knows no such person or role at that moment.
    public func explanation(
        person: PersonID, role: RoleID, scope: Scope? = nil, asOf moment: Moment = .now
    ) throws(StoreError) -> Explanation? { nil }
    public func lostExplanation(
        person: PersonID, role: RoleID, scope: Scope? = nil, asOf moment: Moment = .now
    ) throws(StoreError) -> Explanation? { nil }
    /// What the snapshot of that moment was made of, in the order of the configuration then.
    public func readings(asOf moment: Moment = .now) throws(StoreError) -> [SelectedReading] { [] }
    public func mappingRevision(asOf moment: Moment = .now) throws(StoreError) -> MappingRevision? {
        nil
    }
    public func freshness(asOf moment: Moment = .now) throws(StoreError) -> [SourceFreshness] { [] }

    public func ledger(from number: Int64 = 1, limit: Int) throws(StoreError) -> [LedgerEntry] {
        []
    }
    public func verifyLedger() throws(StoreError) -> LedgerVerification {
        throw StoreError(.notFound, while: .verify)
    }
}
