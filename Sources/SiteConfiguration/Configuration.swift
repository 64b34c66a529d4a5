import Diagnostics
import Directory
import EntitlementStore
import Entitlements
import LDAPSource
import LDIFSource
import RoleMapping
import SCIMSource

/// `rollcall.yaml`, read and checked; every path is absolute.
package struct Configuration: Sendable {
    /// Whose word says who a reviewer is.
    package enum Identity: String, Sendable, CaseIterable {
        /// One machine; `--as` is believed.
        case local
        case oidc, mesh
    }

    /// A source by type.
    package enum Source: Sendable {
        case ldap(LDAPConfiguration)
        case ldif(LDIFSource.Configuration)
        case scim(SCIMConfiguration)

        /// Unique in the configuration.
        package var id: SourceID {
            switch self {
            case .ldap(let configuration): configuration.id
            case .ldif(let configuration): configuration.id
            case .scim(let configuration): configuration.id
            }
        }
    }

    /// Where everything is kept.
    package let store: StoreLocation
    /// A folder of `*.yaml`, or one file.
    package let mappings: String
    /// In the order of the file, which is the order of belief.
    package let sources: [Source]
    /// How often a source that is asked for changes is read as a whole; of those that say so.
    package let verifyEvery: [SourceID: Duration]
    /// The keys that join accounts, and who is believed for what.
    package let correlation: Correlation
    /// Those of the file, and the defaults of what it leaves out.
    package let guards: GuardLimits
    /// `oidc` where the file says nothing: nobody is believed by default.
    package let identity: Identity
    /// How `rollcall serve` does it.
    package let serving: Serving
}

/// The configuration cannot be used as it is.
package struct ConfigurationError: Error {
    /// **Shape:** sorted; at least one error among them.
    package let diagnostics: [Diagnostic]

    package init(diagnostics: [Diagnostic]) { self.diagnostics = diagnostics }
}
