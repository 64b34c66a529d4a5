import Diagnostics

/// The organisation as all sources together describe it: people, groups, who is in what through
/// what, and who reports to whom.
///
/// A value made once by ``Correlation``; nothing in it is ever half updated.
public struct DirectorySnapshot: Sendable {
    /// In the order of the configuration.
    public let sources: [SnapshotSource]
    /// **Shape:** sorted by id, unique.
    public let people: [Person]
    /// **Shape:** sorted by id, unique.
    public let groups: [Group]
    /// Who is in what; members that no reading holds are in ``Group/unresolved`` alone.
    public let memberships: MembershipGraph
    /// Who reports to whom, without loops.
    public let reportingLines: ReportingLines
    /// **Shape:** sorted; those of the readings among them.
    public let diagnostics: [Diagnostic]
    /// Of ``people``, by position.
    let userNames: LabelIndex
    /// Of ``groups``, by position.
    let groupNames: LabelIndex

    /// Builds the indices of logins and group names.
    public init(
        sources: [SnapshotSource], people: [Person], groups: [Group],
        memberships: MembershipGraph, reportingLines: ReportingLines, diagnostics: [Diagnostic]
    ) {
        self.init(
            sources: sources, people: people, groups: groups, memberships: memberships,
            reportingLines: reportingLines, diagnostics: diagnostics,
            userNames: LabelIndex(count: people.count) { people[Int($0)].userName },
            groupNames: LabelIndex(count: groups.count) { groups[Int($0)].display })
    }

    /// The same with indices that were built already.
    init(
        sources: [SnapshotSource], people: [Person], groups: [Group],
        memberships: MembershipGraph, reportingLines: ReportingLines, diagnostics: [Diagnostic],
        userNames: LabelIndex, groupNames: LabelIndex
    ) {
        self.sources = sources
        self.people = people
        self.groups = groups
        self.memberships = memberships
        self.reportingLines = reportingLines
        self.diagnostics = diagnostics
        self.userNames = userNames
        self.groupNames = groupNames
    }

    /// - Complexity: O(log people)
    public func index(of person: PersonID) -> PersonIndex? {
        people.sortedIndex(of: person) { $0.id }.map(PersonIndex.init)
    }

    /// - Complexity: O(log groups)
    public func index(of group: GroupID) -> GroupIndex? {
        groups.sortedIndex(of: group) { $0.id }.map(GroupIndex.init)
    }
}

/// What one source gave to a snapshot.
public struct SnapshotSource: Sendable, Hashable {
    /// The configured name.
    public let id: SourceID
    /// The proof of the reading that the snapshot uses for this source, always complete: this run's,
    /// or the last complete one when this run's was not. nil when there never was one: the source
    /// then contributes nothing.
    public let certificate: ReadingCertificate?
    /// Why this run's reading was not used; empty when it was.
    public let staleBecause: [IncompleteReason]
    /// See ``SourceReading/attributeNames``.
    public let attributeNames: [Attribute: String]

    public init(
        id: SourceID, certificate: ReadingCertificate?, staleBecause: [IncompleteReason],
        attributeNames: [Attribute: String]
    ) {
        self.id = id
        self.certificate = certificate
        self.staleBecause = staleBecause
        self.attributeNames = attributeNames
    }
}
