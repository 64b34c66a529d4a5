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
        for root in 0..<Int32(table.count) {
            let accounts = proposed[root]
            guard accounts.contains(where: { current[Int($0)] != root }) else { continue }
            let heads = accounts.filter { current[Int($0)] == $0 }
            guard heads.count > 1 else { continue }
            if speaksAgainst(accounts, current) {
                report(heads, of: accounts, key)
            } else {
                for head in heads { sets.unite(root, head) }
            }
        }
    }

    /// The people: each one's accounts, and who they are.
    consuming func people() -> (accounts: IndexRows, ids: [PersonID]) {
        let rows = IndexRows(grouping: sets.roots(), rows: table.count)
        var accounts = IndexRows()
        var ids: [PersonID] = []
        ids.reserveCapacity(table.count)
        for root in 0..<Int32(table.count) {
            let row = rows[root]
            guard let first = row.first else { continue }
            accounts.append(row)
            let known = recorded.isEmpty ? nil : row.first { recorded[$0] != nil }
            ids.append(known.flatMap { recorded[$0] } ?? table.ownID(of: first))
        }
        return (accounts, ids)
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

    /// For each value of the key the accounts that have it, ascending.
    private func holders(of key: Attribute) -> [[Int32]] {
        let isExact = key.definition.caseExact
        var numbers: [String: Int] = [:]
        var holders: [[Int32]] = []
        for account in 0..<Int32(table.count) {
            for entry in table[account].attributes.entries where entry.attribute == key {
                let value = isExact ? entry.value : entry.value.lowercased()
                if let number = numbers[value] {
                    holders[number].append(account)
                } else {
                    numbers[value] = holders.count
                    holders.append([account])
                }
            }
        }
        return holders
    }

    private func speaksAgainst(_ accounts: ArraySlice<Int32>, _ current: [Int32]) -> Bool {
        Set(accounts.compactMap { recorded[$0] }).count > 1
            || !rivals(among: accounts, current).isEmpty
    }

    /// The accounts of which another in the list has the same source and is somebody else's.
    /// - Parameter accounts: ascending, so that those of one source stand together.
    private func rivals(among accounts: ArraySlice<Int32>, _ current: [Int32]) -> [Int32] {
        var rivals: Set<Int32> = []
        for (one, other) in zip(accounts, accounts.dropFirst())
        where table.source(of: one) == table.source(of: other)
            && current[Int(one)] != current[Int(other)]
        {
            rivals.formUnion([one, other])
        }
        return rivals.sorted()
    }

    private mutating func report(
        _ heads: [Int32], of accounts: ArraySlice<Int32>, _ key: Attribute
    ) {
        let isRecorded = accounts.contains { recorded[$0] != nil }
        for head in heads {
            findings.add(
                .warning,
                isRecorded ? "correlation.recorded-link-disagrees" : "correlation.keys-disagree",
                isRecorded
                    ? "\(key) now points to another person than the recorded one, who is kept"
                    : "\(key) would join different people, so that nobody is joined by it",
                at: table.place(of: head), hint: "correct the value of \(key) in the sources")
        }
    }
}
