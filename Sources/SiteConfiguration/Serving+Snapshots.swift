import Diagnostics
import Directory
import Entitlements
import RoleMapping

extension Configuration.Serving {
    /// The key that signs snapshots: where it is. It is read when the service starts, and by no other command.
    package struct SnapshotKey: Sendable {
        private let reference: SecretReference
        /// Where the configuration names it.
        private let place: Place

        init(_ reference: SecretReference, at place: Place) {
            self.reference = reference
            self.place = place
        }

        /// - Throws: ``ConfigurationError`` for what is no key, or cannot be read.
        package func read() throws(ConfigurationError) -> SigningKey {
            let pem: String
            do throws(SecretFault) { pem = try reference.resolve() } catch {
                throw finding(Self.sentence(of: error))
            }
            do throws(KeyFault) { return try SigningKey(pem: pem) } catch {
                throw finding("the key of the snapshots cannot be used: \(error)")
            }
        }

        private static func sentence(of fault: SecretFault) -> String {
            switch fault {
            case .unavailable(let reason): "the key of the snapshots is missing: \(reason)"
            case .empty: "the key of the snapshots is empty"
            }
        }

        private func finding(_ message: String) -> ConfigurationError {
            ConfigurationError(diagnostics: [
                Diagnostic(
                    .error, "configuration.snapshot-key", message, at: place,
                    hint: "make one with: openssl genpkey -algorithm ed25519 -out FILE")
            ])
        }
    }
}

extension ConfigurationReader {
    /// `{key: {file: PATH}}`
    func snapshotKey(_ value: YAMLValue) -> Configuration.Serving.SnapshotKey? {
        guard let key = value.mapping(keys: ["key"])?.required("key"),
            let reference = SecretReference(key, relativeTo: folder)
        else { return nil }
        return .init(reference, at: key.place)
    }
}
