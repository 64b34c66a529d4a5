import Directory
import LDAPSource
import TestSupport
import Testing

/// People who are renamed and moved, on every server. (P11, P29)
struct MoverTests {
    private static let suffix = GeneratedOrganization.suffix
    private static let inside = "ou=Movers,\(suffix)"
    private static let outside = "ou=Away,\(suffix)"

    private static func unit(_ dn: String) -> String {
        "dn: \(dn)\nchangetype: add\nobjectClass: organizationalUnit\n\n"
    }

    private static func move(_ dn: String, to name: String, below parent: String) -> String {
        """
        dn: \(dn)
        changetype: modrdn
        newrdn: cn=\(name)
        deleteoldrdn: 1
        newsuperior: \(parent)

        """
    }

    /// Two people, one of them in a group.
    private static func entries(_ isDomain: Bool) -> String {
        func person(_ name: String) -> String {
            "dn: cn=\(name),\(inside)\nchangetype: add\n"
                + (isDomain
                    ? "objectClass: user\nsAMAccountName: \(name)\nuserAccountControl: 512\n"
                    : "objectClass: inetOrgPerson\nuid: \(name)\nsn: \(name)\n") + "\n"
        }
        return unit(inside) + unit("ou=Inner,\(inside)") + unit(outside) + person("mover")
            + person("stayer") + "dn: cn=movers,\(inside)\nchangetype: add\n"
            + (isDomain
                ? "objectClass: group\nsAMAccountName: movers\n" : "objectClass: groupOfNames\n")
            + "member: cn=mover,\(inside)\n"
    }

    /// How one server is changed, and read below ``inside``.
    private struct Site {
        let configuration: LDAPConfiguration
        let modify: (String) throws -> Void

        init(_ kind: OrganizationSource.Kind) async throws {
            switch kind {
            case .activeDirectory:
                let domain = try await SharedServers.activeDirectory()
                modify = { try domain.modify(ldif: $0) }
                configuration = try SharedServers.configuration(
                    of: kind, port: domain.port, people: inside, groups: inside)
            case .directoryServer389:
                let server = try await SharedServers.directoryServer389()
                modify = { try server.modify(ldif: $0) }
                configuration = try SharedServers.configuration(
                    of: kind, port: server.tlsPort, people: inside, groups: inside)
            default:
                let server = try SlapdServer(
                    ldif: "dn: \(suffix)\nobjectClass: organization\nobjectClass: dcObject\n"
                        + "o: Example\ndc: example\n")
                modify = { try server.modify(ldif: $0) }
                let password = server.options.password
                configuration = LDAPConfiguration(
                    id: OrganizationSource.id, urls: [LDAPURL(server.url)].compactMap(\.self),
                    bind: .simple(dn: server.options.administrator, password: Secret { password }),
                    tls: .init(mode: .none), schema: .inetOrgPerson, people: .init(base: inside),
                    groups: .init(base: inside))
            }
        }

        func fetch() async throws -> SourceReading {
            try await LDAPSource(configuration: configuration, clock: OrganizationSource.clock)
                .fetch { _ in }
        }
    }

    @Test(
        arguments: OrganizationSource.Kind.present.filter {
            [.openLDAP, .directoryServer389, .activeDirectory].contains($0)
        })
    func `who moves stays who they are, and who leaves the scope is gone and not forgotten`(
        kind: OrganizationSource.Kind
    ) async throws {
        let site = try await Site(kind)
        try site.modify(Self.entries(kind == .activeDirectory))
        let before = try await site.fetch()
        let mover = try #require(before.accounts.first { $0.label.contains("mover") })
        #expect(before.groups.first?.accounts.count == 1)

        try site.modify(
            Self.move("cn=mover,\(Self.inside)", to: "roamer", below: "ou=Inner,\(Self.inside)"))
        let moved = try await site.fetch()
        #expect(moved.certificate.isComplete && moved.accounts.count == 2)
        #expect(moved.accounts.first { $0.label.contains("roamer") }?.anchor == mover.anchor)

        try site.modify(
            Self.move("cn=roamer,ou=Inner,\(Self.inside)", to: "leaver", below: Self.outside))
        let gone = try await site.fetch()
        #expect(gone.certificate.isComplete, "\(gone.certificate.reasons)")
        #expect(gone.accounts.map(\.anchor).contains(mover.anchor) == false)
        #expect(gone.accounts.count == 1)
        // The group goes on naming somebody, whom this reading does not hold.
        #expect(gone.groups.first?.accounts == [])
        #expect(gone.groups.first?.unresolved.count == 1)
    }
}
