import Foundation
import TestSupport

/// A pair of keys of an operator, by openssl.
final class SnapshotKeys {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder("snapshot-keys")
        try Tool.run("openssl", ["genpkey", "-algorithm", "ed25519", "-out", secret])
        try Tool.run("openssl", ["pkey", "-in", secret, "-pubout", "-out", shared])
    }

    /// The path of what signs.
    var secret: String { folder.url("snapshots.key").path }
    /// The path of what readers are given.
    var shared: String { folder.url("snapshots.pub").path }
    /// Of the mapping `serve`.
    var configuration: String { "snapshots: {key: {file: \"\(secret)\"}}" }
}
