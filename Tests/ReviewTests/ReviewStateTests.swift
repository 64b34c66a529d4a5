import Entitlements
import Review
import RoleMapping
import Testing

@Suite struct ReviewStateTests {
    private let change = Office.change()
    private let two = Requirement(
        lane: "l", isAutomatic: false, approvals: 2, approvers: [.roleOwner, .manager])

    private func state(_ decisions: Decision...) -> ReviewState {
        ReviewState(two, decisions: decisions)
    }

    @Test func `it takes as many different people as are needed`() {
        #expect(state().state == .pending)
        #expect(state().missing == 2)
        let once = state(
            Office.decision(.approve, change), Office.decision(.approve, change, as: "manager"))
        #expect(once.state == .pending, "one person twice, by two rights")
        #expect(once.missing == 1)
        let twice = state(
            Office.decision(.approve, change), Office.decision(.approve, change, by: "max"))
        #expect(twice.state == .approved)
        #expect(twice.approvals.count == 2)
    }

    @Test func `a changed login does not make another reviewer`() {
        let renamed = Decision(
            change: Office.item(change).id, verdict: .approve,
            reviewer: .person(Office.id("lee"), userName: "leonie"), authority: "roleOwner",
            time: Office.time, note: nil)
        #expect(state(Office.decision(.approve, change), renamed).missing == 1)
    }

    @Test func `one rejection rejects, and the reviewer may think better of it`() {
        let rejected = [
            Office.decision(.approve, change), Office.decision(.approve, change, by: "max"),
            Office.decision(.reject, change, by: "noa"),
        ]
        #expect(ReviewState(two, decisions: rejected).state == .rejected)
        let again = rejected + [Office.decision(.approve, change, by: "noa")]
        #expect(ReviewState(two, decisions: again).state == .approved)
    }

    @Test func `a hold holds until its reviewer decides, or somebody rejects`() {
        let held = [
            Office.decision(.hold, change), Office.decision(.approve, change, by: "max"),
            Office.decision(.approve, change, by: "noa"),
        ]
        #expect(ReviewState(two, decisions: held).state == .held)
        #expect(
            ReviewState(two, decisions: held + [Office.decision(.approve, change)]).state
                == .approved)
        #expect(
            ReviewState(two, decisions: held + [Office.decision(.reject, change, by: "noa")]).state
                == .rejected)
    }

    @Test func `an approval does not count when its right is asked for no more`() {
        #expect(
            state(
                Office.decision(.approve, change, as: "group:former"),
                Office.decision(.approve, change, by: "max")
            ).missing == 1)
    }

    @Test func `what must be named is held until somebody names it`() {
        let named = Requirement(
            lane: "l", isAutomatic: false, approvals: 2, approvers: [.roleOwner],
            mustBeNamed: true, raisedBy: [.reusedLabel])
        #expect(ReviewState(named, decisions: []).state == .held)
        #expect(
            ReviewState(named, decisions: [Office.decision(.approve, change)]).state == .pending)
    }

    @Test func `a policy approves what is still its own, and nothing else`() {
        let automatic = Requirement(lane: "l", isAutomatic: true, approvals: 0, approvers: [])
        func policy(_ lane: String) -> Decision {
            Decision(
                change: Office.item(change).id, verdict: .approve, reviewer: .policy(lane: lane),
                authority: "policy", time: Office.time, note: nil)
        }
        #expect(ReviewState(automatic, decisions: []).state == .pending)
        #expect(ReviewState(automatic, decisions: [policy("l")]).state == .approved)
        #expect(ReviewState(automatic, decisions: [policy("other")]).state == .pending)
        #expect(state(policy("l")).missing == 2)
        let rejected = [policy("l"), Office.decision(.reject, change)]
        #expect(ReviewState(automatic, decisions: rejected).state == .rejected)
    }
}
