import Directory
import Entitlements

extension ReadingPlan {
    /// Of a part of a source: sums over the whole of it are those that are recorded, with what the part is
    /// now in place of what it was.
    /// - Parameters:
    ///   - whole: has the part among its sources.
    ///   - last: the largest numbers of rows.
    init(
        _ part: SourcePart, of whole: OrganizationPart, in snapshot: DirectorySnapshot,
        hashes: ContentHashes, after last: (account: Int64, group: Int64),
        _ connection: any SQLConnection
    ) throws {
        let reading = part.now
        let owners = Self.owners(of: reading, in: snapshot)
        let accountContents = Self.accountContents(
            of: reading, owners.map { $0 < 0 ? nil : snapshot.people[Int($0)].id }, hashes)
        let groupContents = hashes.groups(of: reading)
        let members = PartMembers(part)
        let memberContents = reading.groups.map { members.content(of: $0.anchor) }
        var rows = Rows(
            accounts: Self.accounts(of: part, accountContents),
            groups: Self.groups(of: part, groupContents), memberGroups: [], members: [:])
        let source = try Self.sums(of: reading.source, connection)
        rows.accounts.number(from: last.account)
        rows.groups.number(from: last.group)
        members.write(to: &rows)
        let content =
            source.content &- Self.content(of: part)
            &+ Self.content(of: part, accountContents, groupContents, memberContents)
        self.init(
            reading: reading, owners: owners, accountContents: accountContents,
            groupContents: groupContents, memberContents: memberContents, content: content,
            counts: source.counts.exchanging(part.before, for: part.now), rows: rows,
            joinKeys: whole.keys)
        try count(part, in: whole.totals, connection)
    }

    private static func sums(
        of source: SourceID, _ connection: any SQLConnection
    ) throws -> (content: Int64, counts: ReadingCounts) {
        let found = try connection.first(
            "SELECT content, people, groups, memberships FROM sources WHERE id = ?",
            .text(source.rawValue), read: { ($0.integer(0), try $0.counts(1)) })
        guard let found else { throw StoreError.unreadable }
        return found
    }

    private static func accounts(of part: SourcePart, _ contents: [Int64]) -> RowMatching {
        RowMatching(
            part.now.accounts.lazy.map(\.anchor), contents, without: part.changes.accounts
        ) { part.rows.accounts[$0].map { ($0.number, $0.isGone, $0.isActive, $0.content) } }
    }

    private static func groups(of part: SourcePart, _ contents: [Int64]) -> RowMatching {
        RowMatching(part.now.groups.lazy.map(\.anchor), contents, without: part.changes.groups) {
            part.rows.groups[$0].map { ($0.number, $0.isGone, true, $0.content) }
        }
    }

    /// The summands of the part as it is recorded.
    private static func content(of part: SourcePart) -> Int64 {
        var sum: Int64 = 0
        for row in part.rows.accounts.values where !row.isGone {
            sum &+= ContentHashes.summand(row.anchor, row.content)
        }
        for row in part.rows.groups.values where !row.isGone {
            sum &+= ContentHashes.summand(
                row.anchor, row.content, members: row.membersContent)
        }
        return sum
    }

    private static func content(
        of part: SourcePart, _ accounts: [Int64], _ groups: [Int64], _ members: [Int64]
    ) -> Int64 {
        var sum: Int64 = 0
        for (index, account) in part.now.accounts.enumerated() {
            sum &+= ContentHashes.summand(account.anchor, accounts[index])
        }
        for (index, group) in part.now.groups.enumerated() {
            sum &+= ContentHashes.summand(
                group.anchor, groups[index], members: members[index])
        }
        return sum
    }
}

extension RowMatching {
    fileprivate typealias Found = (number: Int64, isGone: Bool, isActive: Bool, content: Int64)

    /// - Parameters:
    ///   - present: of what is there. **Shape:** sorted.
    ///   - contents: of each of them.
    ///   - changes: nil for what is no more.
    ///   - row: of an anchor; nil where there is none.
    fileprivate init<Now>(
        _ present: some Collection<Anchor>, _ contents: [Int64], without changes: [Anchor: Now?],
        row: (Anchor) -> Found?
    ) {
        self.init(count: contents.count)
        for (index, anchor) in present.enumerated() {
            match(
                Int32(index),
                row(anchor).map {
                    Row(
                        number: $0.number, isGone: $0.isGone, isActive: $0.isActive,
                        isSame: $0.content == contents[index])
                })
        }
        let gone = changes.filter { $0.value == nil }.keys.sorted()
        leave(
            gone.compactMap { anchor in
                row(anchor).map {
                    Leftover(number: $0.number, key: anchor.rawValue, isNew: !$0.isGone)
                }
            })
    }
}

/// Who became a member of a group of the part, and who is none any longer.
private struct PartMembers {
    let part: SourcePart

    init(_ part: SourcePart) { self.part = part }

    /// The hash of all members of a group that is there.
    func content(of group: Anchor) -> Int64 {
        // A group that was gone had nobody left.
        let row = part.rows.groups[group].flatMap { $0.isGone ? nil : $0 }
        return (row?.membersContent ?? 0) &+ sum(part.changes.begun[group])
            &- sum(part.changes.ended[group])
    }

    private func sum(_ members: EntrySet?) -> Int64 {
        let people = (members?.people ?? []).reduce(Int64(0)) {
            $0 &+ ContentHashes.member(account: $1)
        }
        return (members?.groups ?? []).reduce(people) { $0 &+ ContentHashes.member(group: $1) }
    }

    /// - Parameter rows: numbered.
    func write(to rows: inout ReadingPlan.Rows) {
        var accounts = part.rows.accounts.mapValues(\.number)
        for (index, account) in part.now.accounts.enumerated() {
            accounts[account.anchor] = rows.accounts.numbers[index]
        }
        var groups = part.rows.groups.mapValues(\.number)
        for (index, group) in part.now.groups.enumerated() {
            groups[group.anchor] = rows.groups.numbers[index]
        }
        var members: [Int32: ReadingPlan.MemberRows] = [:]
        for (index, group) in part.now.groups.enumerated() {
            let (begun, ended) = (
                part.changes.begun[group.anchor], part.changes.ended[group.anchor]
            )
            if begun == nil, ended == nil { continue }
            members[Int32(index)] = ReadingPlan.MemberRows(
                begun: .init(begun, accounts, groups), ended: .init(ended, accounts, groups))
        }
        rows.memberGroups = members.keys.sorted()
        rows.members = members
    }
}

extension ReadingPlan.EntryRows {
    fileprivate init(_ entries: EntrySet?, _ accounts: [Anchor: Int64], _ groups: [Anchor: Int64]) {
        self.init(
            accounts: (entries?.people ?? []).compactMap { accounts[$0] }.sorted(),
            groups: (entries?.groups ?? []).compactMap { groups[$0] }.sorted())
    }
}

extension ReadingCounts {
    fileprivate func exchanging(
        _ before: SourceReading, for now: SourceReading
    ) -> ReadingCounts {
        ReadingCounts(
            people: people + now.accounts.count - before.accounts.count,
            groups: groups + now.groups.count - before.groups.count,
            memberships: memberships + now.membershipCount - before.membershipCount)
    }
}
