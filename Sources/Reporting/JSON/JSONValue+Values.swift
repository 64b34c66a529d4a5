import Diagnostics
import Directory
import Entitlements

/// The shared values as every JSON output spells them.
extension JSONValue {
    /// RFC 3339 in UTC, or null.
    static func time(_ time: Timestamp?) -> JSONValue { .optional(time?.description) }

    static func principal(_ reviewer: Decision.Reviewer) -> JSONValue {
        switch reviewer {
        case .person(let id, let userName):
            ["id": .string(id.rawValue), "userName": .string(userName)]
        case .policy(let lane): ["lane": .string(lane)]
        }
    }

    /// Who said what, by what right, and when.
    init(_ decision: Decision) {
        self = [
            "verdict": .string(decision.verdict.rawValue),
            "reviewer": .principal(decision.reviewer), "authority": .string(decision.authority),
            "time": .time(decision.time), "note": .optional(decision.note),
        ]
    }

    /// A finding for a document that people keep, not for a log: its place names the entry.
    public init(_ diagnostic: Diagnostic) {
        self = [
            "severity": .string(diagnostic.severity.rawValue), "code": .string(diagnostic.code),
            "message": .string(diagnostic.message), "hint": .optional(diagnostic.hint),
            "place": diagnostic.place.map(JSONValue.init) ?? .null,
        ]
    }

    init(_ place: Place) {
        switch place {
        case .file(let path, let line, let column):
            self = [
                "file": .string(path), "line": line.map(JSONValue.number) ?? .null,
                "column": column.map(JSONValue.number) ?? .null,
            ]
        case .entry(let source, let entry):
            self = ["source": .string(source), "entry": .string(entry)]
        }
    }

    /// A derivation with the place of its rule and all its evidence.
    init(_ explained: ExplainedDerivation) {
        let origin = explained.derivation.origin
        self = [
            "kind": .string(origin.kind.rawValue), "id": .string(origin.id),
            "title": .string(explained.title), "file": .string(explained.file),
            "line": .number(explained.line),
            "evidence": .array(explained.derivation.evidence.map(JSONValue.init)),
        ]
    }

    init(_ evidence: Evidence) {
        self = [
            "condition": .string(evidence.condition), "attribute": .string(evidence.attribute),
            "value": .optional(evidence.value), "source": .optional(evidence.source?.rawValue),
            "sourceAttribute": .optional(evidence.sourceAttribute),
            "paths": .array(evidence.paths.map { .array($0.map(JSONValue.init)) }),
            "morePaths": .bool(evidence.morePaths),
            "line": .array(evidence.line.map(JSONValue.init)),
        ]
    }

    init(_ step: GroupStep) {
        self = [
            "id": .string(step.id.rawValue), "display": .string(step.display),
            "label": .string(step.label),
        ]
    }

    init(_ step: PersonStep) {
        self = ["id": .string(step.id.rawValue), "userName": .string(step.userName)]
    }

    /// What a change needs, and how far it is.
    init(_ requirement: ReviewRequirement) {
        self = [
            "lane": .string(requirement.lane), "needed": .number(requirement.needed),
            "given": .number(requirement.given), "approvers": .strings(requirement.approvers),
            "raisedBecause": .optional(requirement.raisedBecause),
            "mustBeNamed": .bool(requirement.mustBeNamed),
        ]
    }

    /// A conflict as the mapping files have it.
    init(_ conflict: Conflict) {
        self = [
            "id": .string(conflict.id), "roles": .strings(conflict.roles.map(\.rawValue)),
            "reason": .string(conflict.reason),
        ]
    }

    /// - Parameter subject: as the document calls what was measured.
    public init(_ finding: GuardFinding, of subject: String) {
        self = [
            "kind": .string(finding.kind.rawValue), "subject": .string(subject),
            "measured": .number(finding.measured), "limit": .number(finding.limit),
            "total": .number(finding.total), "tripped": .bool(finding.isTripped),
            "summary": .string(finding.summary),
            "changes": .strings(finding.changes.map(\.description)),
        ]
    }

    /// Why a reading proves nothing.
    public init(_ reason: IncompleteReason) {
        self = [
            "code": .string(reason.code), "message": .string(reason.message),
            "hint": .optional(reason.hint),
        ]
    }

    /// **Units:** entries.
    init(_ counts: ReadingCounts) {
        self = [
            "people": .number(counts.people), "groups": .number(counts.groups),
            "memberships": .number(counts.memberships),
        ]
    }

    /// Up to when a source is known; null when it never was.
    init(_ freshness: SourceFreshness) {
        self = [
            "source": .string(freshness.source.rawValue),
            "completeAsOf": .time(freshness.completeAsOf),
        ]
    }

    /// A role as the mapping files have it.
    init(_ role: Role) {
        self = [
            "id": .string(role.id.rawValue), "title": .string(role.title),
            "tier": .string(role.tier.rawValue), "owner": .string(role.owner.description),
        ]
    }
}
