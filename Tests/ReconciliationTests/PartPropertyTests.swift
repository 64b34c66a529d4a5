import Directory
import Entitlements
import TestSupport
import Testing

@testable import Reconciliation

@Suite struct PartPropertyTests {
    private static let seeds = Array(UInt64(1)...1_000)

    @Test(arguments: [Self.seeds])
    func `a part in which everything has changed gives what the whole gives`(_ seeds: [UInt64]) {
        for seed in seeds {
            var random = SplitMix64(seed: seed)
            var world = World.random(seed)
            let others = Set(world.everybody.filter { _ in !random.once(in: 3) })
            world.settle(others)
            let part = world.without(others)
            let elsewhere = world.totals - part.totals
            let found = Reconciliation(guards: world.limits).reconcile(
                desired: part.desired, current: part.recorded, snapshot: part.snapshot,
                conflicts: part.conflicts, elsewhere: elsewhere)
            #expect(found.changeSet == world.reconcile(), "seed \(seed)")
        }
    }

    @Test(arguments: [Self.seeds]) func `the sums of two parts are those of both`(_ seeds: [UInt64])
    {
        for seed in seeds {
            var random = SplitMix64(seed: seed)
            let world = World.random(seed)
            let others = Set(world.everybody.filter { _ in random.once(in: 2) })
            let rest = world.without(Set(world.everybody).subtracting(others))
            var sum = world.without(others).totals + rest.totals
            // Every part has all groups.
            sum.add(-world.groups.count, to: .groups, World.corp.rawValue)
            #expect(sum == world.totals, "seed \(seed)")
            #expect(sum - sum == Totals(), "seed \(seed)")
        }
    }
}

extension World {
    fileprivate var totals: Totals {
        Totals(of: snapshot, desired: desired, current: recorded)
    }

    /// Everybody who is there, or holds something. **Shape:** sorted.
    fileprivate var everybody: [PersonID] {
        Set(people.map(\.id) + held.keys.map(\.person)).sorted()
    }

    /// Gives these people what the rules grant them.
    fileprivate mutating func settle(_ others: Set<PersonID>) {
        held = held.filter { !others.contains($0.key.person) }
        held.merge(wanted.filter { others.contains($0.key.person) }) { $1 }
    }

    fileprivate func without(_ others: Set<PersonID>) -> World {
        var part = self
        part.people.removeAll { others.contains($0.id) }
        part.held = held.filter { !others.contains($0.key.person) }
        part.wanted = wanted.filter { !others.contains($0.key.person) }
        part.managers = managers.filter { !others.contains($0.key) }
        return part
    }
}
