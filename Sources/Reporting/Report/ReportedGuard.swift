import Entitlements

/// A guard's measurement, with its subject as people call it.
public struct ReportedGuard: Sendable, Hashable {
    /// What was measured, against what limit.
    public let finding: GuardFinding
    /// For example `everybody`, `role insights-admin`, `group eu-team`, `source corp`.
    public let subject: String

    public init(finding: GuardFinding, subject: String) {
        self.finding = finding
        self.subject = subject
    }

    /// Whether it asks for more approval.
    public var isTripped: Bool { finding.isTripped }
}
