import Foundation
import TestSupport
import Testing

/// Faults of a real server that pass by themselves: while one lasts nobody loses anything and the run
/// exits with 1; once it is over, the next run finds nothing to do.
@Suite(.blocking) struct PassingFaultTests {
    private static let ivo = "uid=ivo,ou=People,dc=example,dc=org"
    private static let team = "cn=berlin-docs,ou=Groups,dc=example,dc=org"

    private static func faulty() throws -> (Site, SlapdServer) {
        var options = SlapdOptions()
        options.overlays = [.plantedFaults]
        options.timeLimit = 1
        let site = try Site.settled(options: options)
        return (site, try #require(site.server))
    }

    private func expect(
        _ reason: String, of fault: PlantedFault, at dn: String, _ site: Site, _ server: SlapdServer
    ) throws {
        try server.plant(fault, at: dn)
        try site.expectIncomplete(reason)
        try server.heal(fault, at: dn)
        try site.expectUnchanged()
    }

    // P7, P8
    @Test func `an error at one person does not make the person gone`() throws {
        let (site, server) = try Self.faulty()
        let reasons = [
            32: "no-such-object", 50: "access-denied", 51: "unavailable", 52: "unavailable",
            53: "refused", 80: "refused",
        ]
        for (code, reason) in reasons {
            try expect(reason, of: .result(code), at: Self.ivo, site, server)
        }
    }

    // P6, P7
    @Test func `an error at one group leaves no empty group`() throws {
        let (site, server) = try Self.faulty()
        for (code, reason) in [32: "no-such-object", 51: "unavailable", 80: "refused"] {
            try expect(reason, of: .result(code), at: Self.team, site, server)
        }
    }

    // P7, P8
    @Test func `an error on a later page is as good as one on the first`() throws {
        let (site, server) = try Self.faulty()
        try site.configure([Site.source(server.url, more: "pageSize: 2")])
        for dn in [Self.ivo, Self.team] {
            try expect("unavailable", of: .result(51), at: dn, site, server)
        }
    }

    // P1
    @Test(arguments: [ivo, team])
    func `a time limit of the server after some entries takes nothing from the rest`(dn: String)
        throws
    {
        let (site, server) = try Self.faulty()
        try expect("time-limit-exceeded", of: .delay(seconds: 2), at: dn, site, server)
    }

    // P1, P7
    @Test(arguments: [1, 2000, 3500])
    func `a server that is killed between two pages takes nobody with it`(bytes: Int) throws {
        let site = try Site.settled()
        let server = try #require(site.server)
        let proxy = try TCPProxy(to: server.port, fault: .interlude(after: bytes) { server.kill() })
        try site.configure([Site.source(proxy.url, more: "pageSize: 2")])
        try site.expectIncomplete()
        try server.start()
        try site.configure([Site.source(server.url, more: "pageSize: 2")])
        try site.expectUnchanged()
    }

    // P6, P8
    @Test(arguments: ["ou=People,dc=example,dc=org", "ou=Groups,dc=example,dc=org"])
    func `a part of the directory whose own server is down is unavailable, not empty`(part: String)
        throws
    {
        let behind = try SlapdServer(ldif: try Site.fixture("small"))
        var options = SlapdOptions()
        options.globalLines = [
            "moduleload back_ldap", "database ldap", "suffix \"\(part)\"", "subordinate",
            "uri \(behind.url)",
        ]
        let site = try Site.settled(options: options)
        behind.kill()
        try site.expectIncomplete("unavailable")
        try behind.start()
        try site.expectUnchanged()
    }

    // P7, P9
    @Test
    func `a person whom the reader may suddenly not see waits for a decision, and comes back`()
        throws
    {
        let site = try Site.settled()
        var options = SlapdOptions()
        options.access.insert("to dn.exact=\"\(Self.ivo)\" by * none", at: 0)
        let contents = try #require(site.server).contents()
        let hiding = try SlapdServer(options, ldif: contents)
        try site.configure([Site.source(hiding.url)])
        // To the protocol nothing is wrong: nobody can tell this from somebody who has left.
        let run = try site.sync()
        #expect(run.sources[0].complete.bool == true)
        #expect(run.sources[0].people.int == 14)
        #expect(try site.entitlements() == SmallOrganization.entitlements)
        let server = try #require(site.server)
        try site.configure([Site.source(server.url)])
        try site.expectUnchanged()
        #expect(try site.run("changes", "list", "--state", "pending").out.contains("no change"))
    }

    // P2
    @Test(arguments: [
        ("size.unchecked=3", "admin-limit-exceeded"), ("size.pr=3", "admin-limit-exceeded"),
        ("size.prtotal=5", "size-limit-exceeded"),
        ("size.prtotal=disabled", "admin-limit-exceeded"),
    ])
    func `a limit that an administrator sets for the reader takes nobody's access`(
        limit: String, reason: String
    ) throws {
        let site = try Site.settled()
        var options = SlapdOptions()
        options.databaseLines = ["limits dn.exact=\"\(Site.reader)\" \(limit)"]
        let limited = try SlapdServer(options, ldif: try #require(site.server).contents())
        try site.configure([Site.source(limited.url, more: "pageSize: 4")])
        try site.expectIncomplete(reason)
    }
}
