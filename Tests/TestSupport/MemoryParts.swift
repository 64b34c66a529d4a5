import Directory

/// A reading of which parts can be had, as a store gives them.
public struct MemoryParts: ReadingParts {
    private let whole: SourceReading

    public init(_ whole: SourceReading) { self.whole = whole }

    public func part(_ wanted: WantedPart) throws -> SourceReading? {
        let anchors = wanted.entries.people.union(wanted.entries.groups)
        var accounts = Set(
            whole.accounts.indices.filter { index in
                let account = whole.accounts[index]
                return anchors.contains(account.anchor) || wanted.names.contains(account.label)
                    || manager(of: account).map(wanted.referrers.people.contains) ?? false
                    || wanted.dangling && account.isDangling
            })
        for index in accounts {
            if case .account(let manager) = whole.accounts[index].manager {
                accounts.insert(Int(manager))
            }
        }
        let groups = whole.groups.indices.filter { index in
            let group = whole.groups[index]
            return anchors.contains(group.anchor) || wanted.names.contains(group.label)
                || wanted.dangling && !group.unresolved.isEmpty
                || group.accounts.contains {
                    wanted.referrers.people.contains(whole.accounts[Int($0)].anchor)
                }
                || group.groups.contains {
                    wanted.referrers.groups.contains(whole.groups[Int($0)].anchor)
                }
        }
        return reading(accounts.sorted(), groups)
    }

    private func reading(_ accounts: [Int], _ groups: [Int]) -> SourceReading {
        let position = { (chosen: [Int], index: Int32) in
            chosen.firstIndex(of: Int(index)).map(Int32.init)
        }
        return SourceReading(
            source: whole.source,
            accounts: accounts.map { index in
                let account = whole.accounts[index]
                var manager = account.manager
                if case .account(let other) = manager {
                    manager = position(accounts, other).map(ManagerReference.account) ?? .none
                }
                return Account(
                    anchor: account.anchor, label: account.label, isActive: account.isActive,
                    attributes: account.attributes, manager: manager,
                    isReadable: account.isReadable)
            },
            groups: groups.map { index in
                let group = whole.groups[index]
                return DirectoryGroup(
                    anchor: group.anchor, label: group.label, display: group.display,
                    accounts: group.accounts.compactMap { position(accounts, $0) },
                    groups: group.groups.compactMap { position(groups, $0) },
                    unresolved: group.unresolved)
            },
            attributeNames: whole.attributeNames, certificate: whole.certificate, diagnostics: [])
    }

    private func manager(of account: Account) -> Anchor? {
        if case .account(let index) = account.manager {
            whole.accounts[Int(index)].anchor
        } else {
            nil
        }
    }

    public func anchors(of kind: MemberKind) throws -> [Anchor] {
        kind == .account ? whole.accounts.map(\.anchor) : whole.groups.map(\.anchor)
    }

    public func anchor(of kind: MemberKind, besides others: Set<Anchor>) throws -> Anchor? {
        try anchors(of: kind).first { !others.contains($0) }
    }

    public func forEachMember(of group: Anchor, _ body: ReadingParts.Body) throws {
        guard let group = whole.groups.first(where: { $0.anchor == group }) else { return }
        for index in group.accounts {
            let account = whole.accounts[Int(index)]
            try hand(account.anchor, .account, account.label, to: body)
        }
        for index in group.groups {
            let member = whole.groups[Int(index)]
            try hand(member.anchor, .group, member.label, to: body)
        }
    }

    public func forEachEntry(_ body: ReadingParts.Body) throws {
        for account in whole.accounts {
            try hand(account.anchor, .account, account.label, to: body)
        }
        for group in whole.groups { try hand(group.anchor, .group, group.label, to: body) }
    }

    private func hand(
        _ anchor: Anchor, _ kind: MemberKind, _ label: String, to body: ReadingParts.Body
    ) throws {
        var label = label
        try label.withUTF8 { try body(anchor, kind, $0) }
    }
}

extension Account {
    fileprivate var isDangling: Bool {
        if case .dangling = manager { true } else { false }
    }
}
