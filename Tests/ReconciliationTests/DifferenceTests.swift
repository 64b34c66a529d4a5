import Directory
import Entitlements
import TestSupport
import Testing

@testable import Reconciliation

@Suite struct DifferenceTests {
    @Test func `thousands of random lists differ exactly where sets do`() {
        var random = SplitMix64(seed: 7)
        let keys = (0..<60).map {
            EntitlementKey(
                person: PersonID("corp:\($0 / 4)"), role: RoleID("r\($0 % 2)"),
                scope: $0 % 4 < 2 ? .organization : .department("A"))
        }.sorted()
        for _ in 0..<5000 {
            let most = Int.random(in: 0...keys.count, using: &random)
            let desired = keys.prefix(most).filter { _ in random.chance(of: 3) }
            let current = keys.prefix(most).filter { _ in random.chance(of: 3) }
            let steps = Difference(
                desired: desired.map { .init(key: $0, derivations: []) },
                current: current.map {
                    CurrentEntitlement(key: $0, since: Revision(1), derivations: [])
                }
            ).steps
            #expect(steps.granted(from: desired) == Set(desired).subtracting(current))
            #expect(steps.revoked(from: current) == Set(current).subtracting(desired))
            #expect(steps.count == Set(desired).symmetricDifference(current).count)
        }
    }

    @Test func `a list in the order of another collation is sorted before it is compared`() {
        // SQLite's bytes and Swift's canonical order disagree about a decomposed letter.
        let keys = ["corp:e\u{301}a", "corp:f"].map {
            EntitlementKey(person: PersonID($0), role: RoleID("r"), scope: .organization)
        }
        #expect(keys.ordered(by: \.self) == keys.sorted())
        #expect(Array(keys.reversed()).ordered(by: \.self) == keys.sorted())
    }
}

extension [Difference.Step] {
    fileprivate func granted(from desired: [EntitlementKey]) -> Set<EntitlementKey> {
        Set(compactMap { if case .grant(let position) = $0 { desired[position] } else { nil } })
    }

    fileprivate func revoked(from current: [EntitlementKey]) -> Set<EntitlementKey> {
        Set(compactMap { if case .revoke(let position) = $0 { current[position] } else { nil } })
    }
}
