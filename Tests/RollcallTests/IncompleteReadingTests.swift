import Foundation
import TestSupport
import Testing

/// A reading that is not whole proves nothing: nobody loses anything, and the exit code says so.
@Suite(.blocking) struct IncompleteReadingTests {
    // P2
    @Test func `a size limit of the server makes the run incomplete, and nothing changes`() throws {
        let site = try Site.settled()
        var limited = SlapdOptions()
        limited.sizeLimit = "size.soft=5 size.hard=5"
        let small = try SlapdServer(limited, ldif: try Site.fixture("small") + Self.reader)
        try site.configure([Site.source(small.url)])
        try site.expectIncomplete()
    }

    // P1
    @Test func `a connection that breaks in mid-search makes the run incomplete`() throws {
        let site = try Site.settled()
        let server = try #require(site.server)
        // In the bind's answer, among the people, and near the end.
        for bytes in [10, 700, 3000, 5000] {
            let proxy = try TCPProxy(to: server.port, fault: .cut(after: bytes))
            try site.configure([Site.source(proxy.url)])
            try site.expectIncomplete()
        }
    }

    // P25, P34
    @Test func `a rotated password exits with 1 every time, says credentials and shows no secret`()
        throws
    {
        let site = try Site.settled()
        let fresh = try site.freshness()
        try #require(site.server).modify(
            ldif: """
                dn: \(Site.reader)
                changetype: modify
                replace: userPassword
                userPassword: another
                """)
        for day in 23...25 {
            site.command.now = "2026-11-\(day)T09:00:00Z"
            for arguments in [["sync"], ["sync", "--format", "json"], ["sync", "--dry-run"]] {
                let output = try site.command.run(arguments)
                #expect(output.status == 1, "\(arguments)")
                let said = (output.out + output.error).lowercased()
                #expect(said.contains("credentials"), "\(output.out)")
                #expect(!said.contains(Site.readerPassword))
            }
        }
        let doctor = try site.run("doctor")
        #expect(doctor.status == 1 && doctor.out.lowercased().contains("credentials"))
        // P25: what was last complete stays where it was.
        #expect(try site.freshness() == fresh)
        #expect(try site.entitlements() == SmallOrganization.entitlements)
        for (name, data) in try site.files() where name != "password" {
            #expect(data.range(of: Data(Site.readerPassword.utf8)) == nil, "\(name)")
        }
    }

    // P25
    @Test func `an authority that does not vouch for the server is named as a TLS fault`() throws {
        let certificates = try TestCertificates.shared()
        var options = SlapdOptions()
        options.tls = .init(ca: certificates.ca, certificate: certificates.server)
        let site = try Site.served(options: options)
        let server = try #require(site.server)
        for (url, mode) in [(server.url, "startTLS"), (server.tlsURL, nil)] {
            let more = mode.map { "mode: \($0), " } ?? ""
            try site.configure([Site.source(url, tls: "{\(more)ca: \(certificates.otherCA)}")])
            let refused = try site.run("sync")
            #expect(refused.status == 1)
            #expect(refused.out.contains("TLS"), "\(refused.out)")
            #expect(!refused.out.contains("cannot be reached"))
            try site.configure([Site.source(url, tls: "{\(more)ca: \(certificates.ca)}")])
            #expect(try site.run("sync").status == 0)
        }
    }

    private static let reader = """

        dn: \(Site.reader)
        objectClass: organizationalRole
        objectClass: simpleSecurityObject
        cn: reader
        userPassword: \(Site.readerPassword)

        """
}
