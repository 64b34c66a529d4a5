import Directory
import Glibc
import LDAPSource
import TestSupport
import Testing

/// GSSAPI against a real realm. Serialized, as the process's environment says where the tickets are.
@Suite(.serialized) struct KerberosTests {
    private static let realm = Result {
        let realm = try KerberosRealm(client: "reader", service: "ldap/127.0.0.1")
        for (name, value) in realm.clientEnvironment { setenv(name, value, 1) }
        return realm
    }

    private static func server() throws -> SlapdServer {
        var options = SlapdOptions()
        options.environment = try realm.get().serviceEnvironment
        options.globalLines = ["sasl-host 127.0.0.1", "sasl-realm EXAMPLE.ORG"]
        options.access = ["to * by dn.regex=\"^uid=reader,.*cn=gssapi,cn=auth$\" read by * none"]
        return try SlapdServer(options, ldif: SampleDirectory.ldif(people: 50))
    }

    @Test func `a ticket is who asks, and the pages come through its protection`() async throws {
        let server = try Self.server()
        let reading = try await SampleDirectory.configuration(server.url) {
            $0.bind = .gssapi
            $0.pageSize = 7
        }.fetch()
        #expect(reading.certificate.isComplete)
        #expect(reading.accounts.count == 50)
    }

    @Test func `without a ticket the bind is not available, and says so`() async throws {
        let server = try Self.server()
        setenv("KRB5_CLIENT_KTNAME", "/nonexistent", 1)
        setenv("KRB5CCNAME", "FILE:/nonexistent/tickets", 1)
        defer {
            for (name, value) in (try? Self.realm.get().clientEnvironment) ?? [:] {
                setenv(name, value, 1)
            }
        }
        let reading = try await SampleDirectory.configuration(server.url) { $0.bind = .gssapi }
            .fetch()
        #expect(reading.reasonCodes == ["authentication-unavailable"])
    }
}
