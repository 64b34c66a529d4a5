import Directory

/// What a list says when it is asked for what has changed.
enum ListChanges {
    /// Nothing that could be believed: it is to be read as a whole.
    case unknown
    case unchanged
    /// Those who changed or are new, all of them; everybody else is as before.
    case changed(SCIMReadingBuilder, ListState)
}

extension ServicePull {
    /// Reads what has changed; as a whole each list that cannot tell. Trouble ends as a reason of the
    /// reading.
    /// - Returns: whether there is nothing that changed, and so nothing in the reading.
    /// - Throws: `CancellationError`, and ``PastReading/Unavailable``.
    mutating func run(since past: inout PastReading) async throws -> Bool {
        do {
            try await discover()
            var people = try await changes(of: .people, since: &past)
            var groups = try await changes(of: .groups, since: &past)
            if case (.unchanged, .unchanged) = (people, groups) { return true }
            if past.state?.isMergeable != true { (people, groups) = (.unknown, .unknown) }
            try await take(people, groups, since: &past)
        } catch let error as PastReading.Unavailable {
            throw error
        } catch {
            builder.markIncomplete(try Self.reason(of: error))
        }
        return false
    }

    private mutating func changes(
        of subject: ReadingSubject, since past: inout PastReading
    ) async throws -> ListChanges {
        guard service.configuration.sync != .full, let old = past.state?[subject] else {
            return .unknown
        }
        do {
            if service.configuration.sync == .lastModified, let changes = old.changes {
                return try await changed(subject, old, changes, &past)
            }
            return try await unmodified(subject, old)
        } catch is Incomplete {
            // What is wrong with the service is for the whole reading to say.
            return .unknown
        } catch is SCIMPageError {
            return .unknown
        }
    }

    /// Puts the lists into the reading: as before but for their changes, or as a whole. Whether groups
    /// can be put together shows when the people are there.
    private mutating func take(
        _ people: ListChanges, _ groups: ListChanges, since past: inout PastReading
    ) async throws {
        var whole = ReadingSubject.allCases
        if try putTogether(.people, people, since: &past) { whole = [.groups] }
        if case .unknown = groups { return try await readWhole(whole, since: &past) }
        if whole.contains(.people) { try await readWhole([.people], since: &past) }
        if try !putTogether(.groups, groups, since: &past) {
            try await readWhole([.groups], since: &past)
        }
    }

    private mutating func readWhole(
        _ subjects: [ReadingSubject], since past: inout PastReading
    ) async throws {
        try await readWhole(subjects)
        for subject in subjects { try await proveAbsences(from: subject, since: &past) }
    }

    /// Puts a list into the reading as it was before, but for its changes.
    /// - Returns: false where that cannot be believed; then the reading is as it was.
    private mutating func putTogether(
        _ subject: ReadingSubject, _ changes: ListChanges, since past: inout PastReading
    ) throws -> Bool {
        let changed: SCIMReadingBuilder?
        var state = past.state?[subject]
        switch changes {
        case .unknown: return false
        case .unchanged: changed = nil
        case .changed(let builder, let list): (changed, state) = (builder, list)
        }
        let before = builder
        let reading = try past.reading()
        builder.take(subject, of: reading, except: changed)
        if let changed { builder.take(changesOf: changed) }
        if subject == .groups, !groupsAreSound(since: reading, changed) {
            builder = before
            return false
        }
        state?.ids = builder.tally(of: subject)
        notes.lists[subject] = state
        notes.isPutTogether = true
        return true
    }

    /// Whether groups that were put together are as a whole reading would have them, without a
    /// further question.
    private func groupsAreSound(
        since reading: SourceReading, _ changed: SCIMReadingBuilder?
    ) -> Bool {
        !builder.hasNoMembers && builder.groupsPerhapsCapped.isEmpty && !builder.sharesIDs
            && !builder.hasOpenReference(since: reading, except: changed)
    }
}
