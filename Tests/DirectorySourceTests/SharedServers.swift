import Directory
import Foundation
import LDAPSource
import TestSupport

/// The servers that take seconds to start: one of each for all tests, with the same organisation.
enum SharedServers {
    static func directoryServer389() throws -> DirectoryServer389 { try made389.get() }
    static func activeDirectory() throws -> SambaDomain { try madeDomain.get() }

    /// The port of its TLS.
    static func port(of kind: OrganizationSource.Kind) throws -> UInt16 {
        kind == .activeDirectory
            ? try activeDirectory().port : try directoryServer389().tlsPort
    }

    /// How it is read over TLS, by its preset alone.
    /// - Parameter port: of the server, or of a door in front of it.
    static func configuration(
        of kind: OrganizationSource.Kind, port: UInt16,
        people: String = GeneratedOrganization.peopleBase,
        groups: String = GeneratedOrganization.groupsBase
    ) throws -> LDAPConfiguration {
        let isDomain = kind == .activeDirectory
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

    private static let made389 = Result {
        let folder = try TemporaryFolder("organisation")
        let path = folder.url("organisation.ldif").path
        try OrganizationSource.organization.writeLDIF(for: .directoryServer389, toPath: path)
        return try DirectoryServer389(ldifPath: path)
    }

    private static let madeDomain = Result {
        let organization = OrganizationSource.organization
        let domain = try SambaDomain.shared()
        try domain.modify(ldif: organization.activeDirectoryLDIF)
        let first = GeneratedOrganization.activeDirectoryFirstGroup
        if let number = try domain.number(ofGroup: first) {
            try domain.modify(
                ldif: organization.activeDirectoryPrimaryGroupLDIF(number: number))
        }
        return domain
    }
}
