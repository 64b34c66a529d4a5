import Directory
import Entitlements

/// What is and was in force, and on what it rests.
extension LedgerVerifier {
    mutating func verifyDerivations() throws {
        try connection.query("SELECT digest, body, rule_kind, rule_id FROM derivations", []) {
            row in
            let stored = try? StoredJSON.value(Derivation.self, of: row.text(1))
            let isWhole = stored.map { derivation in
                let again = Derivation(origin: derivation.origin, evidence: derivation.evidence)
                return (try? row.digest(0)) == again.digest && again.digest == derivation.digest
                    && row.text(2) == derivation.origin.kind.rawValue
                    && row.text(3) == derivation.origin.id
            }
            if isWhole != true { fault(nil, "a derivation does not match its digest") }
        }
    }

    /// Each applied grant began one entitlement, and each applied revoke ended the one that it names.
    mutating func verifyEntitlements() throws {
        try verifyEntitlements("grant", by: "granted", and: "c.held_since IS NULL")
        try verifyEntitlements("revoke", by: "revoked", and: "c.held_since = e.granted_revision")
        let twice = try connection.count(
            """
            SELECT count(*) FROM (SELECT 1 AS one FROM entitlements WHERE revoked_revision IS NULL
              GROUP BY person_no, role, scope HAVING count(*) > 1) held
            """)
        if twice > 0 { fault(nil, "an entitlement is in force twice") }
        try verifyFirstGrounds()
    }

    /// As many rows as changes, each of another change: so none is left out.
    private mutating func verifyEntitlements(
        _ action: String, by column: String, and condition: String
    ) throws {
        let (change, revision) = ("e.\(column)_change", "e.\(column)_revision")
        let found = try connection.count(
            """
            SELECT count(DISTINCT \(change)) FROM entitlements e
              JOIN revisions r ON r.no = \(revision) JOIN changes c ON c.no = \(change)
              JOIN reasons w ON w.no = c.reason_no JOIN settlements s ON s.change_no = c.no
            WHERE w.action = ? AND c.person_no = e.person_no AND c.role = e.role
              AND c.scope = e.scope AND s.state = 'applied' AND r.entry = s.entry
              AND r.change_set_no = c.change_set_no AND \(condition)
            """, .text(action))
        let applied = try connection.count(
            """
            SELECT count(*) FROM settlements s JOIN changes c ON c.no = s.change_no
              JOIN reasons w ON w.no = c.reason_no WHERE s.state = 'applied' AND w.action = ?
            """, .text(action))
        let present = try connection.count(
            "SELECT count(*) FROM entitlements e WHERE coalesce(\(revision), \(change)) IS NOT NULL"
        )
        if found != present || found != applied {
            fault(nil, "the entitlements are not those that applied changes \(action)")
        }
    }

    /// An entitlement first rests on what its grant says; what it rests on later, runs attest.
    private mutating func verifyFirstGrounds() throws {
        let others = try connection.count(
            """
            SELECT count(*) FROM entitlements e JOIN changes c ON c.no = e.granted_change
              JOIN revisions g ON g.no = e.granted_revision
            WHERE NOT EXISTS (SELECT 1 FROM bases_over_time b WHERE b.entitlement_no = e.no
              AND b.since_run = g.run_no AND b.basis_no = c.basis_no)
            """)
        if others > 0 {
            fault(nil, "entitlements rest on other grounds than those of their grants")
        }
    }
}
