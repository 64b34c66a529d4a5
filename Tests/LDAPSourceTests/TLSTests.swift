import Directory
import LDAPSource
import TestSupport
import Testing

/// Protected ways, and what is said when they are not what they should be.
struct TLSTests {
    private static func server(
        _ pair: (TestCertificates) -> TestCertificates.Pair = \.server,
        clientCertificates: String = "never", change: (inout SlapdOptions) -> Void = { _ in }
    ) throws -> (SlapdServer, TestCertificates) {
        let certificates = try TestCertificates.shared()
        var options = SlapdOptions()
        options.tls = .init(
            ca: certificates.ca, certificate: pair(certificates),
            clientCertificates: clientCertificates)
        change(&options)
        return (try SlapdServer(options, ldif: SampleDirectory.ldif(people: 3)), certificates)
    }

    @Test func `LDAPS and StartTLS give what TCP gives`() async throws {
        let (server, certificates) = try Self.server()
        for url in [server.url, server.tlsURL] {
            let reading = try await SampleDirectory.configuration(url) {
                $0.tls = .init(mode: .startTLS, ca: certificates.ca)
                $0.pageSize = 2
            }.fetch()
            #expect(reading.certificate.isComplete)
            #expect(reading.userNames == ["p1", "p2", "p3"])
        }
    }

    // P25
    @Test func `a certificate of an unknown authority is a TLS fault, and no password is sent`()
        async throws
    {
        let (server, certificates) = try Self.server(change: { $0.logsOperations = true })
        for url in [server.url, server.tlsURL] {
            let reading = try await SampleDirectory.configuration(url) {
                $0.tls = .init(ca: certificates.otherCA)
            }.fetch()
            #expect(reading.reasonCodes == ["tls"])
            #expect(reading.message.contains("TLS failed"))
        }
        #expect(!server.log.contains(" BIND "))
    }

    // P25
    @Test func `an expired certificate is a TLS fault`() async throws {
        let (server, certificates) = try Self.server(\.expired)
        let reading = try await SampleDirectory.configuration(server.tlsURL) {
            $0.tls.ca = certificates.ca
        }.fetch()
        #expect(reading.reasonCodes == ["tls"])
    }

    // P25
    @Test func `a certificate for another host is a TLS fault`() async throws {
        let (server, certificates) = try Self.server(\.wrongHost)
        for url in [server.url, server.tlsURL] {
            let reading = try await SampleDirectory.configuration(url) {
                $0.tls = .init(ca: certificates.ca)
            }.fetch()
            #expect(reading.reasonCodes == ["tls"])
            #expect(reading.message.contains("does not name the host"))
        }
    }

    // P25
    @Test func `a server that does not speak TLS is a TLS fault`() async throws {
        let server = try SlapdServer(ldif: SampleDirectory.ldif(people: 1))
        let certificates = try TestCertificates.shared()
        let tls = server.url.replacing("ldap:", with: "ldaps:")
        for url in [server.url, tls] {
            let reading = try await SampleDirectory.configuration(url) {
                $0.tls = .init(ca: certificates.ca)
                $0.timeouts.connect = .seconds(2)
            }.fetch()
            #expect(["tls", "timed-out"].contains(reading.reasonCodes.first))
        }
    }

    @Test(arguments: ["/nonexistent/ca.pem", "/dev/zero", "/tmp"])
    func `an authority's file that cannot be read is named before anything is sent`(file: String)
        async throws
    {
        let (server, _) = try Self.server()
        let reading = try await SampleDirectory.configuration(server.tlsURL) {
            $0.tls.ca = file
        }.fetch()
        #expect(reading.reasonCodes == ["unreadable-file"])
        #expect(reading.message.contains("cannot be read: \(file)"))
    }

    @Test func `a client certificate is who asks`() async throws {
        let (server, certificates) = try Self.server(
            clientCertificates: "demand",
            change: {
                $0.access = ["to * by dn.exact=\"\(SampleDirectory.readerDN)\" read by * none"]
            })
        func fetch(_ pair: TestCertificates.Pair?) async throws -> SourceReading {
            try await SampleDirectory.configuration(server.tlsURL) {
                $0.bind = .external
                $0.tls = .init(
                    ca: certificates.ca, certificate: pair?.certificate, key: pair?.key)
            }.fetch()
        }
        #expect(try await fetch(certificates.client).accounts.count == 3)
        #expect(try await fetch(nil).certificate.isComplete == false)
    }

    @Test(arguments: ["ldap://ldap.example.org", "ldap://192.0.2.1"])
    func `a clear way to another machine is refused without connecting`(url: String) async throws {
        let reading = try await SampleDirectory.configuration(url).fetch()
        #expect(reading.reasonCodes == ["invalid-configuration"])
    }
}
