import Diagnostics
import Directory
import Entitlements
import SCIMFilter

extension RoleMapping {
    /// What the mapping files say that this directory does not bear out: names of groups and people
    /// that are not there, rules that match nobody, exceptions that are over.
    ///
    /// What can be said without a directory was said by ``load(_:)``.
    /// - Returns: warnings and notes alone. **Shape:** sorted.
    public func lint(against snapshot: DirectorySnapshot, at moment: Timestamp) -> [Diagnostic] {
        let lint = DirectoryLint(mapping: self, snapshot: snapshot, moment: moment)
        return lint.findings().sorted()
    }
}

/// One mapping held against one directory.
struct DirectoryLint {
    let mapping: RoleMapping
    let snapshot: DirectorySnapshot
    let moment: Timestamp

    func findings() -> [Diagnostic] {
        mapping.rules.flatMap(ruleFindings) + ownerFindings() + laneFindings()
            + exceptionFindings()
    }

    // MARK: Rules

    private func ruleFindings(_ rule: Rule) -> [Diagnostic] {
        let unknown = zip(rule.condition.references, rule.comparisonPlaces).compactMap {
            unknownName($0, at: $1)
        }
        let filter = rule.condition.prepared(for: snapshot)
        let matchesSomebody = snapshot.people.indices.contains {
            snapshot.people[$0].isActive && filter.matches(PersonIndex($0))
        }
        guard !matchesSomebody else { return unknown }
        return unknown + [
            Diagnostic(
                .warning, "mapping.rule-matches-nobody",
                "the rule \"\(rule.id)\" matches no active person", at: rule.place)
        ]
    }

    /// A comparison with a group or a manager who is not there.
    private func unknownName(_ reference: FilterReference, at place: Place) -> Diagnostic? {
        guard reference.comparison == .eq || reference.comparison == .ne,
            let name = reference.literal
        else { return nil }
        switch reference.attribute {
        case .groupsDisplay:
            return snapshot.groups(display: name).isEmpty ? unknownGroup(name, at: place) : nil
        case .groupsValue:
            guard snapshot.index(of: GroupID(name)) == nil else { return nil }
            return Diagnostic(
                .warning, "mapping.unknown-group", "no group has the id that is compared with",
                at: place, hint: "compare groups.display with the group's name")
        case .managers:
            guard snapshot.people(userName: name).isEmpty else { return nil }
            return Diagnostic(
                .warning, "mapping.unknown-manager", "nobody has the login that managers names",
                at: place)
        default: return nil
        }
    }

    private func unknownGroup(_ name: String, at place: Place) -> Diagnostic {
        Diagnostic(
            .warning, "mapping.unknown-group", "no group is called \"\(name)\"", at: place,
            hint: Suggestion.hint(for: name, among: snapshot.groups.lazy.map(\.display)))
    }

    // MARK: Owners and approvers

    private func ownerFindings() -> [Diagnostic] {
        mapping.roles.flatMap { role in
            guard let place = mapping.rolePlaces[role.id] else { return [Diagnostic]() }
            let owner = "the owner of \"\(role.id)\""
            let needed = Lane.standard(for: role.tier)
            guard case .approvals(let count, _) = needed.decision else { return [] }
            return principalFindings(role.owner, owner, needs: count, at: place)
        }
    }

    private func laneFindings() -> [Diagnostic] {
        mapping.lanes.flatMap { lane -> [Diagnostic] in
            guard let place = lane.place, case .approvals(let count, let approvers) = lane.decision
            else { return [] }
            return approvers.flatMap { approver -> [Diagnostic] in
                guard case .principal(let principal) = approver else { return [] }
                let needed = approvers.count == 1 ? count : 1
                return principalFindings(
                    principal, "an approver of the lane \"\(lane.name)\"", needs: needed, at: place)
            }
        }
    }

    /// - Parameter count: how many different people have to come out of it.
    private func principalFindings(
        _ principal: Principal, _ what: String, needs count: Int, at place: Place
    ) -> [Diagnostic] {
        let people: Set<PersonIndex>
        switch principal {
        case .person(let name):
            people = Set(snapshot.people(userName: name))
            if people.isEmpty {
                return [absent("\(what) names a login that nobody has", nil, at: place)]
            }
        case .group(let name):
            let groups = snapshot.groups(display: name)
            if groups.isEmpty {
                let hint = Suggestion.hint(for: name, among: snapshot.groups.lazy.map(\.display))
                return [absent("\(what) is no group of the directory", hint, at: place)]
            }
            people = Set(groups.flatMap { snapshot.memberships.allMembers(of: $0) })
        }
        let active = people.count { snapshot.people[Int($0)].isActive }
        guard active < count else { return [] }
        return [
            Diagnostic(
                .warning, "mapping.too-few-approvers",
                "\(what) has \(active) active \(active == 1 ? "person" : "people"), "
                    + "and \(count) must approve", at: place)
        ]
    }

    private func absent(_ message: String, _ hint: String?, at place: Place) -> Diagnostic {
        Diagnostic(.warning, "mapping.unknown-owner", message, at: place, hint: hint)
    }

    // MARK: Exceptions

    private func exceptionFindings() -> [Diagnostic] {
        let bound = BoundMapping(mapping, snapshot)
        let over = mapping.exceptions.filter { $0.end <= moment }.map { exception in
            Diagnostic(
                .note, "mapping.expired-exception",
                "the exception \"\(exception.id)\" ended on \(exception.lastDay)",
                at: exception.place, hint: "remove it")
        }
        return over + BoundMapping.exceptionFindings(bound.exceptions, snapshot, moment)
    }
}
