import Directory

// Asking who has changed since.

extension ServicePull {
    /// How far a server's clocks may be apart, and how late a change may become visible.
    /// **Units:** seconds.
    static let margin: Int64 = 300

    /// Asks for those whose `meta.lastModified` is not before the reading before.
    ///
    /// Believed only where the answer shows by itself that the service filters: nobody is older than
    /// asked for, whoever had changed last is among them, and with those who are new it is as many as
    /// the service counts, so that nobody left. It is counted first: who comes after that makes the
    /// numbers differ, and does not stand in for somebody who left.
    mutating func changed(
        _ subject: ReadingSubject, _ old: ListState, _ changes: ListState.Changes,
        _ past: inout PastReading
    ) async throws -> ListChanges {
        let filter = "meta.lastModified ge \"\(changes.since)\""
        let pageSize = service.provider.pageSize(configured: service.configuration.pageSize)
        guard let everybody = try total(in: await answer(of: subject), subject),
            let few = try total(in: await answer(of: subject, where: filter), subject),
            few <= max(pageSize, everybody / 2)
        else { return .unknown }
        let query = builder.addQuery(
            subject, service.endpoints[subject].joined(separator: "/") + "?filter=" + filter)
        let found = try await apart { pull in
            try await pull.read(subject, filter: filter)
            if subject == .groups { try await pull.askForGroups(pull.builder.groupsWithoutMembers) }
        }
        builder.count(query, resources: found.ids(of: subject).count)
        let times = found.changeTimes(of: subject)
        guard found.isComplete, !found.hasRoundGroup, times.isWhole,
            let oldest = times.oldest, oldest >= changes.since,
            found.has(Anchor(changes.newest), subject)
        else { return .unknown }
        let known = Set(try past.ids(of: subject))
        let fresh = found.ids(of: subject).count { !known.contains($0) }
        guard old.ids.count + fresh == everybody else { return .unknown }
        var state = ListState(ids: old.ids)
        state.changes = self.changes(after: times) ?? changes
        return .changed(found, state)
    }

    /// What a list is to be asked for changes with, given when those who came had changed.
    /// - Returns: nil where the service shows no clock, or not of everybody when.
    func changes(after times: ChangeTimes) -> ListState.Changes? {
        guard times.isWhole, let newest = times.newest, let start = notes.start else { return nil }
        // A second before the newest: a server may compare fractions that are not known here.
        let since = min(
            start.secondsSinceEpoch - Self.margin, newest.time.secondsSinceEpoch - 1)
        return ListState.Changes(
            since: Timestamp(secondsSinceEpoch: since), newest: newest.id.rawValue)
    }
}
