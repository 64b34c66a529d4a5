import Directory
import Foundation
import LDAPSource
import LDIFSource
import SCIMSource
import TestSupport
import Testing

/// Where the same organisation is kept: each kind of source, from a real server or file.
struct OrganizationSource: Sendable, CustomTestStringConvertible {
    enum Kind: String, CaseIterable {
        case openLDAP, syncrepl, modifyTimestamp, directoryServer389, modifyTimestamp389
        case activeDirectory, dirsync, ldif, scim

        /// Those that are here; the suite of one that is not says so.
        static let present = allCases.filter { $0.obstacle == nil }

        /// Why there can be none on this machine.
        var obstacle: String? {
            switch self {
            case .directoryServer389, .modifyTimestamp389: DirectoryServer389.obstacle
            case .activeDirectory, .dirsync: SambaDomain.obstacle
            default: nil
            }
        }

        var isDomain: Bool { self == .activeDirectory || self == .dirsync }
    }

    static let id = SourceID("corp")
    /// For the certificates, and for accounts that come to an end.
    static let clock: @Sendable () -> Timestamp = {
        Timestamp(secondsSinceEpoch: GeneratedOrganization.endOfAccounts)
    }

    let kind: Kind
    private let source: any DirectorySource
    /// What the source reads, for as long as it is read.
    private let keeper: any Sendable
    /// Takes away what the source reads.
    let end: @Sendable () -> Void

    var testDescription: String { kind.rawValue }

    init(_ kind: Kind) async throws {
        let folder = try TemporaryFolder("organisation")
        let path = folder.url("organisation").path
        let organization = SharedServers.organization
        self.kind = kind
        switch kind {
        case .ldif:
            try organization.writeLDIF(toPath: path)
            source = LDIFSource(
                .init(id: Self.id, path: path, schema: Self.schema), now: Self.clock)
            keeper = folder
            end = { try? FileManager.default.removeItem(atPath: path) }
        case .openLDAP:
            try organization.writeLDIF(toPath: path)
            let server = try SlapdServer(ldifPath: path)
            source = LDAPSource(configuration: Self.openLDAP(server), clock: Self.clock)
            keeper = server
            end = { server.kill() }
        case .syncrepl, .modifyTimestamp:
            let parts = organization.ldifInTwoParts
            var options = SlapdOptions()
            if kind == .syncrepl { options.overlays = [.syncProvider(sessionLog: 10_000)] }
            let server = try SlapdServer(options, ldif: parts.first)
            var configuration = Self.openLDAP(server)
            configuration.sync = kind == .syncrepl ? .syncrepl : .modifyTimestamp
            source = FollowedSource(
                LDAPSource(configuration: configuration, clock: Self.clock)
            ) { try server.modify(ldif: parts.later) }
            keeper = server
            end = { server.kill() }
        case .directoryServer389, .activeDirectory:
            // One server for all tests, and a door of its own for each.
            let door = try TCPProxy(to: try await SharedServers.port(of: kind))
            source = LDAPSource(
                configuration: try SharedServers.configuration(of: kind, port: door.port),
                clock: Self.clock)
            keeper = door
            end = { door.end() }
        case .modifyTimestamp389:
            let server = try await SharedServers.directoryServer389()
            let door = try TCPProxy(to: server.tlsPort)
            var configuration = try SharedServers.configuration(of: kind, port: door.port)
            configuration.sync = .modifyTimestamp
            source = FollowedSource(
                LDAPSource(configuration: configuration, clock: Self.clock)
            ) { try server.modify(ldif: organization.changesOfNothingLDIF) }
            keeper = door
            end = { door.end() }
        case .dirsync:
            let domain = try await SharedServers.activeDirectory()
            let door = try TCPProxy(to: domain.port)
            var configuration = try SharedServers.configuration(of: kind, port: door.port)
            configuration.sync = .dirsync
            source = FollowedSource(
                LDAPSource(configuration: configuration, clock: Self.clock)
            ) { try domain.modify(ldif: organization.activeDirectoryChangesOfNothingLDIF) }
            keeper = door
            end = { door.end() }
        case .scim:
            try organization.writeSCIM(toPath: path)
            let service = try SCIMService.listing(path)
            let url = try #require(HTTPURL(service.url))
            var configuration = SCIMConfiguration(
                id: Self.id, url: url,
                http: HTTPConfiguration(
                    authentication: .bearer(Secret { SCIMService.token }),
                    timeouts: .init(
                        connect: .seconds(600), firstByte: .seconds(600), stall: .seconds(600),
                        total: .seconds(1200))))
            // Other tests hold the machine, and this one's steps wait for theirs.
            configuration.overall = .seconds(3600)
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

    /// What the kind of source can tell of the organisation.
    static func facts(for kind: Kind) -> OrganizationFacts {
        let facts = OrganizationFacts(SharedServers.organization).withoutDNs
        return kind.isDomain ? facts.inActiveDirectory : facts
    }

    private static let schema: LDAPSchema = {
        var schema = LDAPSchema.inetOrgPerson
        schema.inactivity = [.equals("employeeType", "Terminated")]
        return schema
    }()

    private static func openLDAP(_ server: SlapdServer) -> LDAPConfiguration {
        let password = server.options.password
        return LDAPConfiguration(
            id: id, urls: [LDAPURL(server.url)].compactMap(\.self),
            bind: .simple(dn: server.options.administrator, password: Secret { password }),
            tls: .init(mode: .none), schema: schema,
            people: .init(base: GeneratedOrganization.peopleBase),
            groups: .init(base: GeneratedOrganization.groupsBase))
    }
}

extension Trait where Self == ConditionTrait {
    /// Loudly left out where the server could not be had.
    static func needs(_ kind: OrganizationSource.Kind) -> Self {
        .enabled(if: kind.obstacle == nil, "SKIPPED: \(kind.obstacle ?? "")")
    }
}
