import Directory
import Entitlements

/// What a mapping asks of people other than the one whom it is asked about: so that it can be evaluated
/// on a part of an organisation.
extension RoleMapping {
    /// Whether some scope is of a person who is found by what another says of themselves: of whom
    /// anything may depend then.
    public var namesPeopleByValues: Bool {
        scopes.contains { scope in
            scope.kind.namesPerson && scope.literal == nil
                && scope.parts != [.attribute(.userName)]
                && scope.parts != [.attribute(.managerValue)]
        }
    }

    /// The logins that the files name. **Shape:** as written, in no order.
    public var namedLogins: Set<String> {
        var logins = Set(exceptions.map(\.userName))
        for scope in scopes where scope.kind.namesPerson {
            if let login = scope.literal { logins.insert(login) }
        }
        for test in tests {
            if case .person(let login) = test.subject { logins.insert(login) }
        }
        return logins
    }

    private var scopes: [ScopeTemplate] {
        (rules.flatMap(\.grants) + exceptions.flatMap(\.grants)).map(\.scope)
            + tests.flatMap { $0.holds + $0.lacks }.compactMap(\.scope)
    }
}
