import Directory
import Entitlements

extension EntitlementStore {
    /// Which person each recorded account belongs to, those that are gone included: whoever comes back
    /// is the same.
    /// - Parameter includingOwn: also accounts that are named as their person is: needed when several
    ///   sources are configured.
    public func links(includingOwn: Bool = false) throws(StoreError) -> [AccountKey: PersonID] {
        try engine.read(.read) { connection in
            var links: [AccountKey: PersonID] = [:]
            var sources = TextPool<SourceID>()
            try connection.query(
                """
                SELECT s.id, a.anchor, p.id FROM accounts a
                  JOIN sources s ON s.no = a.source_no JOIN people p ON p.no = a.person_no
                WHERE ? = 1 OR p.id <> s.id || ':' || a.anchor
                """, [.integer(includingOwn ? 1 : 0)]
            ) { row in
                let source = try sources.value(row, 0, SourceID.init(rawValue:))
                links[AccountKey(source: source, anchor: Anchor(row.text(1)))] =
                    PersonID(row.text(2))
            }
            return links
        }
    }

    /// The source's last complete reading, rebuilt from rows; nil when there never was one. Its
    /// findings are with those of the run: ``findings(ofRun:)``.
    public func lastCompleteReading(of source: SourceID) throws(StoreError) -> SourceReading? {
        try engine.read(.read) { try ReadingReader(connection: $0).reading(of: source) }
    }

    /// What the source can be asked for changes with: of its last complete reading; nil when there is
    /// nothing of that kind.
    /// - Parameter inParts: whether parts of the reading can be had.
    public func baseline(
        of source: SourceID, inParts: Bool = false
    ) throws(StoreError) -> ReadingBaseline? {
        try engine.read(.read) { connection in
            try connection.first(
                """
                SELECT sync_state, whole_as_of FROM sources
                WHERE id = ? AND sync_state IS NOT NULL AND whole_as_of IS NOT NULL
                """, .text(source.rawValue),
                read: { row in
                    guard let wholeAsOf = Timestamp(row.text(1)) else {
                        throw StoreError.unreadable
                    }
                    return ReadingBaseline(
                        state: SyncState(rawValue: row.text(0)), wholeAsOf: wholeAsOf,
                        parts: inParts ? StoredParts(engine: engine, source: source) : nil
                    ) {
                        guard let reading = try lastCompleteReading(of: source) else {
                            throw StoreError.unreadable
                        }
                        return reading
                    }
                })
        }
    }
}
