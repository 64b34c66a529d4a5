import Directory
import Entitlements
import EntitlementStore
import TestSupport

/// A store with one simple rule over it: who is active and in the group `readers`, at any depth, reads
/// reports.
final class World {
    let place: StorePlace
    let store: EntitlementStore
    let lease: Lease
    var rules = "readers"
    var guards = GuardLimits()
    /// Why access is revoked.
    var cause = ChangeReason.Cause.unmatched
    /// The line on which the rule stands.
    var line = 3
    /// Of the role that it grants.
    var tier = Tier.standard

    var location: StoreLocation { place.location }

    /// Of a store that is a file.
    var path: String { place.folder.map { "\($0.path)/rollcall.db" } ?? "" }

    init(engine: ((any SQLEngine) -> any SQLEngine)? = nil) throws {
        place = try StorePlace()
        let opened = try EntitlementStore.open(place.location)
        store = engine.map { EntitlementStore(engine: $0(opened.engine)) } ?? opened
        lease = try store.acquireLease(holder: "test", at: .at(0), duration: 3600)
    }

    /// A world over a store that is there already.
    init(store: EntitlementStore) throws {
        place = try StorePlace(.sqlite)
        self.store = store
        lease = try store.acquireLease(holder: "test", at: .at(0), duration: 3600)
    }

    static let viewer = RoleID("insights-viewer")

    var mapping: MappingRevision {
        MappingRevision(
            files: [.init(path: "rules.yaml", text: "\(rules)\n\(line)")],
            rules: [
                .init(reference: reference, title: "Readers read", file: "rules.yaml", line: line)
            ],
            roles: [
                Role(
                    id: Self.viewer, title: "Reads reports", tier: tier,
                    owner: .group("owners"))
            ])
    }

    var reference: RuleReference {
        RuleReference(kind: .rule, id: "readers-read", digest: Digest(of: rules))
    }

    func snapshot(of readings: [SelectedReading]) throws -> DirectorySnapshot {
        Correlation(keys: [.employeeNumber], authority: Authority()).snapshot(
            of: readings, known: try store.links(includingOwn: readings.count > 1))
    }

    /// Everybody in `readers`; the department is evidence, so that a mover's access rests on something
    /// else.
    func desired(on snapshot: DirectorySnapshot) -> DesiredEntitlements {
        var derivations: [Digest: Derivation] = [:]
        var held: [(PersonID, Digest)] = []
        let groups = snapshot.groups(display: rules)
        for (index, person) in snapshot.people.enumerated() where person.isActive {
            guard
                let group = groups.first(where: {
                    snapshot.memberships.contains($0, PersonIndex(index))
                }).map({ snapshot.groups[Int($0)] })
            else { continue }
            let derivation = Derivation(
                origin: reference,
                evidence: [
                    Evidence(
                        condition: "groups.display eq \"\(rules)\"", attribute: "groups.display",
                        value: group.display, source: group.source, sourceAttribute: "member",
                        paths: [
                            [GroupStep(id: group.id, display: group.display, label: group.label)]
                        ]),
                    Evidence(
                        condition: "department pr", attribute: "department",
                        value: person.attributes[.department]),
                ])
            derivations[derivation.digest] = derivation
            held.append((person.id, derivation.digest))
        }
        let sorted = derivations.values.sorted { $0.digest < $1.digest }
        return DesiredEntitlements(
            entitlements: held.map { person, digest in
                DesiredEntitlements.Entitlement(
                    key: EntitlementKey(person: person, role: Self.viewer, scope: .organization),
                    derivations: sorted.indices.filter { sorted[$0].digest == digest }
                        .map(Int32.init))
            }, derivations: sorted, mapping: mapping)
    }

    func changes(_ desired: DesiredEntitlements, _ state: RecordedState) -> ChangeSet {
        let wanted = Set(desired.entitlements.map(\.key))
        let held = Set(state.entitlements.map(\.key))
        var changes: [Change] = []
        for entitlement in desired.entitlements where !held.contains(entitlement.key) {
            changes.append(
                change(
                    .grant, entitlement.key, .matched, nil,
                    entitlement.derivations.map { desired.derivations[Int($0)].digest }))
        }
        for entitlement in state.entitlements where !wanted.contains(entitlement.key) {
            changes.append(
                change(
                    .revoke, entitlement.key, cause, entitlement.since,
                    entitlement.derivations))
        }
        changes.sort { $0.entitlement < $1.entitlement }
        var form = CanonicalForm()
        let items = changes.map { ChangeSet.Item(id: form.id(of: $0), change: $0) }
        return ChangeSet(items: items, guards: guards(state.delta, items))
    }

    private func change(
        _ action: Change.Action, _ key: EntitlementKey, _ cause: ChangeReason.Cause,
        _ since: Revision?, _ derivations: [Digest]
    ) -> Change {
        Change(
            action: action, entitlement: key,
            reason: ChangeReason(cause: cause, rules: ["readers-read"], summary: "said so"),
            lifeCycle: .mover, tier: tier, derivations: derivations,
            preconditions: Change.Preconditions(
                heldSince: since, personIsActive: action == .grant))
    }

    private func guards(_ delta: SnapshotDelta, _ items: [ChangeSet.Item]) -> [GuardFinding] {
        delta.reusedLabels.compactMap { label in
            let concerned = items.filter {
                label.kind == .group || $0.change.entitlement.person.rawValue == label.now
            }
            if concerned.isEmpty { return nil }
            return GuardFinding(
                kind: .reusedLabel,
                subject: label.kind == .group
                    ? .group(GroupID(label.now)) : .person(PersonID(label.now)),
                measured: 1, total: 1, limit: 0, summary: "a label came back",
                changes: concerned.map(\.id).sorted())
        }
    }

    /// What a run compares and proposes; not recorded yet.
    func prepare(_ offices: [Office], minute: Int64, failed: [IncompleteReason] = []) throws
        -> PreparedRun
    {
        let readings = offices.map { $0.reading(at: .at(minute), reasons: failed) }
        var selected: [SelectedReading] = []
        for reading in readings {
            selected.append(
                SelectedReading(
                    id: reading.source,
                    reading: failed.isEmpty
                        ? reading : try store.lastCompleteReading(of: reading.source),
                    staleBecause: failed))
        }
        let snapshot = try snapshot(of: selected)
        let comparison = try store.compare(snapshot, with: failed.isEmpty ? readings : [])
        let desired = desired(on: snapshot)
        let changeSet = changes(desired, comparison.state)
        return PreparedRun(
            comparison: comparison,
            run: RunToRecord(
                start: .at(minute), end: .at(minute),
                verdict: !failed.isEmpty ? .incomplete : changeSet.isEmpty ? .unchanged : .changes,
                certificates: readings.map(\.certificate), guards: guards,
                findings: readings.flatMap(\.diagnostics).sorted(), desired: desired,
                changeSet: changeSet))
    }

    @discardableResult
    func run(_ offices: Office..., minute: Int64, failed: [IncompleteReason] = []) throws
        -> RecordedRun
    {
        try store.record(try prepare(offices, minute: minute, failed: failed), lease: lease)
    }

    /// The delta of a run that is not recorded.
    func delta(_ office: Office, minute: Int64 = 900) throws -> SnapshotDelta {
        try prepare([office], minute: minute).comparison.state.delta
    }

    /// Approves all that waits, and applies it.
    @discardableResult
    func applyAll(minute: Int64, verdict: Decision.Verdict = .approve) throws -> AppliedChangeSet? {
        guard let id = try store.pendingChangeSet() else { return nil }
        let stored = try store.changeSet(id)
        let changes = stored.changeSet.items.map(\.id)
        try decide(id, changes, verdict, minute: minute)
        return try store.apply(
            id, digest: stored.changeSet.digest, approved: verdict == .approve ? changes : [],
            undecided: [], at: .at(minute))
    }

    func decide(
        _ id: ChangeSetID, _ changes: [ChangeID], _ verdict: Decision.Verdict, minute: Int64
    ) throws {
        try store.record(
            changes.map {
                Decision(
                    change: $0, verdict: verdict,
                    reviewer: .person(PersonID("corp:o1"), userName: "owner"),
                    authority: "roleOwner", time: .at(minute), note: "looked at it")
            }, for: id)
    }

    /// Logins' ids of those who hold the role.
    func holders(asOf moment: Moment = .now) throws -> [String] {
        try store.entitlements(asOf: moment).map(\.key.person.rawValue)
    }
}

/// A run that compared and proposed, and is not recorded yet.
@dynamicMemberLookup
struct PreparedRun {
    let comparison: SnapshotComparison
    let run: RunToRecord

    subscript<Value>(dynamicMember path: KeyPath<RunToRecord, Value>) -> Value {
        run[keyPath: path]
    }
}

extension EntitlementStore {
    @discardableResult
    func record(_ run: PreparedRun, lease: Lease) throws(StoreError) -> RecordedRun {
        try record(run.comparison, lease: lease) { run.run }
    }

    /// Applies by a judgement that no decision changes.
    @discardableResult
    func apply(
        _ id: ChangeSetID, digest: Digest, approved: [ChangeID], undecided: [ChangeID],
        lapsed: Set<ChangeID> = [], at time: Timestamp, lease: Lease? = nil
    ) throws(StoreError) -> AppliedChangeSet {
        try apply(id, digest: digest, at: time, lease: lease) { _ in
            JudgedChanges(approved: approved, undecided: undecided, lapsed: lapsed)
        }
    }
}
