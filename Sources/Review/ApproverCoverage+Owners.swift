import Diagnostics
import Directory
import Entitlements

extension ApproverCoverage {
    /// Roles that nobody can decide about as an owner for no other reason than a login or a group's
    /// name that was somebody else's, or that several groups have: their changes would wait for ever.
    /// **Shape:** sorted.
    public var ownersInDoubt: [Diagnostic] {
        let believing = believingLabels
        let silent = roles.values.filter { members(of: $0.owner).isEmpty }
        let renamed = silent.filter { !believing.members(of: $0.owner).isEmpty }.map { role in
            let label =
                switch role.owner {
                case .group(let name): "the name of the group \"\(name)\", or of one in it,"
                case .person: "the login of its owner"
                }
            return Diagnostic(
                .warning, "review.owner-in-doubt",
                "nobody can approve as owner of \(role.id): \(label) was somebody else's",
                hint: "name another owner in the mapping files, or give the owner a name that was "
                    + "nobody's")
        }
        return (renamed + silent.compactMap(sharedName)).sorted()
    }

    private func sharedName(of role: Role) -> Diagnostic? {
        guard case .group(let name) = role.owner, snapshot.groups(display: name).count > 1 else {
            return nil
        }
        return Diagnostic(
            .warning, "review.owner-ambiguous",
            "nobody can approve as owner of \(role.id): several groups are called \"\(name)\", and "
                + "nobody is in each of them",
            hint: "give the others another name, or name another owner in the mapping files")
    }
}
