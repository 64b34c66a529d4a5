import Diagnostics
import Directory
import Entitlements

extension MappingDraft {
    /// Takes an element of `roles`.
    mutating func readRole(_ value: YAMLValue) {
        guard let mapping = value.mapping(keys: ["id", "title", "tier", "owner"]) else { return }
        let id = readID(mapping, .role)
        let title = readTitle(mapping, or: id)
        let tier = mapping.required("tier")?.choice(Tier.self)
        let owner = readOwner(mapping.required("owner"))
        guard let id, let title, let tier, let owner else { return }
        roles.append((Role(id: RoleID(id), title: title, tier: tier, owner: owner), value.place))
    }

    private func readOwner(_ value: YAMLValue?) -> Principal? {
        guard let value, let text = value.string() else { return nil }
        if let owner = Principal(text) { return owner }
        value.report(
            "mapping.owner", "this names no owner", hint: "write group:NAME or person:USERNAME")
        return nil
    }

    /// Takes an element of `conflicts`.
    mutating func readConflict(_ value: YAMLValue) {
        guard let mapping = value.mapping(keys: ["id", "roles", "reason"]) else { return }
        let id = readID(mapping, .conflict)
        let reason = mapping.required("reason")?.string()
        let list = mapping.required("roles")
        let roles = (list?.list() ?? []).compactMap { readRoleName($0) }
        guard Set(roles).count >= 2 else {
            if list?.isList == true {
                list?.report("mapping.conflict-roles", "a conflict needs two roles or more")
            }
            return
        }
        guard let id, let reason else { return }
        conflicts.append(
            (Conflict(id: id, roles: Set(roles).sorted(), reason: reason), value.place))
    }
}
