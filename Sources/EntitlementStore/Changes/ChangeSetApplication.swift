import Directory
import Entitlements

/// One change set, being applied.
struct ChangeSetApplication {
    private let id: ChangeSetID
    private let rows: ChangeItemRows
    private let approved: Set<ChangeID>
    private let undecided: Set<Int>
    private let lapsed: Set<ChangeID>
    private let time: Timestamp
    private let connection: any SQLConnection

    /// - Throws: ``StoreError/Code/unknownChange``
    init(
        id: ChangeSetID, rows: ChangeItemRows, judged: JudgedChanges, time: Timestamp,
        connection: any SQLConnection
    ) throws {
        let (approved, undecided) = (Set(judged.approved), Set(judged.undecided))
        self.id = id
        self.rows = rows
        self.approved = approved
        lapsed = judged.lapsed
        self.time = time
        self.connection = connection
        self.undecided = Set(
            rows.items.indices.filter {
                rows.settled[$0] == nil && undecided.contains(rows.items[$0].id)
            })
        let named = approved.union(undecided)
        let known = rows.items.count { named.contains($0.id) }
        guard known == named.count else {
            throw StoreError(.unknownChange, while: .apply, detail: "change set \(id)")
        }
    }

    /// An item that may be applied, with the row that a revoke ends.
    private struct Step {
        let position: Int
        let entitlement: Int64?
    }

    /// Applies what still fits, parks what does not, and attests both.
    func run() throws -> AppliedChangeSet {
        var steps: [Step] = []
        var stale: [Int] = []
        let active = try activePeople()
        for (position, item) in rows.items.enumerated()
        where rows.settled[position] == nil && approved.contains(item.id) {
            if !lapsed.contains(item.id), let step = try step(position, item.change, active) {
                steps.append(step)
            } else {
                stale.append(position)
            }
        }
        let current = try connection.count("SELECT max(no) FROM revisions")
        if steps.isEmpty, stale.isEmpty, !undecided.isEmpty {
            // Nothing was settled, so there is nothing to attest.
            return AppliedChangeSet(
                revision: Revision(current), applied: [], stale: [], state: .pending)
        }
        let revision = Revision(steps.isEmpty ? current : current + 1)
        if !steps.isEmpty {
            try begin(revision)
            try grant(steps, revision)
            try revoke(steps, revision)
        }
        let state = try ChangeSetClosing(connection: connection, id: id, time: time).settle(
            applied: steps.map { rows.numbers[$0.position] }, stale: stale.map { rows.numbers[$0] },
            isDecided: undecided.isEmpty, kind: .apply, revision: steps.isEmpty ? nil : revision)
        return AppliedChangeSet(
            revision: revision, applied: steps.map { rows.items[$0.position].id },
            stale: stale.map { rows.items[$0].id }, state: state)
    }

    /// nil when the item's preconditions do not hold.
    private func step(_ position: Int, _ change: Change, _ active: Set<Int64>) throws -> Step? {
        let held = try connection.first(
            """
            SELECT no, granted_revision FROM entitlements
            WHERE person_no = ? AND role = ? AND scope = ? AND revoked_revision IS NULL
            """, .integer(rows.people[position]), .text(change.entitlement.role.rawValue),
            .text(change.entitlement.scope.description),
            read: { (number: $0.integer(0), since: Revision($0.integer(1))) })
        guard held?.since == change.preconditions.heldSince else { return nil }
        // An inactive person holds nothing, whatever the change assumed.
        let needsActive = change.preconditions.personIsActive || change.action == .grant
        if needsActive, !active.contains(rows.people[position]) { return nil }
        guard (change.action == .grant) == (held == nil) else { return nil }
        return Step(position: position, entitlement: held?.number)
    }

    private func activePeople() throws -> Set<Int64> {
        var active = Set<Int64>()
        try connection.query(
            "SELECT no FROM people WHERE is_active = 1 AND until_run IS NULL", []
        ) { active.insert($0.integer(0)) }
        return active
    }

    private func begin(_ revision: Revision) throws {
        try connection.execute(
            """
            INSERT INTO revisions (no, time, change_set_no, run_no, entry)
            SELECT ?, ?, ?, max(no), 0 FROM runs
            """, .integer(revision.rawValue), .text(time.description), .integer(id.rawValue))
    }

    private func grant(_ steps: [Step], _ revision: Revision) throws {
        var number = try connection.count("SELECT max(no) FROM entitlements")
        let run = try connection.count("SELECT max(no) FROM runs")
        try connection.bulk(
            """
            INSERT INTO entitlements (no, person_no, role, scope, granted_revision,
              granted_change, basis_no, basis_run)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """
        ) { bulk in
            for step in steps where step.entitlement == nil {
                let key = rows.items[step.position].change.entitlement
                number += 1
                bulk.append(number)
                bulk.append(rows.people[step.position])
                bulk.append(key.role.rawValue)
                bulk.append(key.scope.description)
                bulk.append(revision.rawValue)
                bulk.append(rows.numbers[step.position])
                bulk.append(rows.bases[step.position])
                bulk.append(run)
                try bulk.run()
            }
        }
    }

    private func revoke(_ steps: [Step], _ revision: Revision) throws {
        try connection.bulk(
            """
            UPDATE entitlements SET revoked_revision = ?, revoked_change = ? WHERE no = ?
            """
        ) { bulk in
            for step in steps {
                guard let entitlement = step.entitlement else { continue }
                bulk.append(revision.rawValue)
                bulk.append(rows.numbers[step.position])
                bulk.append(entitlement)
                try bulk.run()
            }
        }
    }
}
