import Directory
import Entitlements

/// `why` and `why-lost` for machines. **Shape:** `Resources/Schemas/why.schema.json`.
public struct JSONExplanation: Rendering {
    public init() {}

    public func render(_ explanation: Explanation, into output: inout String) {
        JSONDocument.write(
            [
                "person": JSONValue(explanation.person), "role": JSONValue(explanation.role),
                "revision": .number(explanation.revision.rawValue),
                "holdings": .array(explanation.holdings.map(JSONValue.init)),
                "freshness": .array(explanation.freshness.map { JSONValue($0) }),
            ], into: &output)
    }
}

/// `why-not` for machines. **Shape:** `Resources/Schemas/why-not.schema.json`.
public struct JSONAbsence: Rendering {
    public init() {}

    public func render(_ absence: AbsenceExplanation, into output: inout String) {
        JSONDocument.write(
            [
                "person": JSONValue(absence.person), "role": JSONValue(absence.role),
                "scope": .optional(absence.scope),
                "revision": .number(absence.revision.rawValue),
                "held": .strings(absence.held),
                "attempts": .array(absence.attempts.map(JSONValue.init)),
                "proposals": .array(absence.proposals.map(JSONValue.init)),
                "freshness": .array(absence.freshness.map { JSONValue($0) }),
            ], into: &output)
    }
}

extension JSONValue {
    /// The person of an explanation, with their entries.
    init(_ person: ExplainedPerson) {
        self = [
            "id": .string(person.id.rawValue), "userName": .string(person.userName),
            "displayName": .string(person.displayName), "active": .bool(person.isActive),
            "accounts": .array(
                person.accounts.map { account in
                    [
                        "source": .string(account.key.source.rawValue),
                        "anchor": .string(account.key.anchor.rawValue),
                        "label": .string(account.label),
                    ]
                }),
        ]
    }

    fileprivate init(_ holding: Holding) {
        self = [
            "scope": .string(holding.scope),
            "derivations": .array(holding.derivations.map { JSONValue($0) }),
            "granted": JSONValue(holding.granted),
            "revoked": holding.revoked.map { JSONValue($0) } ?? .null,
            "lastReviewed": .time(holding.lastReviewed),
            "rejected": holding.rejected.map { JSONValue($0) } ?? .null,
        ]
    }

    fileprivate init(_ rejected: RejectedRevocation) {
        self = [
            "changeSet": .string(rejected.changeSet.description),
            "change": .string(rejected.id.description),
            "reason": JSONValue(rejected.change.reason),
            "decisions": .array(rejected.rejections.map { JSONValue($0) }),
        ]
    }

    private init(_ reason: ChangeReason) {
        self = [
            "cause": .string(reason.cause.rawValue), "rules": .strings(reason.rules),
            "summary": .string(reason.summary),
        ]
    }

    fileprivate init(_ change: ExplainedChange) {
        self = [
            "changeSet": .string(change.changeSet.description),
            "digest": .string(change.digest.description),
            "change": .string(change.change.description),
            "reason": JSONValue(change.reason),
            "decisions": .array(change.decisions.map { JSONValue($0) }),
            "revision": .number(change.revision.rawValue), "applied": .time(change.applied),
        ]
    }

    fileprivate init(_ attempt: AbsenceExplanation.Attempt) {
        self = [
            "kind": .string(attempt.rule.reference.kind.rawValue),
            "id": .string(attempt.rule.reference.id), "title": .string(attempt.rule.title),
            "file": .string(attempt.rule.file), "line": .number(attempt.rule.line),
            "grants": .string(attempt.grants), "matches": .bool(attempt.matches),
            "obstacle": .optional(attempt.obstacle),
            "parts": .array(
                attempt.parts.map { part in
                    [
                        "condition": .string(part.condition), "matches": .bool(part.matches),
                        "found": .strings(part.found), "moreFound": .bool(part.moreFound),
                        "choice": part.choice.map(JSONValue.number) ?? .null,
                        "alternative": part.alternative.map(JSONValue.number) ?? .null,
                    ]
                }),
        ]
    }

    fileprivate init(_ proposal: AbsenceExplanation.Proposal) {
        self = [
            "changeSet": .string(proposal.changeSet.description),
            "change": .string(proposal.change.description), "scope": .string(proposal.scope),
            "state": .string(proposal.state.rawValue),
            "requirement": proposal.requirement.map { JSONValue($0) } ?? .null,
            "decisions": .array(proposal.decisions.map { JSONValue($0) }),
        ]
    }
}
