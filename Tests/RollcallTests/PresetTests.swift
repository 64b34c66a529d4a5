import Foundation
import TestSupport
import Testing

/// `schema: 389ds` and `schema: activeDirectory` by the built command, against real servers.
@Suite(.blocking) struct PresetTests {
    private func check(_ server: String, schema: String, as reader: String, _ password: String)
        throws -> OrganizationFacts
    {
        var command = try RollcallCommand()
        let now = Date(timeIntervalSince1970: Double(GeneratedOrganization.endOfAccounts))
        command.now = now.formatted(.iso8601)
        try command.write(password, to: "password")
        try command.write(
            """
            formatVersion: 1
            store: sqlite:rollcall.db
            mappings: \(Repository.path("Mappings"))
            sources:
              - id: corp
                type: ldap
                url: \(server)
                bind: {method: simple, dn: "\(reader)", password: {file: password}}
                tls: {ca: \(try TestCertificates.shared().ca)}
                schema: \(schema)
                people: {base: "\(GeneratedOrganization.peopleBase)"}
                groups: {base: "\(GeneratedOrganization.groupsBase)"}
            review: {identity: local}
            """, to: "rollcall.yaml")
        let doctor = try command.run("doctor")
        #expect(doctor.status == 0, "\(doctor.out) \(doctor.error)")
        #expect(doctor.out.contains("ok    source corp: entries are read as \(schema)"))
        let output = try command.run("directory", "export", "--live", "--format", "json")
        #expect(output.status == 0, "\(output.error)")
        return try OrganizationFacts(json: Data(output.out.utf8)).withoutDNs
    }

    @Test(.enabled(if: DirectoryServer389.obstacle == nil, "SKIPPED: no 389 Directory Server"))
    func `389 Directory Server needs a preset, bases and nothing else`() async throws {
        let server = try await SharedServers.directoryServer389()
        let facts = try check(
            server.tlsURL, schema: "389ds", as: DirectoryServer389.administrator,
            DirectoryServer389.password)
        #expect(facts == OrganizationFacts(SharedServers.organization).withoutDNs)
    }

    @Test(.enabled(if: SambaDomain.obstacle == nil, "SKIPPED: no Active Directory"))
    func `Active Directory needs a preset, bases and nothing else`() async throws {
        let domain = try await SharedServers.activeDirectory()
        let facts = try check(
            domain.url, schema: "activeDirectory", as: SambaDomain.reader, SambaDomain.password)
        let expected = OrganizationFacts(SharedServers.organization).withoutDNs
        #expect(facts == expected.inActiveDirectory)
    }
}
