import Directory
import LDAPSource
import TestSupport
import Testing

/// Who asks, and how the server comes to know.
struct BindTests {
    private static let demanding = [
        "to attrs=userPassword by anonymous auth by * none", "to * by anonymous none by * read",
    ]

    @Test func `a simple bind reads what an anonymous one may not`() async throws {
        var options = SlapdOptions()
        options.access = Self.demanding
        let server = try SlapdServer(options, ldif: SampleDirectory.ldif(people: 2))
        let reader = try await SampleDirectory.configuration(server.url).fetch()
        #expect(reader.certificate.isComplete && reader.accounts.count == 2)
        let nobody = try await SampleDirectory.configuration(server.url) { $0.bind = .anonymous }
            .fetch()
        #expect(Set(nobody.reasonCodes) == ["no-such-object"])
    }

    @Test func `an empty password is refused before it is sent`() async throws {
        var options = SlapdOptions()
        options.logsOperations = true
        options.globalLines = ["allow bind_anon_cred bind_anon_dn"]
        let server = try SlapdServer(options, ldif: SampleDirectory.ldif(people: 1))
        let reading = try await SampleDirectory.configuration(server.url) {
            $0.bind = .simple(dn: SampleDirectory.readerDN, password: Secret { "" })
        }.fetch()
        #expect(reading.reasonCodes == ["empty-password"])
        #expect(!server.log.contains(" BIND "))
    }

    @Test
    func `a password that cannot be read is said to be so, and the fault's text is not shown`()
        async throws
    {
        struct Fault: Error, CustomStringConvertible { var description: String { "hunter2" } }
        let server = try SlapdServer(ldif: SampleDirectory.ldif(people: 1))
        let reading = try await SampleDirectory.configuration(server.url) {
            $0.bind = .simple(dn: SampleDirectory.readerDN, password: Secret { throw Fault() })
        }.fetch()
        #expect(reading.reasonCodes == ["secret-unavailable"])
        #expect(!"\(reading)".contains("hunter2"))
    }

    @Test func `over ldapi the user id is who asks`() async throws {
        var options = SlapdOptions()
        options.access = Self.demanding
        let server = try SlapdServer(options, ldif: SampleDirectory.ldif(people: 2))
        let reading = try await SampleDirectory.configuration(server.socketURL) {
            $0.bind = .external
        }.fetch()
        #expect(reading.certificate.isComplete && reading.accounts.count == 2)
    }

    @Test func `a mechanism that the server does not have is said to be so`() async throws {
        let server = try SlapdServer(ldif: SampleDirectory.ldif(people: 1))
        let reading = try await SampleDirectory.configuration(server.url) { $0.bind = .external }
            .fetch()
        #expect(
            ["authentication-unavailable", "invalid-credentials"].contains(
                reading.reasonCodes.first))
    }

    @Test func `a server that wants a protected way says so`() async throws {
        var options = SlapdOptions()
        options.globalLines = ["security simple_bind=128"]
        let server = try SlapdServer(options, ldif: SampleDirectory.ldif(people: 1))
        let reading = try await SampleDirectory.configuration(server.url).fetch()
        #expect(reading.reasonCodes == ["stronger-authentication-required"])
    }
}
