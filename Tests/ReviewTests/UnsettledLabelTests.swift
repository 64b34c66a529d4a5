import Diagnostics
import Directory
import Entitlements
import RoleMapping
import Testing

@testable import Review

/// A label is no identity, neither for what it grants nor for whom it lets decide.
@Suite struct UnsettledLabelTests {
    private let office = Office()
    private let requirement = Requirement(
        lane: "ordinary", isAutomatic: false, approvals: 1, approvers: [.roleOwner, .manager])

    private func coverage(people: [String] = [], groups: [String] = []) -> ApproverCoverage {
        ApproverCoverage(
            roles: [Office.viewer, Office.admin], snapshot: office.snapshot,
            unsettled: UnsettledLabels(
                people: Set(people.map(Office.id)), groups: Set(groups.map { GroupID($0) })))
    }

    // P10
    @Test func `a group made again under its name gives no right, at any depth`() {
        let change = Office.change()
        let max = Office.id("max")
        #expect(coverage().authority(of: max, for: change, under: requirement) != nil)
        for group in ["corp:g0", "corp:g1"] {
            let coverage = coverage(groups: [group])
            #expect(coverage.authority(of: max, for: change, under: requirement) == nil)
        }
    }

    @Test func `who is in a group another way keeps the right`() {
        let lee = coverage(groups: ["corp:g1"]).authority(
            of: Office.id("lee"), for: Office.change(), under: requirement)
        #expect(lee == "roleOwner")
    }

    // P12
    @Test func `somebody new under an old login decides nothing, not as a manager either`() {
        let manager = Requirement(
            lane: "ordinary", isAutomatic: false, approvals: 1, approvers: [.manager])
        let boss = office.snapshot.people[2].id
        let change = Office.change()
        #expect(coverage().authority(of: boss, for: change, under: manager) == "manager")
        let name = boss.rawValue.replacing("corp:", with: "")
        #expect(coverage(people: [name]).authority(of: boss, for: change, under: manager) == nil)
    }

    // P10
    @Test func `roles whose owners are all in doubt are told, and no others`() {
        #expect(coverage(groups: ["corp:g1"]).ownersInDoubt.isEmpty, "Lee is in it another way")
        #expect(
            coverage(groups: ["corp:g0"]).ownersInDoubt.map(\.message) == [
                "nobody can approve as owner of insights-viewer: the name of the group "
                    + "\"insights-owners\", or of one in it, was somebody else's"
            ])
        let nameless = coverage(people: ["max", "noa"]).ownersInDoubt
        #expect(nameless.map(\.code) == ["review.owner-in-doubt"])
    }

    @Test func `the refusal says why`() throws {
        let review = ChangeSetReview(
            ChangeSet(items: [Office.item(Office.change())], guards: []),
            policy: ReviewPolicy(lanes: office.lanes), coverage: coverage(groups: ["corp:g0"]))
        for selection in [ChangeSetReview.Selection.everything, .named([review.firstID])] {
            let error = #expect(throws: ReviewError.self) {
                try review.decide(
                    .approve, selection, by: Office.id("max"), after: [], at: Office.time)
            }
            #expect(error?.code == .unsettledLabel)
        }
    }
}

extension ChangeSetReview {
    fileprivate var firstID: String { changeSet.items[0].id.description }
}
