import Directory
import Entitlements

/// Writes the items and guard findings of a change set.
struct ChangeItemWriter {
    let connection: any SQLConnection

    /// What many items refer to, by number.
    private struct Grounds {
        let reason: Int64
        let basis: Int64
    }

    /// Writes everything of the set but its own row.
    /// - Parameter first: the number of its first change; the others follow.
    func write(
        _ changeSet: ChangeSet, _ id: ChangeSetID, from first: Int64, _ people: inout PersonNumbers,
        _ derivations: inout KnownDerivations
    ) throws {
        var grounds: [ChangeGrounds: Grounds] = [:]
        for item in changeSet.items where grounds[item.change.grounds] == nil {
            grounds[item.change.grounds] = Grounds(
                reason: try StoredReason(of: item.change).number(connection),
                basis: try derivations.basis(item.change.derivations, connection))
        }
        try connection.bulk(
            """
            INSERT INTO changes (no, change_set_no, id, person_no, role, scope, reason_no, basis_no,
              held_since, needs_active)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """
        ) { bulk in
            for (position, item) in changeSet.items.enumerated() {
                let shared = grounds[item.change.grounds]
                bulk.append(first + Int64(position))
                bulk.append(id.rawValue)
                bulk.append(item.id.digest.bytes)
                bulk.append(try people.number(of: item.change.entitlement.person))
                bulk.append(item.change.entitlement.role)
                bulk.append(item.change.entitlement.scope.description)
                bulk.append(shared?.reason)
                bulk.append(shared?.basis)
                bulk.append(item.change.preconditions.heldSince?.rawValue)
                bulk.append(item.change.preconditions.personIsActive)
                try bulk.run()
            }
        }
        try write(changeSet.guards, id)
    }

    private func write(_ guards: [GuardFinding], _ id: ChangeSetID) throws {
        for (position, finding) in guards.enumerated() {
            try connection.execute(
                """
                INSERT INTO guard_findings (change_set_no, position, kind, subject, unit, measured,
                  total, most, summary, changes)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """, .integer(id.rawValue), .integer(Int64(position)),
                .text(finding.kind.rawValue), .text(finding.subject.description),
                .text(finding.unit.rawValue), .integer(Int64(finding.measured)),
                .integer(Int64(finding.total)), .integer(Int64(finding.limit)),
                .text(finding.summary), .bytes(finding.changes.flatMap(\.digest.bytes)))
        }
    }
}
