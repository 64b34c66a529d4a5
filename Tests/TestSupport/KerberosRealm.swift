import Foundation

/// A throw-away MIT Kerberos realm, EXAMPLE.ORG, with a key distribution centre on the loopback.
///
/// It never touches this machine's own Kerberos configuration.
public final class KerberosRealm: Sendable {
    private let folder: TemporaryFolder
    private let server: ServerProcess

    /// What a service needs to accept tickets.
    public var serviceEnvironment: [String: String] {
        ["KRB5_CONFIG": "\(folder.path)/krb5.conf", "KRB5_KTNAME": "\(folder.path)/service.keytab"]
    }

    /// What a client needs to get tickets as ``client`` by itself.
    public var clientEnvironment: [String: String] {
        [
            "KRB5_CONFIG": "\(folder.path)/krb5.conf",
            "KRB5_CLIENT_KTNAME": "\(folder.path)/client.keytab",
            "KRB5CCNAME": "FILE:\(folder.path)/tickets",
        ]
    }

    /// - Parameters:
    ///   - client: a person's principal, without the realm.
    ///   - service: for example `ldap/127.0.0.1`.
    public init(client: String, service: String) throws {
        folder = try TemporaryFolder("kerberos")
        let port = try LoopbackSocket.freePort()
        try folder.write(
            """
            [libdefaults]
            default_realm = EXAMPLE.ORG
            dns_lookup_kdc = false
            dns_canonicalize_hostname = false
            rdns = false
            udp_preference_limit = 1
            [realms]
            EXAMPLE.ORG = {
             kdc = 127.0.0.1:\(port)
            }
            """, to: "krb5.conf")
        try folder.write(
            """
            [kdcdefaults]
            kdc_listen = 127.0.0.1:\(port)
            kdc_tcp_listen = 127.0.0.1:\(port)
            [realms]
            EXAMPLE.ORG = {
             database_name = \(folder.path)/principal
             key_stash_file = \(folder.path)/stash
            }
            """, to: "kdc.conf")
        let environment = [
            "KRB5_CONFIG": "\(folder.path)/krb5.conf",
            "KRB5_KDC_PROFILE": "\(folder.path)/kdc.conf",
        ]
        try Tool.run(
            "kdb5_util", ["create", "-s", "-P", "only-for-tests"], environment: environment)
        for (principal, keytab) in [(client, "client"), (service, "service")] {
            for query in [
                "addprinc -randkey \(principal)",
                "ktadd -k \(folder.path)/\(keytab).keytab \(principal)",
            ] {
                try Tool.run("kadmin.local", ["-q", query], environment: environment)
            }
        }
        server = try ServerProcess(
            "/usr/sbin/krb5kdc", ["-n"], log: folder.url("log"), environment: environment)
        for _ in 0..<1000 {
            if let connection = LoopbackSocket.connect(to: port) {
                close(connection)
                return
            }
            usleep(5000)
        }
        throw POSIXError(.ETIMEDOUT)
    }
}
