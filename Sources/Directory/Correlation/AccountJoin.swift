import Diagnostics

/// Finds out which accounts are one person's: by what was recorded, then by the configured keys.
///
/// Whatever a key would join is joined only when nothing speaks against it: no two accounts of one
/// source and no two recorded people would become one. Otherwise nobody is joined, and it is a
/// finding. The order of accounts makes no difference.
struct AccountJoin {
    private let table: AccountTable
    private var sets: DisjointSets
    /// The recorded person of an account, for accounts that have one.
    private var recorded: [Int32: PersonID] = [:]
    private(set) var findings = FindingList()

    /// Nobody is joined yet: each account is a person.
    init(_ table: AccountTable) {
        self.table = table
        sets = DisjointSets(count: table.count)
    }

    /// Joins the accounts that were recorded as one person's.
    mutating func join(recorded known: [AccountKey: PersonID]) {
        guard !known.isEmpty else { return }
        let people = Set(known.values)
        var first: [PersonID: Int32] = [:]
        for account in 0..<Int32(table.count) {
            let own = table.ownID(of: account)
            let id = known[table.key(of: account)] ?? (people.contains(own) ? own : nil)
            guard let id else { continue }
            recorded[account] = id
            if let other = first[id] {
                sets.unite(other, account)
            } else {
                first[id] = account
            }
        }
    }

    /// Joins the accounts of different sources that have a value of the key in common.
    mutating func join(by key: Attribute) {
        let current = sets.roots()
        var proposal = sets
        for holders in sharedValues(of: key, from: current) {
            for holder in holders.dropFirst() { proposal.unite(holders[0], holder) }
        }
        let proposed = IndexRows(grouping: proposal.roots(), rows: table.count)
        for root in 0..<Int32(table.count) where proposed[root].count > 1 {
            let accounts = proposed[root]
            let heads = accounts.filter { current[Int($0)] == $0 }
            guard heads.count > 1 else { continue }
            if speaksAgainst(accounts, current) {
                report(heads, of: accounts, key)
            } else {
                for head in heads { sets.unite(root, head) }
            }
        }
    }

    /// The people, each with one row of accounts: row `heads[i]` is that of `ids[i]`.
    mutating func people() -> JoinedPeople {
        let rows = IndexRows(grouping: sets.roots(), rows: table.count)
        let heads = (0..<Int32(table.count)).filter { !rows[$0].isEmpty }
        return JoinedPeople(
            accounts: rows, heads: heads, hasRecorded: !recorded.isEmpty,
            ids: heads.map { head in
                let known = recorded.isEmpty ? nil : rows[head].first { recorded[$0] != nil }
                return known.flatMap { recorded[$0] } ?? table.ownID(of: head)
            })
    }

    /// For each value that several sources have, the accounts that have it; a value that two people
    /// of one source have is reported instead.
    private mutating func sharedValues(of key: Attribute, from current: [Int32]) -> [[Int32]] {
        var shared: [[Int32]] = []
        for holders in holders(of: key) {
            guard let first = holders.first, let last = holders.last,
                table.source(of: first) != table.source(of: last)
            else { continue }
            let doubled = rivals(among: holders[...], current)
            if doubled.isEmpty { shared.append(holders) }
            for account in doubled {
                findings.add(
                    .warning, "correlation.ambiguous-key",
                    "the value of \(key) belongs to several accounts of this source, so that nobody"
                        + " is joined by it",
                    at: table.place(of: account),
                    hint: "give each account a value of its own, or correlate by another key")
            }
        }
        return shared
    }

    /// For each value of the key that occurs twice or more the accounts that have it, ascending.
    private func holders(of key: Attribute) -> [[Int32]] {
        let isExact = key.definition.caseExact
        var numbers: [String: Int32] = [:]
        numbers.reserveCapacity(table.count)
        var values: [Int32] = []
        var accounts: [Int32] = []
        for (account, record) in table.accounts.enumerated() {
            for entry in record.attributes.entries where entry.attribute == key {
                let value = isExact ? entry.value : entry.value.lowercased()
                let fresh = Int32(numbers.count)
                values.append(numbers[value, default: fresh])
                if values[values.count - 1] == fresh { numbers[value] = fresh }
                accounts.append(Int32(account))
            }
        }
        let rows = IndexRows(grouping: values, rows: numbers.count)
        return (0..<Int32(rows.count)).compactMap { value in
            rows[value].count > 1 ? rows[value].map { accounts[Int($0)] } : nil
        }
    }

    private func speaksAgainst(_ accounts: ArraySlice<Int32>, _ current: [Int32]) -> Bool {
        if !rivals(among: accounts, current).isEmpty { return true }
        guard !recorded.isEmpty else { return false }
        var person: PersonID?
        for account in accounts {
            guard let other = recorded[account] else { continue }
            if let person, person != other { return true }
            person = other
        }
        return false
    }

    /// The accounts of which another in the list has the same source and is somebody else's.
    /// - Parameter accounts: ascending, so that those of one source stand together.
    private func rivals(among accounts: ArraySlice<Int32>, _ current: [Int32]) -> [Int32] {
        var rivals: [Int32] = []
        for (one, other) in zip(accounts, accounts.dropFirst())
        where table.source(of: one) == table.source(of: other)
            && current[Int(one)] != current[Int(other)]
        {
            rivals += [one, other]
        }
        return rivals.isEmpty ? [] : rivals.sortedUnique()
    }

    private mutating func report(
        _ heads: [Int32], of accounts: ArraySlice<Int32>, _ key: Attribute
    ) {
        let isRecorded = accounts.contains { recorded[$0] != nil }
        for head in heads {
            findings.add(
                .warning,
                isRecorded
                    ? "correlation.recorded-link-disagrees" : Correlation.keysDisagreeCode,
                isRecorded
                    ? "\(key) now points to another person than the recorded one, who is kept"
                    : "\(key) would join different people, so that nobody is joined by it",
                at: table.place(of: head), hint: "correct the value of \(key) in the sources")
        }
    }
}

/// Who has which accounts.
struct JoinedPeople {
    /// Rows of accounts, one for each person and empty ones between.
    let accounts: IndexRows
    /// For each person the row; parallel to ``ids``.
    let heads: [Int32]
    /// Whether some id is a recorded one, and not that of the person's account.
    let hasRecorded: Bool
    /// **Shape:** unique, in no order.
    let ids: [PersonID]
}
