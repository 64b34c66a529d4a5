import Directory
import Entitlements
import Review
import RoleMapping
import Testing

@Suite struct DecidingTests {
    private let office = Office()

    private func decide(
        _ review: ChangeSetReview, _ verdict: Decision.Verdict,
        _ selection: ChangeSetReview.Selection, by name: String, after decisions: [Decision] = []
    ) throws(ReviewError) -> ChangeSetReview.Verdicts {
        try review.decide(
            verdict, selection, by: Office.id(name), after: decisions, at: Office.time, note: "ok")
    }

    private func refusal(
        _ review: ChangeSetReview, _ verdict: Decision.Verdict,
        _ selection: ChangeSetReview.Selection, by name: String
    ) -> ReviewError? {
        do throws(ReviewError) {
            _ = try decide(review, verdict, selection, by: name)
            return nil
        } catch { return error }
    }

    @Test func `a decision says who, by what right, when and why`() throws {
        let review = office.review([Office.change()])
        let id = review.changeSet.items[0].id
        let made = try decide(review, .approve, .named([id.description]), by: "max")
        #expect(
            made.decisions == [
                Decision(
                    change: id, verdict: .approve,
                    reviewer: .person(Office.id("max"), userName: "max"), authority: "roleOwner",
                    time: Office.time, note: "ok")
            ])
        #expect(review.states(after: made.decisions).map(\.state) == [.approved])
    }

    @Test(arguments: Decision.Verdict.allCases)
    func `nobody decides about their own access`(verdict: Decision.Verdict) throws {
        let review = office.review([Office.change(for: "max")])
        let id = review.changeSet.items[0].id
        let error = try #require(refusal(review, verdict, .named([id.description]), by: "max"))
        #expect(error.code == .ownAccess)
        #expect(refusal(review, verdict, .everything, by: "max")?.code == .nothingToDecide)
    }

    @Test func `who may not decide is told who may, without names`() throws {
        let review = office.review([Office.change(.grant, Office.admin)])
        let id = review.changeSet.items[0].id
        let error = try #require(refusal(review, .approve, .named([id.description]), by: "ada"))
        #expect(error.code == .ownAccess)
        let other = office.review([Office.change(.grant, Office.admin, for: "kim")])
        let otherID = other.changeSet.items[0].id.description
        let refused = try #require(refusal(other, .approve, .named([otherID]), by: "ada"))
        #expect(
            refused.description
                == "cannot approve \(otherID): the reviewer is not among those who may decide it; "
                + "the owner of the role (group \"platform-owners\") or a named person may")
        #expect(refused.debugDescription == "\(refused) [not-an-approver, reviewer ada]")
    }

    @Test func `the privileged take two people`() throws {
        let review = office.review([Office.change(.grant, Office.admin)])
        let first = try decide(review, .approve, .everything, by: "max").decisions
        #expect(review.states(after: first).map(\.missing) == [1])
        #expect(throws: ReviewError.self, "the same person again") {
            try decide(review, .approve, .everything, by: "max", after: first)
        }
        let second = try decide(review, .approve, .everything, by: "lee", after: first)
        #expect(second.decisions.map(\.authority) == ["person:lee"])
        #expect(review.states(after: first + second.decisions).map(\.state) == [.approved])
    }

    @Test func `everything is what is the reviewer's, and the rest is counted`() throws {
        let review = office.review([
            Office.change(), Office.change(for: "max"), Office.change(.grant, Office.admin),
        ])
        let made = try decide(review, .approve, .everything, by: "max")
        #expect(made.decisions.count == 2)
        #expect(made.others == 1, "their own")
    }

    // P10, P12
    @Test func `approving everything leaves out what must be named`() throws {
        let (plain, odd) = (Office.change(), Office.change(for: "noa"))
        let review = office.review([plain, odd], guards: [Office.finding(.reusedLabel, [odd])])
        let made = try decide(review, .approve, .everything, by: "lee")
        #expect(made.decisions.map(\.change) == [review.changeSet.items[0].id])
        #expect(made.mustBeNamed == [review.changeSet.items[1].id])
        #expect(review.states(after: made.decisions).map(\.state) == [.approved, .held])
        let rejected = try decide(review, .reject, .everything, by: "lee")
        #expect(rejected.decisions.count == 2, "rejecting is safe")
        let named = try decide(
            review, .approve, .named([review.changeSet.items[1].id.description]), by: "lee")
        #expect(review.states(after: named.decisions).map(\.state) == [.pending, .pending])
    }

    @Test func `approving everything leaves the reviewer's own holds, and a selection does not`()
        throws
    {
        let review = office.review([Office.change(), Office.change(for: "noa")])
        let ids = review.changeSet.items.map(\.id)
        let held = try decide(review, .hold, .named([ids[0].description]), by: "lee").decisions
        let blanket = try decide(review, .approve, .everything, by: "lee", after: held)
        #expect(blanket.decisions.map(\.change) == [ids[1]] && blanket.leftHeld == [ids[0]])
        let selected = try decide(
            review, .approve, .everythingOf([ids[0]]), by: "lee", after: held)
        #expect(selected.decisions.map(\.change) == [ids[0]] && selected.leftHeld.isEmpty)
        // Somebody else's hold stays all the same.
        let other = try decide(review, .approve, .everything, by: "max", after: held)
        #expect(other.decisions.map(\.change) == ids)
        #expect(review.states(after: held + other.decisions).map(\.state) == [.held, .approved])
    }

    @Test func `the same word twice is one, and with a note it is another`() throws {
        let review = office.review([Office.change()])
        let id = review.changeSet.items[0].id
        let selection = ChangeSetReview.Selection.named([id.description])
        let first = try decide(review, .approve, selection, by: "lee").decisions
        let again = try decide(review, .approve, selection, by: "lee", after: first)
        #expect(again.decisions.isEmpty && again.repeated == [id])
        let noted = try review.decide(
            .approve, selection, by: Office.id("lee"), after: first, at: Office.time,
            note: "seen the contract")
        #expect(noted.decisions.count == 1 && noted.repeated.isEmpty)
        let other = try decide(review, .reject, selection, by: "lee", after: first)
        #expect(other.decisions.count == 1)
    }

    @Test func `a rejection is taken back by whoever made it, and passed over by nobody`() throws {
        let review = office.review([Office.change()])
        let selection = ChangeSetReview.Selection.named([review.changeSet.items[0].id.description])
        let rejected = try decide(review, .reject, selection, by: "lee").decisions
        for other in [selection, .everything] {
            do throws(ReviewError) {
                _ = try decide(review, .approve, other, by: "max", after: rejected)
                Issue.record("it was approved")
            } catch { #expect(error.code == .rejected) }
        }
        let back = try decide(review, .approve, selection, by: "lee", after: rejected)
        #expect(review.states(after: rejected + back.decisions).map(\.state) == [.approved])
    }

    // P21
    @Test func `a large but legitimate change has a way through`() throws {
        let leavers = ["ada", "kim", "noa"].map {
            Office.change(.revoke, for: $0, cause: .departed)
        }
        let review = office.review(leavers, guards: [Office.finding(.revocations, leavers)])
        #expect(review.automaticDecisions(after: [], at: Office.time).isEmpty)
        var decisions = try decide(review, .approve, .everything, by: "lee").decisions
        #expect(review.states(after: decisions).map(\.state) == [.pending, .pending, .pending])
        decisions += try decide(review, .approve, .everything, by: "max", after: decisions)
            .decisions
        #expect(review.states(after: decisions).map(\.state) == [.approved, .approved, .approved])
    }

    @Test func `a written policy approves by itself, once, unless somebody holds`() throws {
        let review = office.review([Office.change(.revoke, cause: .inactive)])
        let made = review.automaticDecisions(after: [], at: Office.time)
        #expect(made.map(\.reviewer) == [.policy(lane: "leavers")])
        #expect(review.states(after: made).map(\.state) == [.approved])
        #expect(review.automaticDecisions(after: made, at: Office.time).isEmpty)
        let held = try decide(review, .hold, .everything, by: "lee").decisions
        #expect(review.automaticDecisions(after: held, at: Office.time).isEmpty)
        #expect(review.states(after: held + made).map(\.state) == [.held])
    }

    @Test func `a hold by somebody who has left holds nothing`() throws {
        let change = Office.change()
        let review = office.review([change])
        let (left, stays) = (
            Office.decision(.hold, change, by: "kim"), Office.decision(.hold, change, by: "lee")
        )
        #expect(review.states(after: [left]).map(\.state) == [.pending])
        #expect(review.states(after: [left, stays]).map(\.state) == [.held])
    }

    @Test func `a decision holds for changes that are identical to the letter`() throws {
        let (kept, dropped) = (Office.change(), Office.change(for: "noa"))
        let decisions = try decide(
            office.review([kept, dropped]), .approve, .everything, by: "lee"
        ).decisions
        let next = office.review([kept, Office.change(for: "noa", cause: .joined)])
        #expect(next.states(after: decisions).map(\.state) == [.approved, .pending])
    }

    @Test func `changes are named by their digits`() throws {
        let review = office.review([Office.change()])
        let digits = review.changeSet.items[0].id.digest.description
        for text in [digits, String(digits.prefix(4)), digits.prefix(12).uppercased()] {
            #expect(
                try decide(review, .hold, .named([text, text]), by: "lee").decisions.count == 1)
        }
        for text in ["", String(digits.prefix(3)), "zzzz", String(repeating: "0", count: 64)] {
            #expect(refusal(review, .hold, .named([text]), by: "lee")?.code == .unknownChange)
        }
        let twice = ChangeSet(
            items: review.changeSet.items + review.changeSet.items, guards: [])
        let error = refusal(office.review(twice), .hold, .named([digits]), by: "lee")
        #expect(error?.code == .ambiguousChange)
    }

    @Test func `nothing is decided when one of several may not be`() {
        let review = office.review([Office.change(), Office.change(for: "lee")])
        let ids = review.changeSet.items.map(\.id.description)
        #expect(refusal(review, .approve, .named(ids), by: "lee")?.code == .ownAccess)
    }

    @Test func `only active people whom the directory knows decide`() {
        let review = office.review([Office.change()])
        #expect(refusal(review, .approve, .everything, by: "kim")?.code == .inactiveReviewer)
        #expect(refusal(review, .approve, .everything, by: "spiffe")?.code == .unknownReviewer)
    }
}
