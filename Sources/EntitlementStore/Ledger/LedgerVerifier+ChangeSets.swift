import Directory
import Entitlements

/// Proposals, what was decided of them, and when.
extension LedgerVerifier {
    mutating func verifyChangeSets() throws {
        // Changes are read by these numbers, and settled by their own.
        try fault(
            "the change set has other changes than it counts",
            for: """
                SELECT t.entry FROM change_sets t LEFT JOIN (
                    SELECT change_set_no, count(*) AS number, min(no) AS low, max(no) AS high
                    FROM changes GROUP BY change_set_no) c ON c.change_set_no = t.no
                WHERE c.number IS DISTINCT FROM t.grants + t.revokes
                  OR c.low IS DISTINCT FROM t.first_change OR c.high - c.low <> c.number - 1
                """)
        for (number, entry) in try pairs("SELECT no, entry FROM change_sets") {
            let id = ChangeSetID(rawValue: number)
            let isIntact = try? { () throws -> Bool in
                guard let summary = try ChangeSetReader(connection: connection).summary(id) else {
                    return false
                }
                let rows = try ChangeItemRows(of: id, connection)
                return ChangeSet(
                    digest: summary.digest, items: rows.items, guards: summary.guards
                ).isIntact
            }()
            if isIntact != true {
                fault(entry, "the changes of the change set do not match its digest")
            }
        }
        try verifyEnds()
    }

    /// One that waits was never closed. One that was superseded was so by the set that says it, or by a
    /// run whose entry says it.
    private mutating func verifyEnds() throws {
        try fault(
            "the change set did not end as it is said to",
            for: """
                SELECT t.entry FROM change_sets t WHERE CASE t.state
                  WHEN 'pending' THEN t.closed IS NOT NULL OR t.closed_entry IS NOT NULL
                    OR t.superseded_by IS NOT NULL
                  WHEN 'superseded' THEN NOT EXISTS (SELECT 1 FROM change_sets n
                      WHERE n.no = t.superseded_by AND n.entry = t.closed_entry)
                    AND NOT EXISTS (SELECT 1 FROM runs r
                      WHERE r.entry = t.closed_entry AND t.superseded_by IS NULL)
                  ELSE t.superseded_by IS NOT NULL END
                """)
    }

    /// What was carried over is attested by the new set's entry, and was said of the old one to the
    /// letter: so each goes back to a decision that somebody made.
    mutating func verifyDecisions() throws {
        try fault(
            "a decision was carried over that the older change set does not have",
            for: """
                SELECT DISTINCT d.entry FROM decisions d
                  LEFT JOIN change_sets t ON t.no = d.change_set_no
                WHERE d.carried_from IS NOT NULL AND (d.entry IS DISTINCT FROM t.entry
                  OR d.carried_from >= d.change_set_no
                  OR NOT EXISTS (SELECT 1 FROM decisions o
                    WHERE o.change_set_no = d.carried_from AND o.change_id = d.change_id
                      AND o.verdict = d.verdict AND o.authority = d.authority AND o.time = d.time
                      AND o.person IS NOT DISTINCT FROM d.person
                      AND o.user_name IS NOT DISTINCT FROM d.user_name
                      AND o.lane IS NOT DISTINCT FROM d.lane
                      AND o.note IS NOT DISTINCT FROM d.note))
                """)
        try fault(
            "a decision is on a change that its change set does not have",
            for: """
                SELECT DISTINCT d.entry FROM decisions d
                  LEFT JOIN changes c ON c.change_set_no = d.change_set_no AND c.id = d.change_id
                WHERE c.no IS NULL
                """)
    }

    /// Past states are found by times and runs that follow from the ledger, and by revisions that applied
    /// changes brought about, one after the other.
    mutating func verifyTimes() throws {
        try fault(
            "the change set was closed at another time",
            for: """
                SELECT l.no FROM change_sets t JOIN ledger l ON l.no = t.closed_entry
                WHERE t.closed IS DISTINCT FROM l.time
                """)
        try fault(
            "the revision came into force after another run",
            for: """
                SELECT r.entry FROM revisions r WHERE r.run_no IS DISTINCT FROM
                  (SELECT max(no) FROM runs WHERE runs.entry < r.entry)
                """)
        try fault(
            "the revision is not one that this entry brought about",
            for: """
                SELECT r.entry FROM revisions r
                  LEFT JOIN revisions b ON b.no = r.no - 1 AND b.entry < r.entry
                WHERE (r.no <> 1 AND b.no IS NULL) OR NOT EXISTS (
                  SELECT 1 FROM ledger l WHERE l.no = r.entry AND l.kind = 'apply')
                """)
        try fault(
            "the revision is of another change set",
            for: """
                SELECT entry FROM revisions EXCEPT
                SELECT r.entry FROM revisions r JOIN settlements s ON s.entry = r.entry
                  JOIN changes c ON c.no = s.change_no AND c.change_set_no = r.change_set_no
                WHERE s.state = 'applied'
                """)
    }
}
