import Directory
import Entitlements

extension EntitlementStore {
    /// Change sets without their changes, newest first.
    /// - Parameters:
    ///   - states: nil for all.
    ///   - limit: nil for all.
    public func changeSets(states: Set<ChangeSetState>? = nil, limit: Int? = nil)
        throws(StoreError) -> [ChangeSetSummary]
    {
        try engine.read(.read) { connection in
            let reader = ChangeSetReader(connection: connection)
            guard let states else { return try reader.summaries(limit: limit) }
            if states.isEmpty { return [] }
            let marks = states.map { _ in "?" }.joined(separator: ", ")
            return try reader.summaries(
                where: "t.state IN (\(marks))", states.map { .text($0.rawValue) }, limit: limit)
        }
    }

    /// The one that waits; nil when none does.
    public func pendingChangeSet() throws(StoreError) -> ChangeSetID? {
        try engine.read(.read) { try ChangeSetReader(connection: $0).pending() }
    }

    /// - Throws: ``StoreError/Code/unknownChangeSet``
    public func changeSet(_ id: ChangeSetID) throws(StoreError) -> StoredChangeSet {
        try engine.read(.read) { connection in
            let reader = ChangeSetReader(connection: connection)
            guard let summary = try reader.summary(id) else {
                throw StoreError(.unknownChangeSet, while: .read, detail: "change set \(id)")
            }
            let rows = try ChangeItemRows(of: id, connection)
            return StoredChangeSet(
                summary: summary,
                changeSet: ChangeSet(
                    digest: summary.digest, items: rows.items, guards: summary.guards),
                decisions: try reader.decisions(of: id), settled: rows.settled,
                applied: rows.applied)
        }
    }

    /// The derivations of these digests; one that the store does not know is left out.
    public func derivations(_ digests: Set<Digest>) throws(StoreError) -> [Digest: Derivation] {
        try engine.read(.read) { connection in
            var derivations: [Digest: Derivation] = [:]
            for digest in digests {
                derivations[digest] = try connection.first(
                    "SELECT body FROM derivations WHERE digest = ?", .bytes(digest.bytes)
                ) { try StoredJSON.value(Derivation.self, of: $0.text(0)) }
            }
            return derivations
        }
    }

    /// What was said of the changes of a set. **Shape:** in the order in which it was recorded.
    public func decisions(on id: ChangeSetID) throws(StoreError) -> [Decision] {
        try engine.read(.read) { try ChangeSetReader(connection: $0).decisions(of: id) }
    }

    /// Records decisions on changes of a change set that waits, or approvals of what was rejected in
    /// the last one. What they come to is not the store's to judge.
    /// - Throws: ``StoreError/Code/unknownChangeSet``, ``StoreError/Code/closedChangeSet``,
    ///   ``StoreError/Code/unknownChange``: nothing was recorded.
    public func record(_ decisions: [Decision], for id: ChangeSetID) throws(StoreError) {
        if decisions.isEmpty { return }
        try engine.write(.decide) { connection in
            if try !mayBeTakenBack(decisions, id, connection) {
                try requirePending(id, connection, while: .decide)
            }
            try DecisionWriter(connection: connection).write(decisions, id)
        }
    }

    /// Whether they approve what was rejected in a set that is closed and the last one: the next run
    /// then proposes it again.
    private func mayBeTakenBack(
        _ decisions: [Decision], _ id: ChangeSetID, _ connection: any SQLConnection
    ) throws -> Bool {
        let latest = try ChangeSetReader(connection: connection).latest()
        guard let latest, latest.id == id, latest.state == .applied || latest.state == .rejected
        else { return false }
        let rejected = Set(
            try ChangeItemRows(of: id, connection, where: "s.state = 'rejected'").items.map(\.id))
        return decisions.allSatisfy { $0.verdict == .approve && rejected.contains($0.change) }
    }

    /// The change set, for those who may only touch one that waits.
    /// - Throws: ``StoreError/Code/unknownChangeSet``, ``StoreError/Code/closedChangeSet``
    @discardableResult
    func requirePending(
        _ id: ChangeSetID, _ connection: any SQLConnection,
        while operation: StoreError.Operation
    ) throws -> ChangeSetSummary {
        guard let summary = try ChangeSetReader(connection: connection).summary(id) else {
            throw StoreError(.unknownChangeSet, while: operation, detail: "change set \(id)")
        }
        guard summary.state == .pending else {
            throw StoreError(
                .closedChangeSet, while: operation,
                detail: "change set \(id) is \(summary.state.rawValue)")
        }
        return summary
    }
}
