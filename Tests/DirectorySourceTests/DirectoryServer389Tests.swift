import Diagnostics
import Directory
import LDAPSource
import TestSupport
import Testing

/// What is 389 Directory Server's own, shown by a real one.
@Suite(.needs(.directoryServer389)) struct DirectoryServer389Tests {
    private func configuration() async throws -> LDAPConfiguration {
        try SharedServers.configuration(
            of: .directoryServer389, port: try await SharedServers.port(of: .directoryServer389))
    }

    @Test func `an account is known by its nsUniqueId`() async throws {
        let reading = try await LDAPSource(
            configuration: try await configuration(), clock: OrganizationSource.clock
        ).fetch { _ in }
        let digits = reading.accounts.map { $0.anchor.rawValue.filter { $0 != "-" } }
        #expect(
            Set(digits)
                == Set(
                    SharedServers.organization.people.map { $0.entryUUID.filter { $0 != "-" } }
                ))
    }

    @Test func `who is locked is inactive, by any spelling of true`() async throws {
        let server = try await SharedServers.directoryServer389()
        let unit = "ou=Locks,\(GeneratedOrganization.suffix)"
        try server.modify(
            ldif: "dn: \(unit)\nchangetype: add\nobjectClass: organizationalUnit\n\n"
                + ["true", "TRUE", "false"].enumerated().map {
                    """
                    dn: uid=lock-\($0.offset),\(unit)
                    changetype: add
                    objectClass: nsPerson
                    objectClass: nsAccount
                    objectClass: nsOrgPerson
                    uid: lock-\($0.offset)
                    cn: Lock
                    displayName: Lock
                    nsAccountLock: \($0.element)


                    """
                }.joined())
        var configuration = try await configuration()
        configuration.people.base = unit
        let reading = try await LDAPSource(
            configuration: configuration, clock: OrganizationSource.clock
        ).fetch { _ in }
        #expect(
            reading.accounts.filter(\.isActive).compactMap { $0.attributes[.userName] }
                == ["lock-2"])
        #expect(reading.accounts.count == 3)
    }

    @Test func `the doctor finds a server in order`() async throws {
        let findings = await LDAPSource(
            configuration: try await configuration(), clock: OrganizationSource.clock
        ).check()
        #expect(
            findings.map { "\($0.severity) \($0.code)" } == [
                "note ldap.reached", "note ldap.paging", "note ldap.schema",
                "note ldap.sync", "note ldap.searched", "note ldap.searched",
            ])
    }
}
