import Directory
import Entitlements
import SCIMFilter

/// Rules and exceptions bound to a snapshot.
struct BoundMapping {
    /// A class, so that handing it out for each of many people copies nothing.
    final class BoundRule: Sendable {
        let rule: Rule
        let grants: [BoundGrant]

        init(_ rule: Rule, _ snapshot: DirectorySnapshot) {
            self.rule = rule
            grants = rule.grants.map { BoundGrant($0, snapshot) }
        }
    }

    /// An exception, and whom it means in this snapshot.
    struct BoundException {
        let exception: RuleException
        let grants: [BoundGrant]
        /// Who it is about. **Shape:** one, unless the login is unknown or ambiguous.
        let people: [PersonIndex]
    }

    /// The one that all positions are of.
    let snapshot: DirectorySnapshot
    /// **Shape:** as ``RoleMapping/rules``.
    let rules: [BoundRule]
    /// **Shape:** as ``RoleMapping/exceptions``; those whose time has passed too.
    let exceptions: [BoundException]

    /// Looks up the people of exceptions and of fixed scopes.
    init(_ mapping: RoleMapping, _ snapshot: DirectorySnapshot) {
        self.snapshot = snapshot
        rules = mapping.rules.map { BoundRule($0, snapshot) }
        exceptions = mapping.exceptions.map { exception in
            BoundException(
                exception: exception, grants: exception.grants.map { BoundGrant($0, snapshot) },
                people: snapshot.people(userName: exception.userName))
        }
    }

    /// By person, the exceptions that give them something at that moment; and those that mean nobody,
    /// or somebody of several: giving it to one of them would be a guess.
    func exceptions(
        at moment: Timestamp
    ) -> (byPerson: [PersonIndex: [BoundException]], dangling: Set<RuleReference>) {
        var byPerson: [PersonIndex: [BoundException]] = [:]
        var dangling: Set<RuleReference> = []
        for bound in exceptions where bound.exception.isInForce(at: moment) {
            if bound.people.count == 1 {
                byPerson[bound.people[0], default: []].append(bound)
            } else {
                dangling.insert(bound.exception.reference)
            }
        }
        return (byPerson, dangling)
    }
}
