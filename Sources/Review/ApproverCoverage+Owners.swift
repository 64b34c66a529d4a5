import Diagnostics
import Entitlements

extension ApproverCoverage {
    /// Roles that nobody can decide about as an owner for no other reason than a login or a group's
    /// name that was somebody else's: their changes would wait for ever. **Shape:** sorted.
    public var ownersInDoubt: [Diagnostic] {
        let believing = believingLabels
        return roles.values.filter { role in
            members(of: role.owner).isEmpty && !believing.members(of: role.owner).isEmpty
        }.map { role in
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
        }.sorted()
    }
}
