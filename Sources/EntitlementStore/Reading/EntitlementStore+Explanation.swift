import Directory
import Entitlements

extension EntitlementStore {
    /// Why the person holds the role at that moment; without holdings when they do not. nil when the
    /// person or the role was not known then.
    /// - Parameter scope: nil for all.
    public func explanation(
        person: PersonID, role: RoleID, scope: Scope? = nil, asOf moment: Moment = .now
    ) throws(StoreError) -> Explanation? {
        try engine.read(.read) { connection in
            try ExplanationReader(connection, moment).explanation(
                person, role, scope, areEnded: false)
        }
    }

    /// What the person held of the role and lost up to that moment, and why it was granted and lost.
    /// nil as above.
    public func lostExplanation(
        person: PersonID, role: RoleID, scope: Scope? = nil, asOf moment: Moment = .now
    ) throws(StoreError) -> Explanation? {
        try engine.read(.read) { connection in
            try ExplanationReader(connection, moment).explanation(
                person, role, scope, areEnded: true)
        }
    }
}
