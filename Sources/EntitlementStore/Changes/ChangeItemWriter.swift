import Directory
import Entitlements

/// Writes the items and guard findings of a change set.
struct ChangeItemWriter {
    let connection: any SQLConnection
    private var reasons: [StoredReason: Int64] = [:]

    init(connection: any SQLConnection) { self.connection = connection }

    /// One item with what it refers to by number.
    private struct Row {
        let person: Int64
        let reason: Int64
        let basis: Int64
    }

    /// Writes everything of the set but its own row.
    /// - Parameter first: the number of its first change; the others follow.
    mutating func write(
        _ changeSet: ChangeSet, _ id: ChangeSetID, from first: Int64, _ people: inout PersonNumbers,
        _ derivations: inout KnownDerivations
    ) throws {
        var rows: [Row] = []
        rows.reserveCapacity(changeSet.items.count)
        for item in changeSet.items {
            rows.append(
                Row(
                    person: try people.number(of: item.change.entitlement.person),
                    reason: try number(of: StoredReason(of: item.change)),
                    basis: try derivations.basis(item.change.derivations, connection)))
        }
        try connection.bulk(
            """
            INSERT INTO changes (no, change_set_no, id, person_no, role, scope, reason_no, basis_no,
              held_since, needs_active)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """
        ) { bulk in
            for (position, item) in changeSet.items.enumerated() {
                bulk.append(first + Int64(position))
                bulk.append(id.rawValue)
                append(item, rows[position], to: bulk)
                try bulk.run()
            }
        }
        try write(changeSet.guards, id)
    }

    private func append(_ item: ChangeSet.Item, _ row: Row, to bulk: any SQLBulk) {
        bulk.append(item.id.digest.bytes)
        bulk.append(row.person)
        bulk.append(item.change.entitlement.role.rawValue)
        bulk.append(item.change.entitlement.scope.description)
        bulk.append(row.reason)
        bulk.append(row.basis)
        bulk.append(item.change.preconditions.heldSince?.rawValue)
        bulk.append(item.change.preconditions.personIsActive)
    }

    /// Reasons recur: many people join by one rule.
    private mutating func number(of reason: StoredReason) throws -> Int64 {
        if let known = reasons[reason] { return known }
        let number = try reason.number(connection)
        reasons[reason] = number
        return number
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
