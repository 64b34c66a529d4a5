import Directory
import Entitlements

/// What one revision changed of the entitlements in force.
public struct RevisionChanges: Sendable, Hashable {
    /// One entitlement that somebody got or lost.
    public struct Change: Sendable, Hashable {
        public let action: Entitlements.Change.Action
        public let key: EntitlementKey
        /// The person's last known login.
        public let userName: String?
    }

    public let revision: Revision
    /// When it came into force.
    public let time: Timestamp
    /// The change set that was applied.
    public let changeSet: ChangeSetID
    /// **Shape:** in the order of the change set; at least one.
    public fileprivate(set) var changes: [Change]
}

extension EntitlementStore {
    /// What came into force after a revision, in order.
    /// - Parameters:
    ///   - revision: the one whose state is known already.
    ///   - last: the last one that is asked for.
    ///   - most: how many changes to read at once; only whole revisions are told.
    /// - Returns: the first of these revisions; empty when there is none yet; nil when the first has
    ///   more changes than may be read.
    public func revisions(
        after revision: Revision, through last: Revision, most: Int
    ) throws(StoreError) -> [RevisionChanges]? {
        try engine.read(.read) { connection in
            var revisions: [RevisionChanges] = []
            var count = 0
            try connection.query(
                """
                SELECT r.no, r.time, r.change_set_no, w.action, p.id, p.user_name, c.role, c.scope
                FROM \(ChangeItemRows.ofSet) JOIN revisions r ON r.change_set_no = t.no
                  JOIN people p ON p.no = c.person_no JOIN reasons w ON w.no = c.reason_no
                WHERE r.no > ? AND r.no <= ? AND s.state = 'applied' AND s.entry = r.entry
                ORDER BY r.no, c.no LIMIT ?
                """,
                [.integer(revision.rawValue), .integer(last.rawValue), .integer(Int64(most) + 1)]
            ) { row in
                count += 1
                let number = Revision(row.integer(0))
                if revisions.last?.revision != number {
                    revisions.append(
                        RevisionChanges(
                            revision: number, time: try row.timestamp(1),
                            changeSet: ChangeSetID(rawValue: row.integer(2)), changes: []))
                }
                let key = EntitlementKey(
                    person: PersonID(row.text(4)), role: RoleID(row.text(6)),
                    scope: try row.scope(7))
                revisions[revisions.count - 1].changes.append(
                    RevisionChanges.Change(
                        action: try row.word(3), key: key,
                        userName: row.isNull(5) ? nil : row.text(5)))
            }
            // The last one may go on behind the limit.
            if count > most { revisions.removeLast() }
            return count > most && revisions.isEmpty ? nil : revisions
        }
    }
}
