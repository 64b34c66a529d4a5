import Directory
import Entitlements
import MembershipSnapshot
import SCIMFilter

/// A person as the filters of this service see them: `roles` and `entitlements` are what is in force,
/// and not what a source calls so.
struct UserSubject: FilterSubject {
    let organization: OrganizationView
    let person: PersonIndex

    static func isOurs(_ attribute: Attribute) -> Bool {
        attribute.definition.name == "roles" || attribute.definition.name == "entitlements"
    }

    /// One element for each role held: RFC 7643's `roles`.
    static func roles(
        _ held: ArraySlice<HeldEntitlement>, in organization: OrganizationView
    ) -> [[String: JSONValue]] {
        var roles: [RoleID] = []
        // Sorted by role.
        for entitlement in held where entitlement.key.role != roles.last {
            roles.append(entitlement.key.role)
        }
        return roles.map { id in
            let role = organization.role(id)
            return [
                "value": .string(id.rawValue), "display": .string(role?.title ?? id.rawValue),
                "type": .string(role?.tier.rawValue ?? Tier.privileged.rawValue),
            ]
        }
    }

    /// One element for each role and scope: RFC 7643's `entitlements`. **Shape:** `value` is
    /// `ROLE SCOPE`, as in `insights-manager reports:lee`.
    static func entitlements(
        _ held: ArraySlice<HeldEntitlement>, in organization: OrganizationView
    ) -> [[String: JSONValue]] {
        held.map { entitlement in
            let role = organization.role(entitlement.key.role)
            let scope = organization.rendered(entitlement.key.scope)
            return [
                "value": .string("\(entitlement.key.role) \(scope)"),
                "display": .string("\(role?.title ?? entitlement.key.role.rawValue): \(scope)"),
                "type": .string(entitlement.key.scope.kind.rawValue),
            ]
        }
    }

    func anyValue(
        of attribute: Attribute, in element: Int?,
        where test: (UnsafeBufferPointer<UInt8>, Int) -> Bool
    ) -> Bool {
        guard Self.isOurs(attribute) else {
            return base.anyValue(of: attribute, in: element, where: test)
        }
        let name = String(attribute.definition.subAttribute ?? "")
        for (position, members) in elements(of: attribute).enumerated()
        where (element ?? position) == position {
            if case .string(var text)? = members[name],
                text.withUTF8({ test($0, position) })
            {
                return true
            }
        }
        return false
    }

    func anyElement(of parent: ComplexAttribute, where test: (Int) -> Bool) -> Bool {
        guard let first = parent.attributes.first, Self.isOurs(first) else {
            return base.anyElement(of: parent, where: test)
        }
        return elements(of: first).indices.contains(where: test)
    }

    private var base: PersonSubject {
        PersonSubject(snapshot: organization.snapshot, person: person)
    }

    private func elements(of attribute: Attribute) -> [[String: JSONValue]] {
        let held = organization.entitlements(of: organization.holder(at: person))
        return attribute.definition.name == "roles"
            ? Self.roles(held, in: organization) : Self.entitlements(held, in: organization)
    }
}
