import Diagnostics
import Directory
import Entitlements

/// Everything that a report on one change set says, as plain values: what is proposed or done, out of
/// what population, why, and who answers for it.
///
/// Whoever has the store assembles it; the renderings read nothing else, so that the page for people,
/// the table for auditors and the object for machines come from one data set.
public struct ChangeSetReport: Sendable {
    /// What is proposed, or was done.
    public let changeSet: ReportedChangeSet
    public let run: ReportedRun
    /// The population proof. **Shape:** sorted by source.
    public let sources: [SourceProof]
    /// What the run found odd. **Shape:** sorted.
    public let diagnostics: [Diagnostic]
    /// The denominators. People of the snapshot that the change set was made from.
    public let population: Population
    /// Each guard that was measured, tripped or not. **Shape:** sorted by kind, then subject.
    public let guards: [ReportedGuard]
    /// **Shape:** unique by id, in any order: the renderings put the risky ones first.
    public let changes: [ReportedChange]
    /// Everybody whom a change, a decision or a guard concerns, and their managers up to the top.
    /// **Shape:** sorted by id, unique.
    public let people: [ReportedPerson]
    /// The rules and exceptions of the mappings that the run evaluated; those of former mappings are
    /// known from the derivations.
    public let rules: [MappingRevision.Rule]

    public init(
        changeSet: ReportedChangeSet, run: ReportedRun, sources: [SourceProof],
        diagnostics: [Diagnostic], population: Population, guards: [ReportedGuard],
        changes: [ReportedChange], people: [ReportedPerson], rules: [MappingRevision.Rule]
    ) {
        self.changeSet = changeSet
        self.run = run
        self.sources = sources
        self.diagnostics = diagnostics
        self.population = population
        self.guards = guards
        self.changes = changes
        self.people = people
        self.rules = rules
    }
}

/// The change set that a report is about.
public struct ReportedChangeSet: Sendable, Hashable {
    /// What people type.
    public let id: ChangeSetID
    /// What is approved.
    public let digest: Digest
    /// At the time of the report.
    public let state: ChangeSetState
    /// When the run that proposed it ended.
    public let created: Timestamp
    /// The revision of the entitlements that it changes.
    public let base: Revision
    /// The mappings that were evaluated.
    public let mapping: Digest

    public init(
        id: ChangeSetID, digest: Digest, state: ChangeSetState, created: Timestamp, base: Revision,
        mapping: Digest
    ) {
        self.id = id
        self.digest = digest
        self.state = state
        self.created = created
        self.base = base
        self.mapping = mapping
    }
}

/// The run that made the change set, or found it again last.
public struct ReportedRun: Sendable, Hashable {
    /// As the store names it.
    public let id: String
    /// When the first source was asked.
    public let start: Timestamp
    /// When everything was known.
    public let end: Timestamp

    public init(id: String, start: Timestamp, end: Timestamp) {
        self.id = id
        self.start = start
        self.end = end
    }
}
