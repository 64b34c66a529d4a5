import Directory
import Entitlements
import SCIMFilter

/// One evaluation while it runs over the people.
struct EvaluationRun {
    let bound: BoundMapping
    /// What came to nothing so far.
    private(set) var gaps = ScopeGaps()
    /// One a rule of ``bound``, in its order.
    private let filters: [PreparedFilter]
    private let exceptions: [PersonIndex: [BoundMapping.BoundException]]
    private let danglingExceptions: Set<RuleReference>
    private var table: DerivationTable
    /// Their derivations are positions in ``table``.
    private var entitlements: [DesiredEntitlements.Entitlement] = []
    /// For each position in ``table`` a list of it alone: most entitlements have one derivation, and
    /// those who share it share the list too.
    private var single: [[Int32]] = []
    private var scopedRoles = ScopedRolePool()
    /// What the person at hand gets; kept for its memory.
    private var granted: [Granted] = []

    private struct Granted {
        let role: RoleID
        let scope: Scope
        let derivation: Int32

        static func precedes(_ left: Granted, _ right: Granted) -> Bool {
            if left.role != right.role { return left.role < right.role }
            if left.scope != right.scope { return left.scope < right.scope }
            return left.derivation < right.derivation
        }
    }

    /// Judges everybody by every condition at once; ``evaluate(_:)`` then asks for single people.
    init(_ mapping: RoleMapping, _ snapshot: DirectorySnapshot, _ moment: Timestamp) {
        let bound = BoundMapping(mapping, snapshot)
        self.bound = bound
        filters = Filter.prepare(bound.rules.map(\.rule.condition), for: snapshot)
        (exceptions, danglingExceptions) = bound.exceptions(at: moment)
        table = DerivationTable(snapshot)
    }

    /// Adds what the person gets. Called in the order of the people, for those who are active.
    mutating func evaluate(_ person: PersonIndex) {
        granted.removeAll(keepingCapacity: true)
        for number in filters.indices where filters[number].matches(person) {
            let rule = bound.rules[number]
            let derivation = table.position(
                of: rule, number: number, matches: filters[number].matchedParts(for: person),
                person: person)
            grant(rule.grants, to: person, by: derivation)
        }
        if !exceptions.isEmpty, let own = exceptions[person] {
            for bound in own {
                let derivation = table.position(of: bound.exception.reference)
                grant(bound.grants, to: person, by: derivation)
            }
        }
        collect(person)
    }

    private mutating func grant(
        _ grants: [BoundGrant], to person: PersonIndex, by derivation: Int32
    ) {
        for grant in grants {
            switch grant.scope(for: person) {
            case .success(let scope):
                granted.append(
                    Granted(role: grant.grant.role, scope: scope, derivation: derivation))
            case .failure(let gap): gaps.add(gap, of: grant.grant, for: person)
            }
        }
    }

    /// Two derivations of one entitlement become one entitlement with both.
    private mutating func collect(_ person: PersonIndex) {
        if granted.count > 1 { granted.sort(by: Granted.precedes) }
        while single.count < table.derivations.count { single.append([Int32(single.count)]) }
        let id = bound.snapshot.people[Int(person)].id
        let first = entitlements.count
        for entry in granted {
            let own = single[Int(entry.derivation)]
            if entitlements.count > first, let last = entitlements.last,
                last.key.role == entry.role, last.key.scope == entry.scope
            {
                guard last.derivations.last != entry.derivation else { continue }
                entitlements[entitlements.count - 1] = DesiredEntitlements.Entitlement(
                    key: last.key, derivations: last.derivations + own)
            } else {
                let key = EntitlementKey(
                    person: id,
                    scopedRole: scopedRoles.scopedRole(role: entry.role, scope: entry.scope))
                entitlements.append(DesiredEntitlements.Entitlement(key: key, derivations: own))
            }
        }
    }

    /// The result; people came in the order of their ids, so that keys are sorted already.
    /// Takes them out of here, so that they are changed in place.
    mutating func desired(_ mapping: MappingRevision) -> DesiredEntitlements {
        var entitlements: [DesiredEntitlements.Entitlement] = []
        swap(&entitlements, &self.entitlements)
        let (derivations, moved) = table.sorted(
            keeping: entitlements.lazy.flatMap(\.derivations))
        let single = derivations.indices.map { [Int32($0)] }
        for index in entitlements.indices {
            let old = entitlements[index]
            entitlements[index] = DesiredEntitlements.Entitlement(
                key: old.key,
                derivations: old.derivations.count == 1
                    ? single[Int(moved[Int(old.derivations[0])])]
                    : Set(old.derivations.map { moved[Int($0)] }).sorted())
        }
        return DesiredEntitlements(
            entitlements: entitlements, derivations: derivations, mapping: mapping,
            danglingExceptions: danglingExceptions)
    }
}
