import Entitlements
import Review
import RoleMapping
import Testing

@Suite struct ReviewPolicyTests {
    private let office = Office()

    private func requirements(
        _ changes: [Change], guards: [GuardFinding] = []
    ) -> [Requirement] {
        office.review(changes, guards: guards).requirements
    }

    @Test func `the first lane that matches decides`() {
        let found = requirements([
            Office.change(.revoke, cause: .inactive), Office.change(),
            Office.change(.grant, Office.admin),
        ])
        #expect(found.map(\.lane) == ["leavers", "ordinary", "privileged"])
        #expect(found.map(\.isAutomatic) == [true, false, false])
        #expect(found.map(\.approvals) == [0, 1, 2])
        #expect(found[1].approvers == [.roleOwner, .manager])
    }

    @Test func `a lane with a limit takes none when there are more`() {
        let leavers = ["ada", "lee", "max"].map {
            Office.change(.revoke, for: $0, cause: .inactive)
        }
        #expect(requirements(Array(leavers.prefix(2))).map(\.isAutomatic) == [true, true])
        #expect(requirements(leavers).map(\.lane) == ["ordinary", "ordinary", "ordinary"])
    }

    @Test func `what no lane takes is for the owner of the role, twice when privileged`() {
        var office = office
        office.lanes = []
        let found = office.review([Office.change(), Office.change(.grant, Office.admin)])
            .requirements
        #expect(found.map(\.approvals) == [1, 2])
        #expect(found.map(\.approvers) == [[.roleOwner], [.roleOwner]])
    }

    // P21
    @Test func `a tripped guard asks for one approval more, of the changes it names alone`() {
        let (first, second) = (Office.change(), Office.change(for: "max"))
        let found = requirements(
            [first, second],
            guards: [Office.finding(.revocations, [first]), Office.finding(.lastHolder, [first])])
        #expect(found.map(\.approvals) == [2, 1])
        #expect(found[0].raisedBy == [.lastHolder, .revocations])
        #expect(found[1].raisedBy.isEmpty)
        #expect(found.map(\.mustBeNamed) == [false, false])
    }

    @Test func `a tripped guard is never decided automatically`() {
        let leaver = Office.change(.revoke, cause: .departed)
        let found = requirements([leaver], guards: [Office.finding(.revocations, [leaver])])
        #expect(found[0].lane == "ordinary")
        #expect(!found[0].isAutomatic)
        #expect(found[0].approvals == 2)
    }

    @Test func `a guard that names no change concerns all of them`() {
        let found = requirements(
            [Office.change(), Office.change(for: "max")],
            guards: [Office.finding(.sourceShrinks, [])])
        #expect(found.map(\.raisedBy) == [[.sourceShrinks], [.sourceShrinks]])
    }

    // P10, P12
    @Test(arguments: [GuardFinding.Kind.reusedLabel, .conflict])
    func `a reused label or a conflict must be named`(kind: GuardFinding.Kind) {
        let change = Office.change()
        let found = requirements([change], guards: [Office.finding(kind, [change])])
        #expect(found[0].mustBeNamed)
        #expect(found[0].approvals == 2)
    }
}
