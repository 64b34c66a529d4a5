import Crypto
import Directory
import Foundation

/// The name of a key pair: the first 16 hexadecimal digits of the SHA-256 of its public half.
public struct KeyID: Identifier {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
}

/// An Ed25519 key that vouches for what leaves the house, to those who cannot ask.
///
/// It stands beside ``Digest``, since what is signed is a digest, and so all cryptography is in one place.
public struct SigningKey: Sendable {
    private let key: Curve25519.Signing.PrivateKey

    /// - Parameter pem: PKCS#8, as `openssl genpkey -algorithm ed25519` writes it.
    /// - SeeAlso: RFC 8410 §7
    public init(pem: String) throws(KeyFault) {
        let seed = try PEMKey.privateKey.raw(pem)
        do { key = try .init(rawRepresentation: seed) } catch { throw .otherAlgorithm }
    }

    /// The half that readers are given.
    public var verifyingKey: VerifyingKey { VerifyingKey(key: key.publicKey) }

    /// **Shape:** 64 bytes over the 32 of the digest; the same ones each time where BoringSSL signs, as on
    /// Linux.
    public func signature(of digest: Digest) throws(KeyFault) -> [UInt8] {
        do { return Array(try key.signature(for: digest.bytes)) } catch { throw .unusable }
    }
}

/// The public half of a ``SigningKey``. Whoever believes it has it from the operator, and not from what is
/// signed with it.
public struct VerifyingKey: Sendable {
    private let key: Curve25519.Signing.PublicKey

    fileprivate init(key: Curve25519.Signing.PublicKey) { self.key = key }

    /// - Parameter pem: as `openssl pkey -pubout` writes it.
    /// - SeeAlso: RFC 8410 §4
    public init(pem: String) throws(KeyFault) {
        let raw = try PEMKey.publicKey.raw(pem)
        do { key = try .init(rawRepresentation: raw) } catch { throw .otherAlgorithm }
    }

    /// Names the key.
    public var id: KeyID { KeyID(String(Digest(of: key.rawRepresentation).description.prefix(16))) }

    /// As `openssl pkey -pubout` writes it.
    public var pem: String { PEMKey.publicKey.pem(Array(key.rawRepresentation)) }

    /// Whether the other half signed that digest.
    public func verifies(_ signature: [UInt8], of digest: Digest) -> Bool {
        key.isValidSignature(signature, for: digest.bytes)
    }
}

/// Why a file is no key that can be used. Says nothing of what is in it.
public enum KeyFault: String, Error, Sendable, CustomStringConvertible {
    case notPEM = "this is no key in PEM"
    case locked = "the key is locked with a passphrase"
    case otherHalf = "this is the other half of a key pair"
    case otherAlgorithm = "this is no key of Ed25519 as openssl writes it"
    case unusable = "the key cannot sign"

    public var description: String { rawValue }
}

/// The one way in which each half of an Ed25519 key is written.
private struct PEMKey {
    let label: String
    let otherLabel: String
    /// What stands in DER before the 32 bytes of the key.
    let head: [UInt8]

    static let privateKey = PEMKey(
        label: "PRIVATE KEY", otherLabel: "PUBLIC KEY",
        head: [0x30, 0x2E, 2, 1, 0, 0x30, 5, 6, 3, 0x2B, 0x65, 0x70, 4, 0x22, 4, 0x20])
    static let publicKey = PEMKey(
        label: "PUBLIC KEY", otherLabel: "PRIVATE KEY",
        head: [0x30, 0x2A, 0x30, 5, 6, 3, 0x2B, 0x65, 0x70, 3, 0x21, 0])

    /// The 32 bytes.
    func raw(_ pem: String) throws(KeyFault) -> [UInt8] {
        let lines = pem.split(whereSeparator: \.isNewline).map {
            $0.trimmingCharacters(in: .whitespaces)
        }
        switch lines.first {
        case Self.begin(label): break
        case Self.begin(otherLabel): throw .otherHalf
        case Self.begin("ENCRYPTED PRIVATE KEY"): throw .locked
        case Self.begin("RSA PRIVATE KEY"), Self.begin("EC PRIVATE KEY"): throw .otherAlgorithm
        default: throw .notPEM
        }
        guard lines.last == "-----END \(label)-----",
            let bytes = Data(base64Encoded: lines.dropFirst().dropLast().joined())
        else { throw .notPEM }
        guard bytes.count == head.count + 32, bytes.starts(with: head) else {
            throw .otherAlgorithm
        }
        return Array(bytes.suffix(32))
    }

    func pem(_ raw: [UInt8]) -> String {
        let text = Data(head + raw).base64EncodedString()
        return "\(Self.begin(label))\n\(text)\n-----END \(label)-----\n"
    }

    private static func begin(_ label: String) -> String { "-----BEGIN \(label)-----" }
}
