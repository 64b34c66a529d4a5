import Directory
import LDAPSource
import TestSupport

extension SharedServers {
    /// The port of its TLS.
    static func port(of kind: OrganizationSource.Kind) async throws -> UInt16 {
        kind.isDomain
            ? try await activeDirectory().port : try await directoryServer389().tlsPort
    }

    /// How it is read over TLS, by its preset alone.
    /// - Parameter port: of the server, or of a door in front of it.
    static func configuration(
        of kind: OrganizationSource.Kind, port: UInt16,
        people: String = GeneratedOrganization.peopleBase,
        groups: String = GeneratedOrganization.groupsBase
    ) throws -> LDAPConfiguration {
        let isDomain = kind.isDomain
        let password = isDomain ? SambaDomain.password : DirectoryServer389.password
        let reader = isDomain ? SambaDomain.reader : DirectoryServer389.administrator
        return LDAPConfiguration(
            id: OrganizationSource.id,
            urls: [LDAPURL("ldaps://127.0.0.1:\(port)")].compactMap(\.self),
            bind: .simple(dn: reader, password: Secret { password }),
            tls: .init(ca: try TestCertificates.shared().ca),
            schema: isDomain ? .activeDirectory : .directoryServer389,
            people: .init(base: people), groups: .init(base: groups))
    }
}
