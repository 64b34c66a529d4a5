extension SourceReading {
    /// The reading, or the part of one, as it is after the changes. Members whom it does not hold are left
    /// out.
    /// - Parameter header: gives everything but accounts and groups.
    /// - Precondition: whoever names an account that is gone is among the changes.
    /// - Complexity: O(n log n) in accounts and groups, linear in memberships.
    public func applying(_ changes: ReadingChanges, as header: SourceReading) -> SourceReading {
        let kept = accounts.lazy.filter { changes.accounts[$0.anchor] == nil }
        let drafts =
            (kept.map { ($0, self.manager(of: $0)) }
            + changes.accounts.values.compactMap(\.self).map { ($0.account, $0.manager) })
            .sorted { $0.0.anchor < $1.0.anchor }
        let positions = Self.positions(drafts.map(\.0.anchor))
        let headers = groupsNow(after: changes)
        let groupPositions = Self.positions(headers.map(\.anchor))
        let known = Dictionary(
            groups.map { ($0.anchor, $0) }, uniquingKeysWith: { first, _ in first })
        return SourceReading(
            source: source,
            accounts: drafts.map { account, manager in
                Account(
                    anchor: account.anchor, location: account.location,
                    isActive: account.isActive, attributes: account.attributes,
                    manager: manager.flatMap { positions[$0] }.map(ManagerReference.account)
                        ?? account.manager.withoutAccount,
                    isReadable: account.isReadable)
            },
            groups: headers.map { anchor, group in
                let members = members(of: known[anchor], anchor, changes)
                return DirectoryGroup(
                    anchor: anchor, label: group.label, display: group.display,
                    accounts: members.people.compactMap { positions[$0] }.sorted(),
                    groups: members.groups.compactMap { groupPositions[$0] }.sorted(),
                    unresolved: group.unresolved)
            },
            attributeNames: header.attributeNames, certificate: header.certificate,
            diagnostics: header.diagnostics, state: header.state)
    }

    private func manager(of account: Account) -> Anchor? {
        if case .account(let index) = account.manager { accounts[Int(index)].anchor } else { nil }
    }

    private func groupsNow(
        after changes: ReadingChanges
    ) -> [(anchor: Anchor, group: ReadingChanges.GroupNow)] {
        var now = groups.filter { changes.groups[$0.anchor] == nil }.map {
            (
                $0.anchor,
                ReadingChanges.GroupNow(
                    label: $0.label, display: $0.display, unresolved: $0.unresolved)
            )
        }
        for (anchor, group) in changes.groups { group.map { now.append((anchor, $0)) } }
        return now.sorted { $0.0 < $1.0 }
    }

    private func members(
        of known: DirectoryGroup?, _ anchor: Anchor, _ changes: ReadingChanges
    ) -> EntrySet {
        var members = EntrySet(
            people: Set((known?.accounts ?? []).map { accounts[Int($0)].anchor }),
            groups: Set((known?.groups ?? []).map { groups[Int($0)].anchor }))
        let (begun, ended) = (changes.begun[anchor], changes.ended[anchor])
        members.people.subtract(ended?.people ?? [])
        members.people.formUnion(begun?.people ?? [])
        members.groups.subtract(ended?.groups ?? [])
        members.groups.formUnion(begun?.groups ?? [])
        return members
    }

    private static func positions(_ anchors: [Anchor]) -> [Anchor: Int32] {
        Dictionary(
            anchors.enumerated().map { ($1, Int32($0)) }, uniquingKeysWith: { first, _ in first })
    }
}

extension ManagerReference {
    fileprivate var withoutAccount: ManagerReference {
        if case .account = self { .none } else { self }
    }
}
