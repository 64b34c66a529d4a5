import Entitlements
import Foundation

/// The half of a key pair that tells whether a snapshot is Rollcall's. It comes from the operator of the
/// service, by another way than the snapshots do.
public struct PublicKey: Sendable {
    let key: VerifyingKey

    /// As headers of snapshots and the log of the service name it. **Shape:** 16 hexadecimal digits.
    public var id: String { key.id.rawValue }

    /// - Parameter pem: as `openssl pkey -pubout` writes it.
    /// - Throws: ``ReaderError/Code/badKey``
    public init(pem: String) throws(ReaderError) {
        do throws(KeyFault) { key = try VerifyingKey(pem: pem) } catch {
            throw ReaderError(.badKey, error.description)
        }
    }

    /// - Throws: ``ReaderError/Code/badKey``, ``ReaderError/Code/unreadable``
    public init(file path: String) throws(ReaderError) {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw ReaderError(.unreadable, "the public key")
        }
        try self.init(pem: String(decoding: data, as: UTF8.self))
    }
}
