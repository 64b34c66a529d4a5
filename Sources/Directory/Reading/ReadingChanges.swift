/// How a reading differs from the one of the same source before it, positions aside.
public struct ReadingChanges: Sendable {
    /// An account as it is now.
    public struct AccountNow: Sendable {
        /// Its ``Account/manager`` is never another account: that is ``manager``.
        public let account: Account
        /// The account that it names as its manager.
        public let manager: Anchor?
    }

    /// A group as it is now, its members apart.
    public struct GroupNow: Sendable, Hashable {
        public let label: String
        public let display: String
        /// See ``DirectoryGroup/unresolved``.
        public let unresolved: [String]
    }

    /// Those that are new or say something else; nil for those that are no more.
    public private(set) var accounts: [Anchor: AccountNow?] = [:]
    /// As ``accounts``.
    public private(set) var groups: [Anchor: GroupNow?] = [:]
    /// By group, who is a member now. **Shape:** groups that are there now.
    public private(set) var begun: [Anchor: EntrySet] = [:]
    /// By group, who is none any longer. **Shape:** groups that were there and are there now.
    public private(set) var ended: [Anchor: EntrySet] = [:]

    /// **Units:** accounts and groups that differ, and memberships.
    public var count: Int {
        accounts.count + groups.count
            + (Array(begun.values) + Array(ended.values)).reduce(0) { $0 + $1.count }
    }

    /// None.
    public init() {}

    /// - Complexity: linear in accounts and memberships.
    public init(from before: SourceReading, to now: SourceReading) {
        let accounts = Alignment(before.accounts, now.accounts, by: \.anchor)
        let groups = Alignment(before.groups, now.groups, by: \.anchor)
        for index in accounts.gone { self.accounts[before.accounts[index].anchor] = .some(nil) }
        for index in groups.gone { self.groups[before.groups[index].anchor] = .some(nil) }
        for (index, account) in now.accounts.enumerated() {
            if let former = accounts.former[index], account.isSame(as: before.accounts[former]),
                Self.isSame(before.accounts[former].manager, account.manager, accounts)
            {
                continue
            }
            self.accounts[account.anchor] = AccountNow(account, in: now)
        }
        for (index, group) in now.groups.enumerated() {
            guard let former = groups.former[index] else {
                self.groups[group.anchor] = GroupNow(group)
                add(group, [], [], now)
                continue
            }
            let known = before.groups[former]
            if GroupNow(known) != GroupNow(group) { self.groups[group.anchor] = GroupNow(group) }
            let people = accounts.moved(known.accounts)
            let nested = groups.moved(known.groups)
            // Who is gone is a member no more, too.
            let isShorter =
                people.count < known.accounts.count || nested.count < known.groups.count
            if isShorter || people != group.accounts || nested != group.groups {
                add(group, people, nested, now)
                remove(from: known, group, accounts, groups, before)
            }
        }
    }

    private mutating func add(
        _ group: DirectoryGroup, _ people: [AccountIndex], _ nested: [Int32], _ now: SourceReading
    ) {
        let (people, nested) = (Set(people), Set(nested))
        let members = EntrySet(
            people: Set(group.accounts.filter { !people.contains($0) }.map(now.account)),
            groups: Set(group.groups.filter { !nested.contains($0) }.map(now.group)))
        if !members.isEmpty { begun[group.anchor] = members }
    }

    private mutating func remove(
        from known: DirectoryGroup, _ group: DirectoryGroup, _ accounts: Alignment,
        _ groups: Alignment, _ before: SourceReading
    ) {
        let (people, nested) = (Set(group.accounts), Set(group.groups))
        let members = EntrySet(
            people: Set(
                known.accounts.filter { !people.contains(accounts.position[Int($0)]) }
                    .map(before.account)),
            groups: Set(
                known.groups.filter { !nested.contains(groups.position[Int($0)]) }
                    .map(before.group)))
        if !members.isEmpty { ended[group.anchor] = members }
    }

    private static func isSame(
        _ former: ManagerReference, _ now: ManagerReference, _ accounts: Alignment
    ) -> Bool {
        guard case .account(let index) = former else { return former == now }
        return now == .account(accounts.position[Int(index)])
    }
}

extension ReadingChanges.AccountNow {
    fileprivate init(_ account: Account, in reading: SourceReading) {
        guard case .account(let manager) = account.manager else {
            self.init(account: account, manager: nil)
            return
        }
        self.init(
            account: Account(
                anchor: account.anchor, location: account.location, isActive: account.isActive,
                attributes: account.attributes, manager: .none, isReadable: account.isReadable),
            manager: reading.account(manager))
    }
}

extension ReadingChanges.GroupNow {
    fileprivate init(_ group: DirectoryGroup) {
        self.init(label: group.label, display: group.display, unresolved: group.unresolved)
    }
}

extension Account {
    fileprivate func isSame(as other: Account) -> Bool {
        label == other.label && isActive == other.isActive && isReadable == other.isReadable
            && attributes == other.attributes
    }
}

extension SourceReading {
    fileprivate func account(_ index: AccountIndex) -> Anchor { accounts[Int(index)].anchor }
    fileprivate func group(_ index: Int32) -> Anchor { groups[Int(index)].anchor }
}

/// Which elements of two lists, both sorted by anchor, are the same.
private struct Alignment {
    /// For each of the former ones its position now; -1 for one that is gone.
    private(set) var position: [Int32]
    /// For each of the present ones its position before.
    private(set) var former: [Int?]

    init<Element>(_ before: [Element], _ now: [Element], by anchor: (Element) -> Anchor) {
        position = [Int32](repeating: -1, count: before.count)
        former = [Int?](repeating: nil, count: now.count)
        var (left, right) = (0, 0)
        while left < before.count, right < now.count {
            let (one, other) = (anchor(before[left]), anchor(now[right]))
            if one == other {
                position[left] = Int32(right)
                former[right] = left
            }
            if one <= other { left += 1 }
            if other <= one { right += 1 }
        }
    }

    var gone: [Int] { position.indices.filter { position[$0] < 0 } }

    /// Where those are now that are not gone. **Shape:** ascending, as they were.
    func moved(_ former: [Int32]) -> [Int32] {
        former.compactMap { position[Int($0)] < 0 ? nil : position[Int($0)] }
    }
}
