import Directory
import Entitlements
import TestSupport
import Testing

@testable import Reconciliation

@Suite struct ReconciliationPropertyTests {
    private static let seeds = Array(UInt64(1)...300)

    @Test(arguments: [Self.seeds]) func `applying the changes to current gives desired`(
        _ seeds: [UInt64]
    ) {
        for seed in seeds {
            let world = World.random(seed)
            let applied = world.applying(world.reconcile())
            #expect(applied == Set(world.wanted.keys), "seed \(seed)")
        }
    }

    @Test(arguments: [Self.seeds]) func `a change set names what it holds, and nothing twice`(
        _ seeds: [UInt64]
    ) {
        for seed in seeds {
            let changes = World.random(seed).reconcile()
            #expect(changes.isIntact, "seed \(seed)")
            let keys = changes.changes.map(\.entitlement)
            #expect(keys == Set(keys).sorted(), "seed \(seed)")
            #expect(changes.guards == changes.guards.sorted(), "seed \(seed)")
            let ids = Set(changes.items.map(\.id))
            for finding in changes.guards {
                #expect(finding.measured > finding.limit, "seed \(seed)")
                #expect(finding.measured <= finding.total, "seed \(seed)")
                #expect(ids.isSuperset(of: finding.changes), "seed \(seed)")
            }
        }
    }

    @Test(arguments: [Self.seeds]) func `equal sides differ in nothing`(_ seeds: [UInt64]) {
        for seed in seeds {
            var world = World.random(seed)
            world.held = world.wanted
            #expect(world.reconcile() == ChangeSet(items: [], guards: []), "seed \(seed)")
        }
    }

    @Test(arguments: [Self.seeds]) func `the order of the inputs does not matter`(_ seeds: [UInt64])
    {
        for seed in seeds {
            var random = SplitMix64(seed: seed)
            let world = World.random(seed)
            let expected = world.reconcile()
            var other = world
            other.people.shuffle(using: &random)
            other.rules.shuffle(using: &random)
            other.conflicts.shuffle(using: &random)
            #expect(other.reconcile() == expected, "seed \(seed)")

            let (desired, current) = (world.desired, world.recorded)
            let shuffled = Reconciliation(guards: world.limits).reconcile(
                desired: DesiredEntitlements(
                    entitlements: desired.entitlements.shuffled(using: &random),
                    derivations: desired.derivations, mapping: desired.mapping),
                current: RecordedState(
                    revision: current.revision,
                    entitlements: current.entitlements.shuffled(using: &random),
                    derivations: current.derivations, roles: current.roles, rules: current.rules,
                    sources: current.sources, proposal: nil, delta: current.delta),
                snapshot: world.snapshot, conflicts: world.conflicts)
            #expect(shuffled.changeSet == expected, "seed \(seed)")
        }
    }

    @Test(arguments: [Self.seeds]) func `a proposal that waits is found again to the letter`(
        _ seeds: [UInt64]
    ) {
        for seed in seeds {
            var world = World.random(seed)
            let first = world.reconcile()
            // The next run: nothing changed, and what was new is known.
            world.joined = []
            world.reactivated = []
            world.recordedRules = Set(world.rules)
            world.proposal = first
            #expect(world.reconcile() == first, "seed \(seed)")
        }
    }

    @Test func `nothing in a change set knows the revision or the time of its making`() {
        let world = World.random(42)
        let current = world.recorded
        let later = RecordedState(
            revision: Revision(current.revision.rawValue + 100),
            entitlements: current.entitlements, derivations: current.derivations,
            roles: current.roles, rules: current.rules, sources: current.sources, proposal: nil,
            delta: current.delta)
        let reconciled = [later, current].map {
            Reconciliation().reconcile(
                desired: world.desired, current: $0, snapshot: world.snapshot, conflicts: [])
        }
        #expect(reconciled[0].changeSet == reconciled[1].changeSet)
    }
}

extension World {
    /// What is in force when everything is applied.
    func applying(_ changes: ChangeSet) -> Set<EntitlementKey> {
        var held = Set(held.keys)
        for change in changes.changes {
            switch change.action {
            case .grant: held.insert(change.entitlement)
            case .revoke: held.remove(change.entitlement)
            }
        }
        return held
    }

    /// An organisation of a few people, in which anything may have happened since the last run.
    static func random(_ seed: UInt64) -> World {
        var random = SplitMix64(seed: seed)
        var world = base
        world.recordedRules = Set(world.rules.filter { _ in random.chance(of: 3) })
        for number in 0..<Int.random(in: 0...20, using: &random) {
            world.randomPerson("p\(number)", &random)
        }
        return world
    }

    private static let base = {
        var world = World()
        let roles = Tier.allCases.map { world.role("role-\($0.rawValue)", $0) }
        world.conflicts = [Conflict(id: "c", roles: roles, reason: "duties")]
        world.limits.reactivationsCount = 1
        let rules =
            (0..<3).map { world.rule("rule-\($0)") } + [world.rule("ex-1", kind: .exception)]
        let groups = [world.group("g0"), GroupID("corp:g1")]
        world.derivations = rules.flatMap { rule in
            [
                Derivation(origin: rule, evidence: [.department("A")]),
                Derivation(origin: rule, evidence: [.group(groups[0], groups[1], display: "g")]),
            ]
        }
        return world
    }()

    private mutating func randomPerson(_ name: String, _ random: inout SplitMix64) {
        let id = PersonID("corp:\(name)")
        let isThere = random.chance(of: 5)
        let isActive = random.chance(of: 6)
        if isThere { person(name, active: isActive, department: random.chance(of: 2) ? "A" : "B") }
        if !random.chance(of: 4) { joined.append(id) }
        if !random.chance(of: 4) { reactivated.append(id) }
        for role in roles.map(\.id) {
            for scope in [Scope.organization, .department("A"), .reports(id)] {
                guard let derivation = derivations.randomElement(using: &random) else { continue }
                if random.chance(of: 2) { hold(role, by: id, over: scope, because: derivation) }
                if isThere, isActive, random.chance(of: 2) {
                    grant(role, to: id, over: scope, because: derivation)
                }
            }
        }
    }
}

extension SplitMix64 {
    /// True except once in so many times.
    mutating func chance(of times: Int) -> Bool { !once(in: times) }
}
