import Directory

/// Proves what a refresh claims by searches of the usual kind: nobody loses anything on the word of a
/// list alone.
struct Confirmation {
    private let configuration: LDAPConfiguration
    private let connection: Connection
    private let known: SourceReading

    init(_ configuration: LDAPConfiguration, _ connection: Connection, _ known: SourceReading) {
        self.configuration = configuration
        self.connection = connection
        self.known = known
    }

    /// - Throws: ``Doubt`` when it is not so, ``LDAPError``
    func confirm(
        _ refresh: RefreshSearch.Refresh, of subject: ReadingSubject, arrived: Set<Anchor>,
        gone: Set<Anchor>
    ) throws {
        if refresh.namesDeleted {
            try confirmCookie(subject, arrived.union(gone))
        } else {
            guard gone.count <= Self.mostAsked else { throw Doubt.tooMany }
            // A list with a gap would remove whoever is in the gap.
            guard try count(subject, gone) == 0 else { throw Doubt.partial }
        }
    }

    /// A server that takes a cookie for none sends all that there is, and names nobody who is gone.
    /// So one who is there and did not come shows that it was understood.
    private func confirmCookie(_ subject: ReadingSubject, _ mentioned: Set<Anchor>) throws {
        let witness =
            subject == .people
            ? known.accounts.lazy.map(\.anchor).first { !mentioned.contains($0) }
            : known.groups.lazy.map(\.anchor).first { !mentioned.contains($0) }
        guard let witness else { return }
        guard try count(subject, [witness]) == 1 else { throw Doubt.forgotten }
    }

    /// How many of them are there.
    private func count(_ subject: ReadingSubject, _ anchors: Set<Anchor>) throws -> Int {
        let anchor = configuration.schema.anchor
        var count = 0
        for search in Self.searches(subject, for: anchors, of: configuration) {
            var sample = AnchorSample(anchor: anchor, operation: search.operation)
            try PagedSearch(
                connection: connection, search: search.asking(for: [anchor]),
                bind: configuration.bind
            ).run(into: &sample)
            count += sample.entries
        }
        return count
    }

    /// Searches that find the entries, some at a time; none when there are none.
    static func searches(
        _ subject: ReadingSubject, for anchors: Set<Anchor>, of configuration: LDAPConfiguration
    ) -> [SearchRequest] {
        let whole = SearchRequest(subject, of: configuration)
        let sorted = anchors.sorted()
        return stride(from: 0, to: sorted.count, by: mostInFilter).map { start in
            let part = sorted[start..<min(start + mostInFilter, sorted.count)]
            return whole.narrowed(to: part, of: configuration.schema.anchor)
        }
    }

    /// **Units:** entries; to read everything is cheaper than to ask more.
    static let mostAsked = 1000
    private static let mostInFilter = 250
}
