import Entitlements
import Testing

/// Keys as openssl writes them, and what they sign.
struct SigningKeyTests {
    // The pair of RFC 8410 §10.
    private static let secret = """
        -----BEGIN PRIVATE KEY-----
        MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
        -----END PRIVATE KEY-----

        """
    private static let shared = """
        -----BEGIN PUBLIC KEY-----
        MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=
        -----END PUBLIC KEY-----

        """

    @Test func `what one half signs, the other verifies, and nothing else`() throws {
        let key = try SigningKey(pem: Self.secret)
        #expect(key.verifyingKey.pem == Self.shared)
        let other = try VerifyingKey(pem: Self.shared)
        #expect(other.id == key.verifyingKey.id && other.id.rawValue.count == 16)
        let digest = Digest(of: "signed")
        var signature = try key.signature(of: digest)
        #expect(try signature == key.signature(of: digest), "the same each time")
        #expect(other.verifies(signature, of: digest))
        #expect(!other.verifies(signature, of: Digest(of: "other")))
        signature[7] ^= 1
        #expect(!other.verifies(signature, of: digest))
        #expect(!other.verifies([], of: digest))
    }

    @Test func `what is no such key says why`() {
        for (text, fault) in [
            ("", KeyFault.notPEM), ("hunter2", .notPEM), (Self.shared, .otherHalf),
            (Self.secret.replacing("PRIVATE", with: "ENCRYPTED PRIVATE"), .locked),
            (Self.secret.replacing("MC4CAQAwBQYDK2Vw", with: "MC4CAQAwBQYDK2Vu"), .otherAlgorithm),
            (Self.secret.replacing("PRIVATE", with: "RSA PRIVATE"), .otherAlgorithm),
            (Self.secret.replacing("BCIEINTu", with: ""), .otherAlgorithm),
            (Self.secret.replacing("MC4CA", with: "MC4*A"), .notPEM),
            (Self.secret + Self.shared, .notPEM),
        ] {
            #expect(throws: fault) { try SigningKey(pem: text) }
        }
        #expect(throws: KeyFault.otherHalf) { try VerifyingKey(pem: Self.secret) }
    }
}
