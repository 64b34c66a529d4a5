import Entitlements
import Testing

struct ChangeGroundsTests {
    private func grounds(
        _ action: Change.Action = .grant, _ summary: String = "matches",
        _ lifeCycle: Change.LifeCycle = .mover, _ tier: Tier = .standard, _ evidence: String = "a",
        since: Revision? = nil
    ) -> ChangeGrounds {
        ChangeGrounds(
            action: action, reason: ChangeReason(cause: .matched, rules: ["r"], summary: summary),
            lifeCycle: lifeCycle, tier: tier, derivations: [Digest(of: evidence)],
            preconditions: .init(heldSince: since, personIsActive: true))
    }

    @Test func `the same grounds are kept once, and whatever differs keeps them apart`() {
        let different = [
            grounds(), grounds(.revoke), grounds(.grant, "is new"),
            grounds(.grant, "matches", .joiner), grounds(.grant, "matches", .mover, .privileged),
            grounds(.grant, "matches", .mover, .standard, "b"), grounds(since: Revision(1)),
        ]
        var pool = ChangeGroundsPool()
        let kept = different.map { pool.shared($0) }
        #expect(Set(kept.map(ObjectIdentifier.init)).count == different.count)
        #expect(pool.shared(grounds()) === kept[0])
        #expect(pool.shared(grounds(since: Revision(1))) === kept[6])
    }
}
