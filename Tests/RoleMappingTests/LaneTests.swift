import Directory
import Entitlements
import RoleMapping
import Testing

struct LaneTests {
    private func change(
        _ action: Change.Action, _ cause: ChangeReason.Cause, _ tier: Tier, role: String = "r",
        person: String = "corp:ada"
    ) -> Change {
        Change(
            action: action,
            entitlement: EntitlementKey(
                person: PersonID(person), role: RoleID(role), scope: .organization),
            reason: ChangeReason(cause: cause, rules: [], summary: ""), lifeCycle: .mover,
            tier: tier, derivations: [], preconditions: .init(heldSince: nil, personIsActive: true))
    }

    private func lanes(_ text: String) -> [Lane] {
        mapping(
            "rules: [{id: x, title: T, when: active pr, grant: {role: viewer, scope: organization}}]\n"
                + "review:\n  lanes:\n" + text
        ).lanes
    }

    @Test func `the first lane that matches decides`() {
        let lanes = lanes(
            """
                - {name: leavers, match: {action: revoke, cause: inactive}, decide: automatically}
                - {name: admins, match: {role: [admin]}, approvers: ["group:ops", "person:kim"], approvals: 2}
                - {name: rest, match: {}, approvers: [roleOwner, manager], approvals: 1}
            """)
        let assigned = lanes.assigned(to: [
            change(.revoke, .inactive, .privileged, role: "admin"),
            change(.revoke, .unmatched, .privileged, role: "admin"),
            change(.grant, .joined, .standard),
        ])
        #expect(assigned.map(\.name) == ["leavers", "admins", "rest"])
        #expect(
            assigned.map(\.decision) == [
                .automatically,
                .approvals(2, by: [.principal(.group("ops")), .principal(.person("kim"))]),
                .approvals(1, by: [.roleOwner, .manager]),
            ])
    }

    // P21: a large set has a way through, by people.
    @Test func `more changes than a lane takes go to the lanes below, all of them`() {
        let lanes = lanes(
            """
                - {name: few, match: {action: revoke, most: 2}, decide: automatically}
                - {name: rest, match: {}, approvers: roleOwner}
            """)
        let changes = (1...3).map { change(.revoke, .inactive, .standard, person: "corp:\($0)") }
        let grant = change(.grant, .joined, .standard)
        #expect(
            lanes.assigned(to: changes.prefix(2) + [grant]).map(\.name) == ["few", "few", "rest"])
        #expect(lanes.assigned(to: changes).map(\.name) == ["rest", "rest", "rest"])
    }

    @Test func `what no lane takes needs the owner, for a privileged role two`() {
        let assigned = [Lane]().assigned(to: Tier.allCases.map { change(.grant, .joined, $0) })
        #expect(
            assigned.map(\.decision) == [
                .approvals(1, by: [.roleOwner]), .approvals(1, by: [.roleOwner]),
                .approvals(2, by: [.roleOwner]),
            ])
    }
}
