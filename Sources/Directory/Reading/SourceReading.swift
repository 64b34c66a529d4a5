import Diagnostics

/// Everything that one source said in one run, and how far it may be believed.
public struct SourceReading: Sendable {
    public let source: SourceID
    /// **Shape:** sorted by anchor, unique.
    public let accounts: [Account]
    /// **Shape:** sorted by anchor, unique.
    public let groups: [DirectoryGroup]
    /// Which attribute of the source each attribute of the vocabulary was read from, for example
    /// `.department: "departmentNumber"`: for explanations.
    public let attributeNames: [Attribute: String]
    /// Whether what is not here is absent.
    public package(set) var certificate: ReadingCertificate
    /// **Shape:** sorted.
    public private(set) var diagnostics: [Diagnostic]
    /// With it the source can say later what has changed since; nil when it cannot.
    public package(set) var state: SyncState?

    public init(
        source: SourceID, accounts: [Account], groups: [DirectoryGroup],
        attributeNames: [Attribute: String], certificate: ReadingCertificate,
        diagnostics: [Diagnostic], state: SyncState? = nil
    ) {
        self.source = source
        self.accounts = accounts
        self.groups = groups
        self.attributeNames = attributeNames
        self.certificate = certificate
        self.diagnostics = diagnostics
        self.state = state
    }

    /// The same with one finding more.
    public func reporting(_ finding: Diagnostic) -> SourceReading {
        var reading = self
        reading.diagnostics = (diagnostics + [finding]).sorted()
        return reading
    }

    /// Direct memberships, of accounts and of groups, that were resolved.
    public var membershipCount: Int {
        groups.reduce(0) { $0 + $1.accounts.count + $1.groups.count }
    }
}
