import Directory
import Foundation
import LDAPSource
import LDIFSource
import SCIMSource
import TestSupport
import Testing

/// Where the same organisation is kept: each kind of source, from a real server or file.
struct OrganizationSource: Sendable, CustomTestStringConvertible {
    enum Kind: String, CaseIterable { case ldap, syncrepl, ldif, scim }

    let kind: Kind
    private let source: any DirectorySource
    /// What the source reads, for as long as it is read.
    private let keeper: any Sendable
    /// Takes away what the source reads.
    let end: @Sendable () -> Void

    var testDescription: String { kind.rawValue }

    private static let clock: @Sendable () -> Timestamp = { Timestamp(secondsSinceEpoch: 7) }
    static let id = SourceID("corp")

    init(_ kind: Kind, of organization: GeneratedOrganization) throws {
        let folder = try TemporaryFolder("organisation")
        let path = folder.url("organisation").path
        self.kind = kind
        switch kind {
        case .ldif:
            try organization.writeLDIF(toPath: path)
            source = LDIFSource(
                .init(id: Self.id, path: path, schema: Self.schema), now: Self.clock)
            keeper = folder
            end = { try? FileManager.default.removeItem(atPath: path) }
        case .ldap:
            try organization.writeLDIF(toPath: path)
            let server = try SlapdServer(ldifPath: path)
            source = LDAPSource(configuration: Self.ldap(server), clock: Self.clock)
            keeper = server
            end = { server.kill() }
        case .syncrepl:
            let parts = organization.ldifInTwoParts
            var options = SlapdOptions()
            options.overlays = [.syncProvider(sessionLog: 10_000)]
            let server = try SlapdServer(options, ldif: parts.first)
            source = FollowedSource(
                LDAPSource(configuration: Self.ldap(server), clock: Self.clock)
            ) { try server.modify(ldif: parts.later) }
            keeper = server
            end = { server.kill() }
        case .scim:
            try organization.writeSCIM(toPath: path)
            let service = try SCIMService.listing(path)
            let url = try #require(HTTPURL(service.url))
            var configuration = SCIMConfiguration(
                id: Self.id, url: url,
                http: HTTPConfiguration(
                    authentication: .bearer(Secret { SCIMService.token }),
                    timeouts: .init(connect: .seconds(60), firstByte: .seconds(60))))
            configuration.overall = .seconds(300)
            source = SCIMSource(configuration: configuration, clock: Self.clock)
            keeper = (folder, service)
            end = { service.kill() }
        }
    }

    /// One reading, for which what is read stays.
    func fetch(
        progress: @escaping @Sendable (ReadingProgress) -> Void = { _ in }
    ) async throws -> SourceReading {
        defer { withExtendedLifetime(keeper) {} }
        return try await source.fetch(progress: progress)
    }

    private static let schema: LDAPSchema = {
        var schema = LDAPSchema.inetOrgPerson
        schema.inactivity = [.equals("employeeType", "Terminated")]
        return schema
    }()

    private static func ldap(_ server: SlapdServer) -> LDAPConfiguration {
        let password = server.options.password
        return LDAPConfiguration(
            id: id, urls: [LDAPURL(server.url)].compactMap(\.self),
            bind: .simple(dn: server.options.administrator, password: Secret { password }),
            tls: .init(mode: .none), schema: schema,
            people: .init(base: GeneratedOrganization.peopleBase),
            groups: .init(base: GeneratedOrganization.groupsBase))
    }
}
