import Directory
import Entitlements
import SCIMFilter

/// One evaluation while it runs over the people.
struct EvaluationRun {
    let bound: BoundMapping
    private(set) var gaps = ScopeGaps()
    /// One a rule of ``bound``, in its order.
    private let filters: [PreparedFilter]
    private let exceptions: [PersonIndex: [BoundMapping.BoundException]]
    private var table: DerivationTable
    private var keys: [EntitlementKey] = []
    /// The positions of the derivations of all keys, one behind the other.
    private var positions: [Int32] = []
    /// Where the positions of each key end.
    private var ends: [Int32] = []
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

    init(_ mapping: RoleMapping, _ snapshot: DirectorySnapshot, _ moment: Timestamp) {
        let bound = BoundMapping(mapping, snapshot)
        self.bound = bound
        filters = bound.rules.map { $0.rule.condition.prepared(for: snapshot) }
        exceptions = bound.exceptions(at: moment)
        table = DerivationTable(snapshot)
    }

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

    /// Two derivations of one entitlement become one key with both.
    private mutating func collect(_ person: PersonIndex) {
        if granted.count > 1 { granted.sort(by: Granted.precedes) }
        let id = bound.snapshot.people[Int(person)].id
        for entry in granted {
            let key = EntitlementKey(person: id, role: entry.role, scope: entry.scope)
            if keys.last == key {
                if positions.last != entry.derivation { positions.append(entry.derivation) }
                ends[ends.count - 1] = Int32(positions.count)
            } else {
                keys.append(key)
                positions.append(entry.derivation)
                ends.append(Int32(positions.count))
            }
        }
    }

    /// The result; people came in the order of their ids, so that keys are sorted already.
    func desired(_ mapping: MappingRevision) -> DesiredEntitlements {
        let (derivations, moved) = table.sorted(keeping: positions)
        // Most entitlements have one derivation: those who share it share the list too.
        let single = derivations.indices.map { [Int32($0)] }
        var entitlements: [DesiredEntitlements.Entitlement] = []
        entitlements.reserveCapacity(keys.count)
        var start = 0
        for (index, key) in keys.enumerated() {
            let end = Int(ends[index])
            let own =
                end - start == 1
                ? single[Int(moved[Int(positions[start])])]
                : Set(positions[start..<end].map { moved[Int($0)] }).sorted()
            entitlements.append(DesiredEntitlements.Entitlement(key: key, derivations: own))
            start = end
        }
        return DesiredEntitlements(
            entitlements: entitlements, derivations: derivations, mapping: mapping)
    }
}
