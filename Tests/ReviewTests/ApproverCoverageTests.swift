import Diagnostics
import Entitlements
import Review
import RoleMapping
import Testing

@Suite struct ApproverCoverageTests {
    private var office = Office()
    private let any = Requirement(
        lane: "l", isAutomatic: false, approvals: 1,
        approvers: [.roleOwner, .manager, .principal(.person("noa"))])

    private func authority(_ name: String, _ change: Change) -> String? {
        office.coverage.authority(of: Office.id(name), for: change, under: any)
    }

    @Test func `owners through nested groups, the manager and named people may decide`() {
        let change = Office.change()
        #expect(authority("max", change) == "roleOwner")
        #expect(authority("lee", change) == "roleOwner", "the first right, though also the manager")
        #expect(authority("noa", change) == "person:noa")
        #expect(authority("lee", Office.change(.grant, Office.admin)) == "manager")
        #expect(
            Office.names.filter { authority($0, change) != nil } == ["lee", "max", "noa"])
    }

    @Test func `the inactive, the subject and strangers may not`() {
        let change = Office.change(for: "max")
        #expect(authority("kim", change) == nil, "inactive, though a member of the group")
        #expect(authority("max", change) == nil, "nobody decides about themselves")
        #expect(authority("ada", change) == nil)
        #expect(authority("nobody", change) == nil)
    }

    @Test mutating func `a login that two people have gives nobody a right`() {
        office.logins = ["ada": "NOA"]
        #expect(authority("noa", Office.change(for: "lee")) == nil)
        #expect(authority("ada", Office.change(for: "lee")) == nil)
    }

    @Test mutating func `of two groups of one name a person must be in both`() {
        let change = Office.change(.grant, Office.admin)
        #expect(authority("max", change) == "roleOwner")
        office.secondOwnersGroup = ["ada", "max"]
        #expect(authority("max", change) == "roleOwner")
        #expect(authority("ada", Office.change(.grant, Office.admin, for: "lee")) == nil)
        #expect(authority("noa", change) == "person:noa")
    }

    @Test
    mutating func `groups of one name that share nobody are told, to owners and by the doctor`()
        throws
    {
        #expect(office.coverage.ownersInDoubt.isEmpty)
        office.secondOwnersGroup = ["ada"]
        #expect(
            office.coverage.ownersInDoubt.map(\.description) == [
                "warning: nobody can approve as owner of insights-admin: several groups are called "
                    + "\"platform-owners\", and nobody is in each of them; give the others another name, "
                    + "or name another owner in the mapping files [review.owner-ambiguous]"
            ])
        let review = office.review([Office.change(.grant, Office.admin, for: "noa")])
        for (name, code) in [("max", ReviewError.Code.sharedName), ("noa", .nothingToDecide)] {
            let error = #expect(throws: ReviewError.self) {
                try review.decide(
                    .approve, .everything, by: Office.id(name), after: [], at: Office.time)
            }
            #expect(error?.code == code, "\(name)")
        }
    }

    @Test func `too few approvers are a finding that says what to do`() throws {
        let change = Office.change(.grant, Office.admin, for: "max")
        let finding = try #require(
            office.review([change], guards: [Office.finding(.privileged, [change])]).findings.first)
        #expect(finding.code == "review.too-few-approvers")
        #expect(
            finding.message
                == "3 approvals needed for 1 change of insights-admin in the lane \"privileged\", "
                + "2 people may give them")
        #expect(finding.hint == "add active people to the group \"platform-owners\"")
    }

    @Test func `findings count as eligibility does`() {
        for role in [Office.viewer, Office.admin] {
            for name in Office.names + ["departed"] {
                let change = Office.change(.revoke, role, for: name)
                let review = office.review([change])
                let eligible = Office.names.filter {
                    office.coverage.authority(
                        of: Office.id($0), for: change, under: review.requirements[0]) != nil
                }
                #expect(
                    review.findings.isEmpty
                        == (eligible.count >= review.requirements[0].approvals))
            }
        }
    }

    @Test func `enough approvers, or an automatic lane, are no finding`() {
        #expect(office.review([Office.change()]).findings.isEmpty)
        #expect(office.review([Office.change(.revoke, cause: .inactive)]).findings.isEmpty)
    }

    @Test mutating func `an owner who is nobody in the directory is a finding`() throws {
        office.lanes = [
            Lane(
                name: "nobody", match: .init(),
                decision: .approvals(1, by: [.principal(.person("gone"))]))
        ]
        let finding = try #require(office.review([Office.change()]).findings.first)
        #expect(finding.message.hasSuffix("0 people may give them"))
        #expect(finding.hint == "add a group to the approvers of the lane \"nobody\"")
        #expect(!finding.description.contains("gone"))
    }
}
