import Diagnostics
import Directory
import Entitlements
import SCIMFilter

/// What must be true of the entitlements that the rules grant.
public struct MappingTest: Sendable {
    /// Whom it is about.
    public enum Subject: Sendable {
        /// Everybody for whom the condition holds, `for:`.
        case everybody(Filter)
        /// One person by login, `person:`; letters compare without case.
        case person(String)
    }

    /// What each of them must, or must not, hold.
    public struct Expectation: Sendable {
        public let role: RoleID
        /// nil means whatever the scope: held in any, lacked in all.
        public let scope: ScopeTemplate?
        public let place: Place
    }

    /// A sentence, for reports.
    public let name: String
    /// Whom it is about.
    public let subject: Subject
    /// The day on which it is asked; nil means today.
    public let day: Timestamp?
    /// `holds:`; the inactive are not meant, except by login.
    public let holds: [Expectation]
    /// `lacks:` and `never:`.
    public let lacks: [Expectation]
    public let place: Place
}
