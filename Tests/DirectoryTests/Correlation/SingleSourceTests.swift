import Diagnostics
import Testing

@testable import Directory

@Suite struct SingleSourceTests {
    private let correlation = Correlation(keys: [], authority: Authority())

    private func snapshot(_ organisation: Organisation) -> DirectorySnapshot {
        correlation.snapshot(of: [organisation.selected(as: "corp")], known: [:])
    }

    @Test func `an account becomes a person named by source and anchor`() throws {
        var organisation = Organisation()
        organisation.add("a", [(.userName, "ada")])
        organisation.add("b", active: false, manager: .account(0), [(.userName, "bob")])
        let snapshot = snapshot(organisation)
        #expect(snapshot.ids == ["corp:a", "corp:b"])
        #expect(snapshot.people.map(\.isActive) == [true, false])
        #expect(snapshot.people[0].label == "uid=a,dc=example,dc=org")
        #expect(snapshot.reportingLines.manager(of: 1) == 0)
        #expect(snapshot.people(userName: "ADA") == [0])
        #expect(snapshot.people(userName: "nobody").isEmpty)
        #expect(snapshot.sources[0].attributeNames == [.userName: "uid"])
        #expect(snapshot.codes().isEmpty)
    }

    // P30
    @Test func `a group without members stays, and memberships follow the sorting`() {
        var organisation = Organisation()
        organisation.add("z", [(.userName, "zoe")])
        organisation.add("a", [(.userName, "ada")])
        organisation.addGroup("y", [0, 1], groups: [1])
        organisation.addGroup("b")
        let snapshot = snapshot(organisation)
        #expect(snapshot.ids == ["corp:a", "corp:z"])
        #expect(snapshot.groups.map(\.id.rawValue) == ["corp:b", "corp:y"])
        #expect(snapshot.memberships.allMembers(of: 0).isEmpty)
        #expect(snapshot.memberships.allMembers(of: 1) == [0, 1])
        #expect(Array(snapshot.memberships.memberGroups(of: 1)) == [0])
        #expect(snapshot.groups(display: "Y") == [1])
    }

    @Test func `what does not fit is found`() {
        var organisation = Organisation()
        organisation.add("a", manager: .account(0), [(.userName, "ada")])
        organisation.add("b", manager: .dangling("cn=gone"), [(.userName, "Ada")])
        organisation.add("c", manager: .account(1))
        organisation.addGroup("g", display: "Staff")
        organisation.addGroup("h", display: "staff")
        let snapshot = snapshot(organisation)
        #expect(
            snapshot.codes() == [
                "correlation.shared-user-name", "correlation.shared-user-name",
                "correlation.shared-group-name", "correlation.shared-group-name",
                "correlation.reporting-loop", "correlation.dangling-manager",
                "correlation.without-user-name", "correlation.without-manager",
            ])
        #expect(snapshot.people(userName: "ada") == [0, 1])
        #expect(snapshot.people(userName: "corp:c") == [2])
        #expect(!snapshot.diagnostics.contains { $0.description.contains("uid=") })
    }

    @Test func `a missing manager counts only where others have one`() {
        var organisation = Organisation()
        for name in ["a", "b", "c"] { organisation.add(name, [(.userName, name)]) }
        #expect(snapshot(organisation).codes().isEmpty)
        organisation.add("d", manager: .account(0), [(.userName, "d")])
        let notes = snapshot(organisation).diagnostics
        #expect(notes.map(\.message) == ["3 active people of 4 have no manager"])
    }

    @Test func `whoever reports to themselves in a circle has no manager`() {
        var organisation = Organisation()
        organisation.add("a", manager: .account(1), [(.userName, "a")])
        organisation.add("b", manager: .account(0), [(.userName, "b")])
        organisation.add("c", manager: .account(0), [(.userName, "c")])
        let notes = snapshot(organisation).diagnostics.filter { $0.severity == .note }
        #expect(notes.map(\.message) == ["2 active people of 3 have no manager"])
    }

    @Test func `of very many findings a hundred are kept and the rest counted`() {
        var organisation = Organisation()
        for number in 0..<250 { organisation.add("\(number)") }
        let found = snapshot(organisation).diagnostics
        #expect(found.count == FindingList.limit + 1)
        #expect(found.last?.message == "and 150 more of this kind")
        #expect(found == found.sorted())
    }

    @Test func `a large organisation keeps everybody`() {
        var organisation = Organisation()
        for number in 100_000..<200_000 {
            organisation.add("\(number)", manager: number == 100_000 ? .none : .account(0))
        }
        organisation.addGroup("everybody", Array(0..<100_000))
        let snapshot = snapshot(organisation)
        #expect(snapshot.people.count == 100_000)
        #expect(snapshot.memberships.allMembers(of: 0).count == 100_000)
        #expect(snapshot.reportingLines.managers(of: 99_999) == [0])
    }
}
