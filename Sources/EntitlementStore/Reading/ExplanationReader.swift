import Directory
import Entitlements

/// Puts an explanation together, from rows alone.
struct ExplanationReader {
    private let connection: any SQLConnection
    private let state: MomentReader.State
    private let people: PersonReader
    /// Whether no past moment was asked for.
    private let isPresent: Bool

    /// - Throws: ``StoreError/Code/unknownRevision``
    init(_ connection: any SQLConnection, _ moment: Moment) throws {
        self.connection = connection
        isPresent = moment == .now
        state = try MomentReader(connection: connection).state(moment)
        people = PersonReader(connection: connection, run: state.run)
    }

    /// nil when the person or the role was not known then.
    /// - Parameters:
    ///   - scope: nil for all.
    ///   - areEnded: whether what had been lost is asked for, and not what was held.
    func explanation(
        _ person: PersonID, _ role: RoleID, _ scope: Scope?, areEnded: Bool
    ) throws -> Explanation? {
        guard let described = try people.person(person),
            let role = try connection.role(role, upTo: state.run)
        else { return nil }
        return Explanation(
            person: ExplainedPerson(
                id: person, userName: described.userName, displayName: described.displayName,
                isActive: described.isActive, accounts: try people.accounts(of: person)),
            role: role, revision: state.revision,
            holdings: try holdings(person, role.id, scope, areEnded),
            freshness: try connection.freshness(upTo: state.run))
    }

    /// One row of `entitlements`.
    private struct Row {
        let number: Int64
        let scope: Scope
        let granted: ChangePlace
        let revoked: ChangePlace?
    }

    /// Where the change stands that began or ended an entitlement.
    private struct ChangePlace {
        let revision: Int64
        let change: Int64
    }

    private func holdings(
        _ person: PersonID, _ role: RoleID, _ scope: Scope?, _ areEnded: Bool
    ) throws -> [Holding] {
        let rows = try connection.all(
            """
            SELECT e.no, e.scope, e.granted_revision, e.granted_change, e.revoked_revision,
              e.revoked_change
            FROM entitlements e JOIN people p ON p.no = e.person_no
            WHERE p.id = ? AND e.role = ? AND e.granted_revision <= ?
            ORDER BY e.granted_revision
            """, .text(person.rawValue), .text(role.rawValue), .integer(state.revision.rawValue)
        ) { row in
            let end = row.optionalInteger(4).flatMap { $0 <= state.revision.rawValue ? $0 : nil }
            return Row(
                number: row.integer(0), scope: try row.scope(1),
                granted: ChangePlace(revision: row.integer(2), change: row.integer(3)),
                revoked: end.map { ChangePlace(revision: $0, change: row.integer(5)) })
        }
        var holdings: [Holding] = []
        for row in rows
        where (row.revoked != nil) == areEnded && (scope == nil || scope == row.scope) {
            let key = EntitlementKey(person: person, role: role, scope: row.scope)
            holdings.append(try holding(key, row))
        }
        return holdings.sorted {
            ($0.entitlement.scope, $0.granted.revision) < (
                $1.entitlement.scope, $1.granted.revision
            )
        }
    }

    private func holding(_ key: EntitlementKey, _ row: Row) throws -> Holding {
        let granted = try change(row.granted)
        let reviews = granted.decisions.filter { $0.verdict == .approve }.map(\.time)
        return Holding(
            entitlement: key, scope: try rendered(key.scope),
            derivations: try derivations(of: row), granted: granted,
            revoked: try row.revoked.map(change), lastReviewed: reviews.max(),
            rejected: isPresent
                ? try RejectionReader(connection: connection).revocations(of: row.number).first
                : nil)
    }

    private func rendered(_ scope: Scope) throws -> String {
        switch scope {
        case .reports(let person), .person(let person):
            let userName = try people.person(person)?.userName
            return scope.rendered { _ in userName }
        default: return scope.description
        }
    }

    /// Those in force at the moment, or at the end of an entitlement that has ended.
    private func derivations(of row: Row) throws -> [ExplainedDerivation] {
        var run = state.run
        if let revoked = row.revoked {
            run = min(
                run,
                try connection.count(
                    "SELECT run_no FROM revisions WHERE no = ?", .integer(revoked.revision)))
        }
        let basis = try connection.first(
            """
            SELECT basis_no, since_run FROM bases_over_time
            WHERE entitlement_no = ? AND since_run <= ? ORDER BY since_run DESC LIMIT 1
            """, .integer(row.number), .integer(run),
            read: { (number: $0.integer(0), since: $0.integer(1)) })
        guard let basis else { return [] }
        let derivations = try connection.all(
            """
            SELECT d.body FROM basis_derivations b JOIN derivations d ON d.no = b.derivation_no
            WHERE b.basis_no = ?
            """, .integer(basis.number),
            read: { try StoredJSON.value(Derivation.self, of: $0.text(0)) })
        return try derivations.map { try explained($0, since: basis.since) }
            .sorted { $0.order < $1.order }
    }

    /// Where the rule stood in the run in which the derivation began.
    private func explained(_ derivation: Derivation, since run: Int64) throws -> ExplainedDerivation
    {
        let place = try connection.first(
            """
            SELECT m.title, m.file, m.line FROM mapping_rules m
              JOIN runs r ON r.mapping_no = m.mapping_no
            WHERE r.no <= ? AND m.kind = ? AND m.id = ? AND m.digest = ?
            ORDER BY r.no DESC LIMIT 1
            """, .integer(run), .text(derivation.origin.kind.rawValue),
            .text(derivation.origin.id), .bytes(derivation.origin.digest.bytes),
            read: { (title: $0.text(0), file: $0.text(1), line: Int($0.integer(2))) })
        return ExplainedDerivation(
            derivation: derivation, title: place?.title ?? derivation.origin.id,
            file: place?.file ?? "", line: place?.line ?? 1)
    }

    private func change(_ place: ChangePlace) throws -> ExplainedChange {
        let id = ChangeSetID(
            rawValue: try connection.count(
                "SELECT change_set_no FROM changes WHERE no = ?", .integer(place.change)))
        let rows = try ChangeItemRows(
            of: id, connection, where: "c.no = ?", [.integer(place.change)])
        let reader = ChangeSetReader(connection: connection)
        guard let item = rows.items.first, let summary = try reader.summary(id) else {
            throw StoreError.unreadable
        }
        let time = try connection.first(
            "SELECT time FROM revisions WHERE no = ?", .integer(place.revision),
            read: { try $0.timestamp(0) })
        return ExplainedChange(
            changeSet: id, digest: summary.digest, change: item.id, reason: item.change.reason,
            decisions: try reader.decisions(
                where: "change_set_no = ? AND change_id = ?",
                [.integer(id.rawValue), .bytes(item.id.digest.bytes)]),
            revision: Revision(place.revision), applied: time ?? summary.created)
    }
}

extension ExplainedDerivation {
    fileprivate var order: (String, String, Digest) {
        (derivation.origin.id, derivation.origin.kind.rawValue, derivation.digest)
    }
}
