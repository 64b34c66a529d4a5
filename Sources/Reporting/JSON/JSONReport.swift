import Diagnostics
import Directory
import Entitlements

/// A report for machines: `changes show ID --format json`.
///
/// **Shape:** `Resources/Schemas/changes-show.schema.json`; `changes` in the order of reading, the
/// risky ones first.
public struct JSONReport: Rendering {
    public init() {}

    public func render(_ report: ChangeSetReport, into output: inout String) {
        let arranged = ArrangedReport(report)
        JSONDocument.write(
            [
                "changeSet": changeSet(arranged),
                "run": [
                    "id": .string(report.run.id), "start": .time(report.run.start),
                    "end": .time(report.run.end),
                ],
                "sources": .array(report.sources.map(JSONValue.init)),
                "diagnostics": .array(report.diagnostics.map { JSONValue($0) }),
                "population": population(arranged),
                "changes": .array(arranged.rows.map { change($0, in: arranged) }),
            ], into: &output)
    }

    private func changeSet(_ arranged: ArrangedReport) -> JSONValue {
        let changeSet = arranged.report.changeSet
        let total = arranged.total()
        return [
            "id": .string(changeSet.id.description),
            "digest": .string(changeSet.digest.description),
            "state": .string(changeSet.state.rawValue), "created": .time(changeSet.created),
            "baseRevision": .number(changeSet.base.rawValue),
            "mapping": .string(changeSet.mapping.description),
            "counts": ["grant": .number(total.grants), "revoke": .number(total.revokes)],
            "guards": .array(arranged.report.guards.map(JSONValue.init)),
            "held": arranged.report.holds.json,
        ]
    }

    private func population(_ arranged: ArrangedReport) -> JSONValue {
        let population = arranged.report.population
        return [
            "people": .number(population.people), "active": .number(population.active),
            "peopleTouched": .number(arranged.peopleTouched),
            "joiners": .number(arranged.people(.joiner)),
            "movers": .number(arranged.people(.mover)),
            "leavers": .number(arranged.people(.leaver)),
            "unchanged": .number(arranged.unchanged),
            "roles": .array(arranged.roles.map { JSONValue.object($0.json) }),
        ]
    }

    private func change(_ row: ArrangedReport.Row, in arranged: ArrangedReport) -> JSONValue {
        let reported = row.reported
        let isGrant = row.change.action == .grant
        return [
            "id": .string(reported.id.description),
            "digest": .string(reported.id.digest.description),
            "action": .string(row.change.action.rawValue), "person": person(row),
            "role": .string(reported.role.id.rawValue), "roleTitle": .string(reported.role.title),
            "owner": .string(reported.role.owner.description),
            "tier": .string(row.change.tier.rawValue), "scope": .string(reported.scope),
            "before": isGrant ? "not held" : "held", "after": isGrant ? "held" : "not held",
            "heldSince": moment(reported.heldSince), "reason": reason(row, arranged),
            "derivations": .array(reported.derivations.map { JSONValue($0) }),
            "conflicts": .array(reported.conflicts.map { JSONValue($0) }),
            "guards": .array(
                row.guards.map { .string(arranged.report.guards[$0].finding.summary) }),
            "requirement": reported.requirement.map { JSONValue($0) } ?? .null,
            "decisions": .array(reported.decisions.map { JSONValue($0) }),
            "state": .string(reported.state.rawValue), "applied": moment(reported.applied),
        ]
    }

    private func person(_ row: ArrangedReport.Row) -> JSONValue {
        let person = row.person
        return [
            "id": .string(person.id.rawValue), "userName": .string(person.userName),
            "displayName": .string(person.displayName), "department": .optional(person.department),
            "title": .optional(person.title), "manager": .optional(person.manager?.userName),
            "active": .bool(person.isActive), "lifeCycle": .string(row.change.lifeCycle.rawValue),
        ]
    }

    private func reason(_ row: ArrangedReport.Row, _ arranged: ArrangedReport) -> JSONValue {
        let places = row.change.reason.rules.map { arranged.rule($0, of: row) }
        return [
            "cause": .string(row.change.reason.cause.rawValue),
            "rules": .strings(row.change.reason.rules),
            "summary": .string(row.change.reason.summary),
            "places": .array(
                places.map { place in
                    [
                        "rule": .string(place.id), "title": .optional(place.title),
                        "file": .optional(place.file),
                        "line": place.line.map(JSONValue.number) ?? .null,
                    ]
                }),
        ]
    }

    private func moment(_ moment: ReportedChange.Moment?) -> JSONValue {
        guard let moment else { return .null }
        return ["revision": .number(moment.revision.rawValue), "time": .time(moment.time)]
    }
}

extension JSONValue {
    /// With the subject as people call it.
    init(_ reported: ReportedGuard) { self.init(reported.finding, of: reported.subject) }

    init(_ proof: SourceProof) {
        let queries = proof.certificate?.queries ?? []
        self = [
            "id": .string(proof.source.rawValue), "fresh": .bool(proof.isFresh),
            "start": .time(proof.certificate?.start), "end": .time(proof.certificate?.end),
            "queries": .array(queries.map { JSONValue($0) }),
            "counts": proof.counts.map { JSONValue($0) } ?? .null,
            "previous": proof.previous.map { JSONValue($0) } ?? .null,
            "exclusions": .array(
                proof.exclusions.map {
                    ["reason": .string($0.reason.words), "count": .number($0.count)]
                }),
            "unmatched": .number(proof.unmatched), "unresolved": .number(proof.unresolved),
            "staleBecause": .array(proof.staleBecause.map { JSONValue($0) }),
            "unknownSince": .time(proof.unknownSince),
        ]
    }

    init(_ query: ReadingQuery) {
        self = [
            "subject": .string(query.subject), "query": .string(query.query),
            "entries": .number(query.entries), "pages": .number(query.pages),
            "excluded": .number(query.excluded),
        ]
    }
}
