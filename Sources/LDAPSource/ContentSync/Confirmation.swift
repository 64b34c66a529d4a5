import Directory

/// Proves what a refresh claims by searches of the usual kind: nobody loses anything on the word of a
/// list alone.
struct Confirmation {
    private let configuration: LDAPConfiguration
    private let connection: Connection
    private let other: (ReadingSubject, Set<Anchor>) throws -> Anchor?

    /// - Parameter other: somebody who was there before, besides those it is given.
    init(
        _ configuration: LDAPConfiguration, _ connection: Connection,
        other: @escaping (ReadingSubject, Set<Anchor>) throws -> Anchor?
    ) {
        self.configuration = configuration
        self.connection = connection
        self.other = other
    }

    /// - Throws: ``Doubt`` when it is not so, ``LDAPError``
    func confirm(
        _ refresh: RefreshSearch.Refresh, of subject: ReadingSubject, arrived: Set<Anchor>,
        gone: Set<Anchor>
    ) throws {
        if refresh.namesDeleted {
            try confirmCookie(subject, arrived.union(gone))
        } else {
            guard gone.count <= Changes.mostAsked else { throw Doubt.tooMany }
            // A list with a gap would remove whoever is in the gap.
            guard try count(subject, gone) == 0 else { throw Doubt.partial }
        }
    }

    /// A server that takes a cookie for none sends all that there is, and names nobody who is gone.
    /// So one who is there and did not come shows that it was understood.
    private func confirmCookie(_ subject: ReadingSubject, _ mentioned: Set<Anchor>) throws {
        guard let witness = try other(subject, mentioned) else { return }
        guard try count(subject, [witness]) == 1 else { throw Doubt.forgotten }
    }

    /// How many of them are there.
    private func count(_ subject: ReadingSubject, _ anchors: Set<Anchor>) throws -> Int {
        try SearchRequest.searches(subject, for: anchors, of: configuration).reduce(0) {
            try $0 + EntryList.read($1, of: configuration, over: connection).entries.count
        }
    }
}
