import Diagnostics
import Directory
import Entitlements
import Reconciliation

extension Reconciled.UndecidedLabel {
    /// Says whom or what somebody has to decide about, and how.
    func diagnostic(in snapshot: DirectorySnapshot) -> Diagnostic {
        let stay =
            entitlements == 1
            ? "1 entitlement stays on its old grounds"
            : "\(entitlements) entitlements stay on their old grounds"
        switch label.kind {
        case .group:
            return Diagnostic(
                .warning, "correlation.reused-group-name",
                "\(stay): this group has the name of another, and nobody has decided about it",
                at: snapshot.place(of: GroupID(label.now)),
                hint: "decide the change set in which a guard names it, let the rule ask for "
                    + "groups.value eq \"\(label.now)\", or give it a name that no group had")
        case .userName, .email:
            return Diagnostic(
                .warning, "correlation.reused-login",
                "\(stay): this manager has the login of another, and nobody has decided about it",
                at: snapshot.place(of: PersonID(label.now)),
                hint:
                    "decide the change set in which a guard names them, or give them a login that "
                    + "nobody had")
        }
    }
}

extension DirectorySnapshot {
    fileprivate func place(of id: GroupID) -> Place? {
        index(of: id).map { groups[Int($0)] }.map {
            .entry(source: $0.source.rawValue, entry: $0.label)
        }
    }

    fileprivate func place(of id: PersonID) -> Place? {
        index(of: id).map { people[Int($0)] }.map {
            .entry(source: $0.accounts.first?.source.rawValue ?? "", entry: $0.label)
        }
    }
}
