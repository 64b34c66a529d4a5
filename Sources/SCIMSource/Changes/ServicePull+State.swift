import Diagnostics
import Directory

// What a reading leaves behind for the next one.

extension ServicePull {
    /// Notes what the list that was just read as a whole leaves behind.
    mutating func remember(_ subject: ReadingSubject) {
        let ids = builder.tally(of: subject)
        var list =
            service.configuration.sync == .full
            ? ListState(ids: ids) : notes.list(of: ids, subject)
        let isToldByGroups = subject == .people || !notes.findsMembersByFilter
        if service.configuration.sync == .lastModified, isToldByGroups {
            list.changes = changes(after: builder.changeTimes(of: subject))
        }
        notes.lists[subject] = list
    }

    /// The reading, with what it leaves behind.
    /// - Parameter wholeAsOf: nil when everything was asked for.
    consuming func finish(
        from start: Timestamp, to end: Timestamp, wholeAsOf: Timestamp? = nil
    ) -> SourceReading {
        let (lists, fingerprint) = (notes.lists, service.configuration.fingerprint)
        let sharesIDs = builder.sharesIDs
        // Handed over: what ends a reading takes it apart, and must not work on a copy.
        var whole = SCIMReadingBuilder(source: service.configuration.id)
        swap(&whole, &builder)
        var reading = (consume whole).finish(from: start, to: end, wholeAsOf: wholeAsOf)
        guard let people = lists[.people], let groups = lists[.groups] else { return reading }
        let state = SCIMState(
            fingerprint: fingerprint, people: people, groups: groups,
            isMergeable: !sharesIDs && !reading.namesByLogin)
        reading.state = state.syncState
        return reading
    }
}

extension SCIMConfiguration {
    /// What a state depends on: of another service, or with other pages, it says nothing.
    var fingerprint: String {
        "\(sync.rawValue) \(pageSize.map(String.init) ?? "-") \(url.text)"
    }
}

extension SourceReading {
    /// Whether a member or manager is named by a login, which may be somebody else's one day.
    fileprivate var namesByLogin: Bool {
        let codes = [SCIMFinding.memberByUserName.code, SCIMFinding.managerByUserName.code]
        return diagnostics.contains { codes.contains($0.code) }
    }
}
