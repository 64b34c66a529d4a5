import Directory
import Testing

struct ReadingDifferenceTests {
    private func organisation(with name: String? = nil) -> Organisation {
        var organisation = Organisation()
        organisation.add("ada")
        if let name { organisation.add(name) }
        organisation.add("lee", manager: .account(0))
        return organisation
    }

    private func difference(_ one: Organisation, _ other: Organisation) -> [Int] {
        let difference = ReadingDifference(one.reading(of: "corp"), other.reading(of: "corp"))
        return [difference.accounts, difference.groups]
    }

    @Test func `another's place in the list is no difference, another manager is`() {
        var one = organisation()
        one.addGroup("staff", [0, 1])
        var other = organisation(with: "bo")
        other.addGroup("staff", [0, 2])
        #expect(difference(one, one) == [0, 0])
        #expect(difference(one, other) == [1, 0])
        other.accounts[2] = Account(
            anchor: Anchor("lee"), label: "uid=lee,dc=example,dc=org", isActive: true,
            attributes: AttributeValues([]), manager: .account(1))
        #expect(difference(one, other) == [2, 0])
    }

    @Test func `groups differ by members, direct and nested, and by being there`() {
        var one = organisation()
        var other = organisation()
        one.addGroup("empty")
        one.addGroup("staff", [0, 1])
        one.addGroup("whole", groups: [1])
        other.addGroup("staff", [0])
        other.addGroup("whole", groups: [0])
        #expect(difference(one, other) == [0, 2])
    }
}
