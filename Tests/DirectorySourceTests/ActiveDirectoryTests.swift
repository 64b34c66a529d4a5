import Diagnostics
import Directory
import TestSupport
import Testing

@testable import LDAPSource

/// What is Active Directory's own, shown by a real controller.
@Suite(.needs(.activeDirectory), .serialized) struct ActiveDirectoryTests {
    private static let organization = SharedServers.organization
    private static let domain = GeneratedOrganization.suffix

    private func configuration(
        people: String = GeneratedOrganization.peopleBase,
        groups: String = GeneratedOrganization.groupsBase
    ) async throws -> LDAPConfiguration {
        try SharedServers.configuration(
            of: .activeDirectory, port: try await SharedServers.port(of: .activeDirectory),
            people: people, groups: groups)
    }

    private func fetch(_ configuration: LDAPConfiguration, at seconds: Int64 = 0) async throws
        -> SourceReading
    {
        let now = Timestamp(secondsSinceEpoch: GeneratedOrganization.endOfAccounts + seconds)
        return try await LDAPSource(configuration: configuration) { now }.fetch { _ in }
    }

    @Test func `an account is known by its objectGUID, as the domain's own tools spell it`()
        async throws
    {
        let reading = try await fetch(try await configuration())
        #expect(
            Set(reading.accounts.map(\.anchor.rawValue))
                == Set(Self.organization.people.map(\.entryUUID)))
        #expect(
            Set(reading.groups.map(\.anchor.rawValue))
                == Set(Self.organization.groups.map(\.entryUUID)))
    }

    // P27
    @Test func `accounts end in time: not a second before, and those without an end never`()
        async throws
    {
        func inactive(at seconds: Int64) async throws -> Int {
            try await fetch(try await configuration(), at: seconds).accounts.count { !$0.isActive }
        }
        let people = Self.organization.people
        let disabled = people.indices.count { !people[$0].isActive && $0 % 2 == 0 }
        let gone = people.count { !$0.isActive }
        let soon = people.indices.count { people[$0].isActive && $0 % 3 == 1 }
        #expect(disabled > 0 && gone > disabled && soon > 0)
        #expect(try await inactive(at: -1) == disabled)
        #expect(try await inactive(at: 0) == gone)
        #expect(try await inactive(at: 1_000_000_000) == gone + soon)
    }

    // P26
    @Test func `those whose primary group it is are not among its members, and are in it`()
        async throws
    {
        var blind = try await configuration()
        blind.schema.primaryGroup = nil
        let listed = try await fetch(blind).groups.first { $0.display == "everybody" }
        let whole = try await fetch(try await configuration()).groups.first {
            $0.display == "everybody"
        }
        #expect(listed?.accounts.count == 225)
        #expect(whole?.accounts.count == 300)
    }

    @Test func `a whole domain is read without its computers, and nothing of it is elsewhere`()
        async throws
    {
        let reading = try await fetch(
            try await configuration(people: Self.domain, groups: "CN=Users,\(Self.domain)"))
        #expect(reading.certificate.isComplete, "\(reading.certificate.reasons)")
        let names = reading.accounts.compactMap { $0.attributes[.userName] }
        #expect(names.contains("Administrator") && !names.contains { $0.hasSuffix("$") })
        let disabled = reading.accounts.filter { !$0.isActive }
            .compactMap { $0.attributes[.userName] }
        #expect(disabled.contains("Guest") && disabled.contains("krbtgt"))
        let users = try #require(reading.groups.first { $0.display == "Domain Users" })
        #expect(users.accounts.contains { reading.accounts[Int($0)].isActive })
    }

    // P3
    @Test func `a group of 1,600 is read in parts, and nobody who stays is missed`() async throws {
        let domain = try await SharedServers.activeDirectory()
        try domain.modify(ldif: Self.crowd(1600))
        let connection = try Connection.open(
            try await configuration(), limits: Connection.Limits(.init())
        ) { _ in }
        let name = "CN=crowd,OU=Crowd,\(Self.domain)"
        var members: [String] = []
        func take(_ value: UnsafeBufferPointer<UInt8>) {
            members.append(String(decoding: value, as: UTF8.self))
        }
        var first: ValueRange?
        try connection.read(
            SearchRequest(
                .groups, base: name, scope: .base, filter: "(objectClass=*)",
                attributes: ["member;range=0-999"])
        ) { description, values in
            first = ValueRange(description)
            values.forEach(take)
        }
        #expect(first?.end == 999 && members.count == 1000)
        // One of the first part goes, and all behind it move up.
        let leaver = members[10]
        try domain.modify(
            ldif: "dn: \(name)\nchangetype: modify\ndelete: member\nmember: \(leaver)\n")
        var parts = RangedValues(
            after: try #require(first), endingWith: Array(members[999].utf8), of: name, .groups,
            over: connection)
        try parts.readRemainder(append: take)
        #expect(Set(members).count == 1600)
        let reading = try await fetch(
            try await configuration(people: "OU=Crowd,\(Self.domain)", groups: name))
        #expect(reading.groups.first?.accounts.count == 1599)
    }

    private static func crowd(_ size: Int) -> String {
        let unit = "OU=Crowd,\(domain)"
        let people = (0..<size).map {
            """
            dn: CN=Person \($0),\(unit)
            changetype: add
            objectClass: user
            sAMAccountName: crowd.\($0)
            userAccountControl: 512


            """
        }
        return "dn: \(unit)\nchangetype: add\nobjectClass: organizationalUnit\n\n"
            + people.joined()
            + "dn: CN=crowd,\(unit)\nchangetype: add\nobjectClass: group\nsAMAccountName: crowd\n"
            + (0..<size).map { "member: CN=Person \($0),\(unit)\n" }.joined()
    }

    @Test func `the doctor finds a controller in order`() async throws {
        let findings = await LDAPSource(
            configuration: try await configuration(), clock: OrganizationSource.clock
        ).check()
        #expect(
            findings.filter { $0.code != "ldap.clock" }.map { "\($0.severity) \($0.code)" } == [
                "note ldap.reached", "note ldap.paging", "note ldap.schema",
                "note ldap.sync", "note ldap.searched", "note ldap.searched",
            ])
    }
}
