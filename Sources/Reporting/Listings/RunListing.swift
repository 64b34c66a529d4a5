import Directory
import Entitlements

/// `sync`: what one run read, and what came of it.
public struct RunListing: Listing {
    public enum Outcome: String, Sendable, Hashable, CaseIterable {
        /// Everything was read, and what is in force is what the rules grant.
        case unchanged
        /// There is a change set.
        case changes
        /// A source could not be read completely, and nothing else is to be done.
        case incomplete
        /// No change set was made: mapping tests fail, or the store cannot be trusted.
        case refused
    }

    /// What a run had from one source.
    public struct Source: Sendable, Hashable {
        public let id: SourceID
        /// Whether this run read it completely.
        public let isComplete: Bool
        public let counts: ReadingCounts
        /// Why it is not complete; empty when it is.
        public let reasons: [IncompleteReason]

        public init(
            id: SourceID, isComplete: Bool, counts: ReadingCounts, reasons: [IncompleteReason] = []
        ) {
            self.id = id
            self.isComplete = isComplete
            self.counts = counts
            self.reasons = reasons
        }
    }

    /// The change set of a run, with its sums and its guards.
    public struct Proposal: Sendable, Hashable {
        /// nil for a dry run, which records none.
        public let id: ChangeSetID?
        public let digest: Digest
        public let state: ChangeSetState
        /// **Units:** changes.
        public let grants: Int
        /// **Units:** changes.
        public let revokes: Int
        public let guards: [ReportedGuard]

        public init(
            id: ChangeSetID?, digest: Digest, state: ChangeSetState, grants: Int, revokes: Int,
            guards: [ReportedGuard]
        ) {
            self.id = id
            self.digest = digest
            self.state = state
            self.grants = grants
            self.revokes = revokes
            self.guards = guards
        }
    }

    /// As the store names the run; nil for a dry run.
    public let run: String?
    public let outcome: Outcome
    /// **Shape:** sorted by id.
    public let sources: [Source]
    /// nil when there is nothing to change, or none was made.
    public let proposal: Proposal?

    public init(run: String?, outcome: Outcome, sources: [Source], proposal: Proposal?) {
        self.run = run
        self.outcome = outcome
        self.sources = sources
        self.proposal = proposal
    }
}

extension RunListing {
    public var heading: String {
        let name = run.map { "run \($0)" } ?? "dry run"
        guard let proposal else { return "\(name): \(outcome.rawValue)" }
        let set = proposal.id.map { "change set \($0)" } ?? "a change set"
        let tripped = proposal.guards.count(where: \.isTripped)
        return "\(name): \(outcome.rawValue); \(set), \(proposal.state.rawValue), with"
            + " \(proposal.grants.counted("grant")) and \(proposal.revokes.counted("revoke"))"
            + (tripped > 0 ? "; \(tripped.counted("guard")) tripped" : "")
    }

    public var table: Table {
        var table = Table([
            .init("source"), .init("read"), .init("people", .trailing),
            .init("groups", .trailing), .init("memberships", .trailing),
        ])
        for source in sources {
            let state = ["incomplete"] + source.reasons.map(\.message)
            table.append([
                source.id.rawValue,
                source.isComplete ? "completely" : state.joined(separator: ": "),
                source.counts.people.grouped, source.counts.groups.grouped,
                source.counts.memberships.grouped,
            ])
        }
        return table
    }

    public var document: [String: JSONValue] {
        [
            "run": ["id": .optional(run), "outcome": .string(outcome.rawValue)],
            "sources": .array(sources.map(Self.json)),
            "changeSet": proposal.map(Self.json) ?? .null,
        ]
    }

    private static func json(_ source: Source) -> JSONValue {
        [
            "id": .string(source.id.rawValue), "complete": .bool(source.isComplete),
            "people": .number(source.counts.people), "groups": .number(source.counts.groups),
            "memberships": .number(source.counts.memberships),
            "reasons": .array(source.reasons.map { JSONValue($0) }),
        ]
    }

    private static func json(_ proposal: Proposal) -> JSONValue {
        [
            "id": .optional(proposal.id?.description),
            "digest": .string(proposal.digest.description),
            "state": .string(proposal.state.rawValue),
            "counts": ["grant": .number(proposal.grants), "revoke": .number(proposal.revokes)],
            "guards": .array(proposal.guards.map { JSONValue($0) }),
        ]
    }
}
