import Directory
import TestSupport
import Testing

@testable import SCIMSource

@Suite struct WholeOrganizationTests {
    @Test func `an organisation comes out of its pages as it went in`() throws {
        let organization = GeneratedOrganization(people: 500, groups: 40, seed: 3)
        var fixture = SCIMFixture()
        for page in try organization.groupPages(of: 7) { try fixture.page(page, of: .groups) }
        for page in try organization.userPages(of: 64) { try fixture.page(page) }
        let reading = fixture.reading()
        #expect(reading.certificate.isComplete)
        #expect(reading.accounts.count == 500)
        #expect(reading.membershipCount == organization.membershipCount)
        let accounts = Dictionary(uniqueKeysWithValues: reading.accounts.map { ($0.anchor, $0) })
        for person in organization.people {
            let account = try #require(accounts[Anchor(person.entryUUID)])
            #expect(account.isActive == person.isActive && account.isReadable)
            #expect(account.attributes[.userName] == person.userName)
            #expect(account.attributes[.department] == person.department)
            #expect(account.attributes.values(of: .emailsValue) == person.emails)
            let manager: String? =
                switch account.manager {
                case .none: nil
                case .account(let index): reading.accounts[Int(index)].anchor.rawValue
                case .dangling(let name): name
                }
            let expected: String? =
                switch person.manager {
                case .none: nil
                case .person(let number): organization.people[number].entryUUID
                case .dangling(let name): name
                }
            #expect(manager == expected)
        }
        for group in reading.groups {
            let made = try #require(organization.groups.first { $0.display == group.display })
            #expect(
                Set(reading.names(of: group))
                    == Set(made.people.map { organization.people[$0].userName }))
            #expect(group.groups.count == made.groups.count)
            #expect(group.unresolved == made.dangling)
        }
    }
}
