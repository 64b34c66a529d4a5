import Directory
import Entitlements

/// How one complete reading differs from what is stored of its source.
struct ReadingPlan: Sendable {
    /// A complete one.
    let reading: SourceReading
    /// For each account its person, as an index into the snapshot.
    let owners: [PersonIndex]
    /// For each account the hash of what its row describes, its person among it.
    let accountContents: [Int64]
    /// For each group the hash of what its row describes, without members.
    let groupContents: [Int64]
    /// For each group the hash of its members.
    let memberContents: [Int64]
    /// One hash over everything that the source holds: a sum, so that a part of it can be exchanged.
    let content: Int64
    /// How much the source holds.
    let counts: ReadingCounts
    /// nil when nothing of the source has changed.
    var rows: Rows?
    /// By what the accounts are joined with those of other sources.
    private(set) var joinKeys = JoinKeys(attributes: [])
    /// Whether accounts cannot be found by these yet.
    private(set) var areKeysNew = false
    /// Who has which attribute, and had it.
    private(set) var attributes: [Attribute: SnapshotDelta.AttributeHolders] = [:]
    /// Who is inactive, and was.
    private(set) var inactiveAccounts = SnapshotDelta.InactiveAccounts(recorded: 0, now: 0)

    /// The stored rows of a source that has changed.
    struct Rows: Sendable {
        /// By anchor.
        var accounts: RowMatching
        /// By anchor.
        var groups: RowMatching
        /// Groups whose members changed, new and returned ones among them. **Shape:** ascending.
        var memberGroups: [Int32]
        /// Of a part of the source, by group, what changed about the members; nil when the reading
        /// holds every member.
        var members: [Int32: MemberRows]?
    }

    /// Memberships of one group that begin and end, by the rows of the members.
    struct MemberRows: Sendable {
        var begun = EntryRows()
        var ended = EntryRows()
    }

    /// **Shape:** ascending.
    struct EntryRows: Sendable {
        var accounts: [Int64] = []
        var groups: [Int64] = []
    }

    /// Of a reading that the snapshot was made of.
    init(_ reading: SourceReading, in snapshot: DirectorySnapshot, hashes: ContentHashes) {
        let owners = Self.owners(of: reading, in: snapshot)
        self.init(
            reading, owners: owners,
            ids: owners.map { $0 < 0 ? nil : snapshot.people[Int($0)].id }, hashes)
    }

    /// Of a reading out of the store, whose people are known by id alone.
    init(_ reading: SourceReading, owners: [PersonID?], hashes: ContentHashes) {
        self.init(reading, owners: [], ids: owners, hashes)
    }

    private init(
        _ reading: SourceReading, owners: [PersonIndex], ids: [PersonID?], _ hashes: ContentHashes
    ) {
        self.reading = reading
        self.owners = owners
        accountContents = Self.accountContents(of: reading, ids, hashes)
        groupContents = hashes.groups(of: reading)
        memberContents = hashes.members(of: reading)
        var whole: Int64 = 0
        for (account, content) in zip(reading.accounts, accountContents) {
            whole &+= ContentHashes.summand(account.anchor, content)
        }
        for (index, group) in reading.groups.enumerated() {
            whole &+= ContentHashes.summand(
                group.anchor, groupContents[index], members: memberContents[index])
        }
        content = whole
        counts = ReadingCounts(
            people: reading.accounts.count, groups: reading.groups.count,
            memberships: reading.membershipCount)
    }

    /// Of a part of a source, matched.
    init(
        reading: SourceReading, owners: [PersonIndex], accountContents: [Int64],
        groupContents: [Int64], memberContents: [Int64], content: Int64, counts: ReadingCounts,
        rows: Rows, joinKeys: JoinKeys
    ) {
        self.reading = reading
        self.owners = owners
        self.accountContents = accountContents
        self.groupContents = groupContents
        self.memberContents = memberContents
        self.content = content
        self.counts = counts
        self.rows = rows
        self.joinKeys = joinKeys
    }

    /// An account that is given to another person has changed, whatever it says.
    static func accountContents(
        of reading: SourceReading, _ people: [PersonID?], _ hashes: ContentHashes
    ) -> [Int64] {
        var accounts = hashes.accounts(of: reading)
        for (index, id) in people.enumerated() {
            var hash = ContentHash()
            hash.add(accounts[index])
            if let id { hash.add(id) }
            accounts[index] = hash.value
        }
        return accounts
    }

    /// Counts who has which attribute in the whole source.
    /// - Parameter totals: as the last run left them.
    mutating func count(
        _ part: SourcePart, in totals: Totals, _ connection: any SQLConnection
    ) throws {
        var before = Totals()
        before.addAccounts(of: part.before)
        let elsewhere = totals - before
        attributes = try AttributeTally(self, connection, elsewhere: elsewhere).holders
        let source = reading.source.rawValue
        inactiveAccounts = SnapshotDelta.InactiveAccounts(
            recorded: totals[.inactive, source],
            now: elsewhere[.inactive, source] + reading.accounts.count { !$0.isActive })
    }

    /// Compares with the stored rows, unless the hash of the whole says that it is the same.
    /// - Parameter keys: by what the accounts are joined with those of other sources.
    mutating func match(_ connection: any SQLConnection, joinedBy keys: JoinKeys) throws {
        joinKeys = keys
        try matchRows(connection)
        attributes = try AttributeTally(self, connection).holders
        let now = reading.accounts.count { !$0.isActive }
        inactiveAccounts = SnapshotDelta.InactiveAccounts(
            recorded: rows?.accounts.inactiveRows ?? now, now: now)
    }

    private mutating func matchRows(_ connection: any SQLConnection) throws {
        let source = SQLValue.text(reading.source.rawValue)
        let stored = try connection.first(
            "SELECT content, account_keys FROM sources WHERE id = ? AND complete_run IS NOT NULL",
            source, read: { (content: $0.integer(0), keys: $0.optionalText(1)) })
        areKeysNew = joinKeys.text != nil && stored?.keys != joinKeys.text
        if stored?.content == content, !areKeysNew { return }
        let accounts = reading.accounts
        let matchedAccounts = try RowMatching(
            contents: accountContents, key: { accounts[$0].anchor },
            rows: {
                try connection.query(
                    """
                    SELECT a.no, a.anchor, a.until_run, a.content, a.is_active
                    FROM accounts a JOIN sources s ON s.no = a.source_no
                    WHERE s.id = ? ORDER BY a.anchor
                    """, [source], $0)
            })
        let groups = reading.groups
        let matchedGroups = try RowMatching(
            contents: groupContents, key: { groups[$0].anchor },
            rows: {
                try connection.query(
                    """
                    SELECT g.no, g.anchor, g.until_run, g.content, 1
                    FROM groups g JOIN sources s ON s.no = g.source_no
                    WHERE s.id = ? ORDER BY g.anchor
                    """, [source], $0)
            })
        rows = Rows(
            accounts: matchedAccounts, groups: matchedGroups,
            memberGroups: try changedMembers(connection, source, matchedGroups), members: nil)
    }

    private func changedMembers(
        _ connection: any SQLConnection, _ source: SQLValue, _ groups: RowMatching
    ) throws -> [Int32] {
        var stored: [Int64: Int64] = [:]
        try connection.query(
            """
            SELECT g.no, g.members_content FROM groups g JOIN sources s ON s.no = g.source_no
            WHERE s.id = ? AND g.until_run IS NULL
            """, [source]
        ) { stored[$0.integer(0)] = $0.integer(1) }
        return groups.numbers.indices.filter { stored[groups.numbers[$0]] != memberContents[$0] }
            .map(Int32.init)
    }

    /// The people of the snapshot come nearly in the order of the accounts.
    static func owners(of reading: SourceReading, in snapshot: DirectorySnapshot)
        -> [PersonIndex]
    {
        var owners = [PersonIndex](repeating: -1, count: reading.accounts.count)
        var next = 0
        for (index, person) in snapshot.people.enumerated() {
            for key in person.accounts where key.source == reading.source {
                if next >= owners.count || reading.accounts[next].anchor != key.anchor {
                    next = reading.accounts.partitionPoint { $0.anchor < key.anchor }
                }
                guard next < owners.count, reading.accounts[next].anchor == key.anchor else {
                    continue
                }
                owners[next] = PersonIndex(index)
                next += 1
            }
        }
        return owners
    }
}
