/// What changes may have meant for entries that did not change themselves.
public struct Aftermath: Sendable, Hashable {
    /// They named an entry that was renamed or is gone, or nobody, by a name that somebody has now. What
    /// they say now, they must be asked: some servers change it silently, and how they spelled the name
    /// nobody kept.
    public let toAsk: EntrySet
    /// Entries of the baseline that are gone, or can no longer be found by what they were called.
    public let moved: EntrySet
    /// Whether somebody was below a name that is no more: who is renamed with an entry above shows
    /// no change.
    public let hasMovedSubtree: Bool
}

extension ReadingBuilder {
    /// Looks for what changes may have meant for the entries that have not come.
    /// - Parameters:
    ///   - gone: entries of the baseline that are no more.
    ///   - baseline: what was known before.
    /// - Complexity: linear in the baseline's entries and memberships
    public func aftermath(of gone: EntrySet, in baseline: SourceReading) -> Aftermath {
        var search = AftermathSearch(baseline: baseline, gone: gone)
        for (position, account) in accounts.enumerated() {
            labels.withText(at: Int32(position)) { search.add(account, label: $0) }
        }
        for group in groups { search.add(group) }
        if schema.members.contains(where: { $0.syntax == .userName }) {
            search.addSharedLogins(with: accounts)
        }
        return Aftermath(
            toAsk: search.referrers(), moved: search.moved,
            hasMovedSubtree: search.hasMovedSubtree())
    }
}

/// One look under way. A *moved* entry is gone, or can no longer be found by what it was called.
private struct AftermathSearch {
    let baseline: SourceReading
    private let gone: EntrySet
    private var arrived = EntrySet()
    /// By position in the baseline.
    private var movedAccounts: [Bool]
    private var movedGroups: [Bool]
    /// Accounts whom a login may no longer find, or not them alone.
    private var sharedLogins: Set<AccountIndex> = []
    /// What those are called who had another name, or were not there.
    private var newNames: Set<DistinguishedName.Key> = []

    init(baseline: SourceReading, gone: EntrySet) {
        self.baseline = baseline
        self.gone = gone
        movedAccounts = Array(repeating: false, count: baseline.accounts.count)
        movedGroups = Array(repeating: false, count: baseline.groups.count)
        for anchor in gone.people { account(anchor).map { movedAccounts[$0] = true } }
        for anchor in gone.groups { group(anchor).map { movedGroups[$0] = true } }
    }

    mutating func add(_ draft: AccountDraft, label: UnsafeBufferPointer<UInt8>) {
        arrived.people.insert(draft.anchor)
        let index = account(draft.anchor)
        if let index, baseline.accounts[index].location.withUTF8({ $0.isEqual(label) }) { return }
        if let index { movedAccounts[index] = true }
        if let name = try? DistinguishedName.Key(bytes: label) { newNames.insert(name) }
    }

    mutating func add(_ draft: GroupDraft) {
        arrived.groups.insert(draft.anchor)
        let index = group(draft.anchor)
        if let index, baseline.groups[index].label == draft.label { return }
        if let index { movedGroups[index] = true }
        if let name = key(of: draft.label) { newNames.insert(name) }
    }

    /// A login finds nobody or somebody else, when it changed hands or has become another's too.
    mutating func addSharedLogins(with drafts: [AccountDraft]) {
        var before: [Anchor: String] = [:]
        for anchor in arrived.people.union(gone.people) {
            guard let index = account(anchor) else { continue }
            before[anchor] = login(baseline.accounts[index].attributes)
        }
        var logins = Set(gone.people.compactMap { before[$0] })
        for draft in drafts {
            let now = login(draft.attributes)
            if now != before[draft.anchor] {
                logins.formUnion([now, before[draft.anchor]].compactMap(\.self))
            }
        }
        guard !logins.isEmpty else { return }
        for (index, account) in baseline.accounts.enumerated() {
            if let login = login(account.attributes), logins.contains(login) {
                sharedLogins.insert(AccountIndex(index))
            }
        }
    }

    var moved: EntrySet {
        EntrySet(
            people: Set(
                movedAccounts.indices.filter { movedAccounts[$0] }
                    .map { baseline.accounts[$0].anchor }),
            groups: Set(
                movedGroups.indices.filter { movedGroups[$0] }.map { baseline.groups[$0].anchor }))
    }

    /// Who names somebody that has moved, or had named nobody by a name that is somebody's now, and has
    /// neither come nor gone.
    func referrers() -> EntrySet {
        var referrers = EntrySet()
        for account in baseline.accounts {
            let isConcerned =
                switch account.manager {
                case .account(let manager): movedAccounts[Int(manager)]
                case .dangling(let name): isNew(name)
                case .none: false
                }
            if isConcerned { referrers.people.insert(account.anchor) }
        }
        for group in baseline.groups {
            if group.accounts.contains(where: {
                movedAccounts[Int($0)] || (!sharedLogins.isEmpty && sharedLogins.contains($0))
            })
                || group.groups.contains(where: { movedGroups[Int($0)] })
                || group.unresolved.contains(where: isNew)
            {
                referrers.groups.insert(group.anchor)
            }
        }
        referrers.people.subtract(arrived.people.union(gone.people))
        referrers.groups.subtract(arrived.groups.union(gone.groups))
        return referrers
    }

    func hasMovedSubtree() -> Bool {
        var names: Set<Substring> = []
        for index in movedAccounts.indices where movedAccounts[index] {
            baseline.accounts[index].location.withUTF8 { insert($0, into: &names) }
        }
        for index in movedGroups.indices where movedGroups[index] {
            var label = baseline.groups[index].label
            label.withUTF8 { insert($0, into: &names) }
        }
        if names.isEmpty { return false }
        let isBelow = { (label: UnsafeBufferPointer<UInt8>) in
            (try? DistinguishedName.Key(bytes: label))?.isBelow(names) ?? false
        }
        return baseline.accounts.contains { account in
            !arrived.people.contains(account.anchor) && account.location.withUTF8(isBelow)
        }
            || baseline.groups.contains { group in
                var label = group.label
                return !arrived.groups.contains(group.anchor) && label.withUTF8(isBelow)
            }
    }

    private func insert(_ label: UnsafeBufferPointer<UInt8>, into names: inout Set<Substring>) {
        if let key = try? DistinguishedName.Key(bytes: label) { names.insert(key.text[...]) }
    }

    /// Whether it is somebody's name now: whoever was called so may have been renamed, or be gone.
    private func isNew(_ name: String) -> Bool {
        !newNames.isEmpty && key(of: name).map(newNames.contains) ?? false
    }

    private func key(of name: String) -> DistinguishedName.Key? {
        var name = name
        return name.withUTF8 { try? DistinguishedName.Key(bytes: $0) }
    }

    private func account(_ anchor: Anchor) -> Int? {
        baseline.accounts.sortedIndex(of: anchor, by: { $0.anchor })
    }

    private func group(_ anchor: Anchor) -> Int? {
        baseline.groups.sortedIndex(of: anchor, by: { $0.anchor })
    }

    private func login(_ attributes: AttributeValues) -> String? {
        attributes[.userName].map { NormalForm.value($0, caseExact: false) }
    }
}

extension DistinguishedName.Key {
    /// Whether an entry of that name stands below one of the others: what follows each
    /// ``NormalForm/afterRelativeName`` is the name one level up.
    func isBelow(_ names: Set<Substring>) -> Bool {
        var rest = text[...]
        while let end = rest.utf8.firstIndex(of: 2) {
            rest = rest[rest.utf8.index(after: end)...]
            if names.contains(rest) { return true }
        }
        return false
    }
}
