import Directory
import Entitlements

/// On whom or on what somebody wants to exercise a role.
public enum Target: Sendable, Hashable {
    /// Any scope will do: whether the role is held at all.
    case any
    /// The whole organisation: what is asked where nothing is named.
    case organization
    case department(String)
    case region(String)
    /// By name.
    case group(String)
    /// One person.
    case person(Holder)
    /// Everybody below a person.
    case reports(Holder)
}

/// Why a text is no target.
public enum TargetFault: String, Error, Sendable {
    /// It has none of the known forms.
    case malformed = "malformed-target"
    /// It names nobody.
    case unknown = "unknown-target"
    /// It names several people.
    case ambiguous = "ambiguous-target"
}

extension OrganizationView {
    /// Reads `any`, `organization`, `department:X`, `region:X`, `group:X`, `person:LOGIN` and
    /// `reports:LOGIN`; a person may be named by id too.
    /// - Parameter text: nil means the whole organisation.
    public func target(_ text: String?) throws(TargetFault) -> Target {
        guard let text, text != Scope.Kind.organization.rawValue else { return .organization }
        if text == "any" { return .any }
        let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
        guard parts.count == 2, let kind = Scope.Kind(rawValue: parts[0]) else {
            throw .malformed
        }
        switch kind {
        case .organization: throw .malformed
        case .department: return .department(parts[1])
        case .region: return .region(parts[1])
        case .group: return .group(parts[1])
        case .person: return .person(try holder(in: parts[1]))
        case .reports: return .reports(try holder(in: parts[1]))
        }
    }

    private func holder(in name: String) throws(TargetFault) -> Holder {
        switch holder(named: name) {
        case .found(let holder): return holder
        case .unknown: throw .unknown
        case .ambiguous: throw .ambiguous
        }
    }
}

extension OrganizationView {
    /// Whether who holds a role over `scope` may exercise it on `target`.
    ///
    /// `organization` reaches everything. `department`, `region` and `group` reach what has that name,
    /// letters compared without case, groups within that group, and the people there: by their
    /// department, the region of an address, their groups at any depth. `reports:P` reaches everybody
    /// below P and not P, which interval numbers tell. Nothing smaller ever reaches the whole
    /// organisation.
    public func reaches(_ scope: Scope, _ target: Target) -> Bool {
        if case .any = target { return true }
        switch scope {
        case .organization: return true
        case .department(let name): return reaches(department: name, target)
        case .region(let name): return reaches(region: name, target)
        case .group(let name): return reaches(group: name, target)
        case .reports(let manager): return reaches(reportsOf: manager, target)
        case .person(let person):
            if case .person(let wanted) = target { return wanted.id == person }
            return false
        }
    }

    private func reaches(department name: String, _ target: Target) -> Bool {
        switch target {
        case .department(let wanted): wanted.caselessForm == name.caselessForm
        case .person(let holder): has(holder, .department, name)
        default: false
        }
    }

    private func reaches(region name: String, _ target: Target) -> Bool {
        switch target {
        case .region(let wanted): wanted.caselessForm == name.caselessForm
        case .person(let holder): has(holder, .addressesRegion, name)
        default: false
        }
    }

    private func has(_ holder: Holder, _ attribute: Attribute, _ value: String) -> Bool {
        guard let index = holder.index else { return false }
        let key = value.caselessForm
        return snapshot.people[Int(index)].attributes.values(of: attribute)
            .contains { $0.caselessForm == key }
    }

    private func reaches(group name: String, _ target: Target) -> Bool {
        let containers = snapshot.groups(display: name)
        switch target {
        case .group(let wanted):
            if wanted.caselessForm == name.caselessForm { return true }
            let inner = snapshot.groups(display: wanted)
            // Of several groups of one name all must be within: the name alone tells them not apart.
            return !inner.isEmpty
                && inner.allSatisfy { group in
                    containers.contains { snapshot.memberships.contains($0, group: group) }
                }
        case .person(let holder):
            guard let index = holder.index else { return false }
            return containers.contains { snapshot.memberships.contains($0, index) }
        default: return false
        }
    }

    private func reaches(reportsOf manager: PersonID, _ target: Target) -> Bool {
        guard let top = snapshot.index(of: manager) else { return false }
        switch target {
        case .person(let holder):
            return holder.index.map { snapshot.reportingLines.reports($0, to: top) } ?? false
        case .reports(let holder):
            return holder.id == manager
                || holder.index.map { snapshot.reportingLines.reports($0, to: top) } ?? false
        default: return false
        }
    }
}
