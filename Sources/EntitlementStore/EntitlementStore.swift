import Directory
import Entitlements

/// The entitlements in force with their whole history: what was read, proposed, decided and applied.
///
/// One transaction an operation: what is reported as done survives the loss of the process and of the
/// power, and nothing is ever half done. Reading never waits for writing.
public struct EntitlementStore: Sendable {
    /// What the caller is going to do.
    public enum Mode: Sendable, Hashable {
        /// Creates the database when there is none and brings an older one to this version.
        case readWrite
        /// Changes nothing at all.
        case readOnly
    }
}
