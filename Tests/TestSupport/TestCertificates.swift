/// Certificates for tests: two authorities, and servers and a client that the first vouches for.
///
/// Made once a process; the keys are for nothing else.
public struct TestCertificates: Sendable {
    /// A PEM certificate and its key, as paths.
    public struct Pair: Sendable {
        public let certificate: String
        public let key: String
    }

    /// The authority to believe.
    public let ca: String
    /// An authority that vouches for none of them.
    public let otherCA: String
    /// Names `localhost` and 127.0.0.1.
    public let server: Pair
    public let expired: Pair
    /// Names another host.
    public let wrongHost: Pair
    /// `cn=reader,dc=example,dc=org`.
    public let client: Pair
    private let folder: TemporaryFolder

    /// - Throws: ``Tool/Failure``
    public static func shared() throws -> TestCertificates { try made.get() }

    private static let made = Result { try TestCertificates() }

    private init() throws {
        let folder = try TemporaryFolder("certificates")
        self.folder = folder
        let authority = ["ca", "cert_signing_key", "expiration_days = 3650"]
        let ca = try Self.pair("ca", ["cn = \"Test authority\""] + authority, in: folder)
        self.ca = ca.certificate
        otherCA = try Self.pair("other", ["cn = \"Other authority\""] + authority, in: folder)
            .certificate
        func signed(_ name: String, _ lines: [String]) throws -> Pair {
            try Self.pair(name, lines, signedBy: ca, in: folder)
        }
        let local = [
            "cn = localhost", "dns_name = localhost", "ip_address = 127.0.0.1", "tls_www_server",
        ]
        server = try signed("server", local + ["expiration_days = 3650"])
        expired = try signed(
            "expired",
            local + [
                "activation_date = \"2001-01-01 00:00:00\"",
                "expiration_date = \"2001-02-01 00:00:00\"",
            ])
        wrongHost = try signed(
            "wrong-host",
            [
                "cn = other.example.org", "dns_name = other.example.org", "tls_www_server",
                "expiration_days = 3650",
            ])
        client = try signed(
            "client",
            ["dn = \"cn=reader,dc=example,dc=org\"", "tls_www_client", "expiration_days = 3650"])
    }

    private static func pair(
        _ name: String, _ template: [String], signedBy ca: Pair? = nil, in folder: TemporaryFolder
    ) throws -> Pair {
        let pair = Pair(
            certificate: "\(folder.path)/\(name).pem", key: "\(folder.path)/\(name)-key.pem")
        let lines = template + ["signing_key"]
        let template = try folder.write(lines.joined(separator: "\n"), to: "\(name).template")
        try Tool.run("certtool", ["--generate-privkey", "--ecc", "--outfile", pair.key])
        let signer =
            ca.map {
                [
                    "--generate-certificate", "--load-ca-certificate", $0.certificate,
                    "--load-ca-privkey", $0.key,
                ]
            } ?? ["--generate-self-signed"]
        try Tool.run(
            "certtool",
            signer + [
                "--load-privkey", pair.key, "--template", template, "--outfile", pair.certificate,
            ])
        return pair
    }
}
