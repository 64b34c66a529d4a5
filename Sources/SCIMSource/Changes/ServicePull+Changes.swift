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
            var changes: [ReadingSubject: ListChanges] = [:]
            for subject in ReadingSubject.allCases {
                changes[subject] = try await self.changes(of: subject, since: &past)
            }
            if case .unchanged = changes[.people], case .unchanged = changes[.groups] {
                return true
            }
            if past.state?.isMergeable != true { changes = [:] }
            for subject in ReadingSubject.allCases {
                try await take(changes[subject] ?? .unknown, of: subject, since: &past)
            }
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
        guard configuration.sync != .full, let old = past.state?[subject] else { return .unknown }
        do {
            if configuration.sync == .lastModified, let changes = old.changes {
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

    /// Puts the list into the reading: as before but for its changes, or as a whole.
    private mutating func take(
        _ changes: ListChanges, of subject: ReadingSubject, since past: inout PastReading
    ) async throws {
        let changed: SCIMReadingBuilder?
        switch changes {
        case .unknown:
            try await readWhole(subject)
            return try await proveAbsences(from: subject, since: &past)
        case .unchanged: changed = nil
        case .changed(let builder, let state):
            changed = builder
            notes.lists[subject] = state
        }
        let before = builder
        let reading = try past.reading()
        builder.take(subject, of: reading, except: changed)
        if let changed { builder.take(changesOf: changed) }
        if subject == .groups, !groupsAreSound(since: reading, changed) {
            builder = before
            return try await take(.unknown, of: subject, since: &past)
        }
        notes.isPutTogether = true
        notes.lists[subject] = notes.lists[subject] ?? past.state?[subject]
        notes.lists[subject]?.ids = IDTally(builder.ids(of: subject))
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
