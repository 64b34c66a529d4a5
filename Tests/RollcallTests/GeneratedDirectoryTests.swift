import Foundation
import TestSupport
import Testing

/// What a real slapd holds, read by the built command, against facts that the generator computed by
/// itself.
@Suite(.blocking, .serialized) struct GeneratedDirectoryTests {
    @Test(arguments: [(10_000, 200), (100_000, 2_000)])
    func `the export is the organisation that was generated`(people: Int, groups: Int) throws {
        let organization = GeneratedOrganization(people: people, groups: groups, seed: 20_261_122)
        let command = try RollcallCommand()
        let ldif = command.folder.appending(path: "organisation.ldif").path
        try organization.writeLDIF(toPath: ldif)
        var options = SlapdOptions()
        options.maximumSize = 8 << 30
        let server = try SlapdServer(options, ldifPath: ldif)
        defer { server.stop() }
        try command.write(options.password, to: "password")
        try command.write(configuration(server), to: "rollcall.yaml")
        try command.write("formatVersion: 1\n", to: "mappings/empty.yaml")

        let output = try command.run("directory", "export", "--live", "--format", "json")
        #expect(output.status == 0, "\(output.error)")
        let found = try OrganizationFacts(json: Data(output.out.utf8))
        let expected = OrganizationFacts(organization)
        // Counted and compared one by one: a difference in 100,000 people must be readable.
        #expect(found.people.count == expected.people.count)
        #expect(found.groups.count == expected.groups.count)
        let differences = zip(found.people, expected.people).filter { $0 != $1 }
        #expect(differences.isEmpty, "\(differences.count), first \(differences.prefix(1))")
        let groupDifferences = zip(found.groups, expected.groups).filter { $0 != $1 }
        #expect(groupDifferences.isEmpty, "\(groupDifferences.count) groups differ")
    }

    private func configuration(_ server: SlapdServer) -> String {
        """
        formatVersion: 1
        store: sqlite:rollcall.db
        mappings: mappings
        sources:
          - id: corp
            type: ldap
            url: \(server.url)
            bind: {method: simple, dn: "\(server.options.administrator)", password: {file: password}}
            tls: {mode: none}
            schema: inetOrgPerson
            people: {base: "\(GeneratedOrganization.peopleBase)"}
            groups: {base: "\(GeneratedOrganization.groupsBase)"}
            inactive: {attribute: employeeType, equals: Terminated}
        review: {identity: local}
        """
    }
}
