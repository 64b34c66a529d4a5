import Diagnostics

// From drafts to accounts and groups: sorted, each once, their references resolved.

extension ReadingBuilder {
    /// What a reading holds, as it will be kept. **Shape:** both sorted by anchor, unique.
    struct Resolved {
        let accounts: [Account]
        let groups: [DirectoryGroup]
    }

    /// Resolves all references, now that every entry is known.
    /// - Complexity: O(n log n) in entries, linear in memberships
    mutating func resolve() -> Resolved {
        let userNames = UserNameIndex(accounts)
        var resolver = ReferenceResolver(
            accounts: accounts, labels: labels, groups: groups,
            accountsBySpelling: accountsBySpelling, accountsByUserName: userNames)
        let accountRanks = AnchorRanks(count: accounts.count) { self.accounts[$0].anchor }
        let groupRanks = AnchorRanks(count: groups.count) { self.groups[$0].anchor }
        let table = LabelTable(labels)
        var accounts: [Account] = []
        accounts.reserveCapacity(accountRanks.order.count)
        for position in accountRanks.order {
            accounts.append(account(at: position, in: table, accountRanks, &resolver))
        }
        if !accountRanks.isUnique { accounts = unique(accounts, anchor: \.anchor, label: \.label) }
        let twins = twins(of: accounts, accountRanks, groupRanks)
        var groups = groupRanks.order.map {
            group(at: Int($0), accountRanks, groupRanks, twins, &resolver)
        }
        if !groupRanks.isUnique { groups = unique(groups, anchor: \.anchor, label: \.label) }
        reportDuplicateUserNames(userNames)
        reportSurplus()
        return Resolved(accounts: accounts, groups: groups)
    }

    private mutating func account(
        at index: Int32, in table: LabelTable, _ ranks: AnchorRanks,
        _ resolver: inout ReferenceResolver
    ) -> Account {
        let draft = accounts[Int(index)]
        var manager = ManagerReference.none
        var isReadable = draft.isReadable
        if let reference = draft.manager {
            let resolution = resolved(reference, &resolver)
            if let odd = resolution.finding { report(odd, at: labels.text(at: index)) }
            switch resolution {
            case .account(let position): manager = .account(ranks.rank[Int(position)])
            case .placeholder: break
            case .invalid, .unreadable:
                manager = .dangling(spelling(of: reference))
                isReadable = false
            default: manager = .dangling(spelling(of: reference))
            }
        }
        return Account(
            anchor: draft.anchor, location: Label(index: index, in: table),
            isActive: draft.isActive, attributes: draft.attributes, manager: manager,
            isReadable: isReadable)
    }

    private mutating func group(
        at index: Int, _ accountRanks: AnchorRanks, _ groupRanks: AnchorRanks,
        _ twins: [Int32: Int32], _ resolver: inout ReferenceResolver
    ) -> DirectoryGroup {
        let draft = groups[index]
        var accounts: [AccountIndex] = []
        var groups: [Int32] = []
        var unresolved = draft.unread
        accounts.reserveCapacity(draft.members.count)
        func add(account position: Int32) {
            let rank = accountRanks.rank[Int(position)]
            accounts.append(rank)
            if let twin = twins[rank] { groups.append(twin) }
        }
        primaryGroups.accounts(of: Int32(index)).forEach(add)
        for position in draft.members {
            let reference = members[position]
            let resolution = resolved(reference, &resolver)
            if let odd = resolution.finding { report(odd, at: draft.label) }
            switch resolution {
            case .account(let position): add(account: position)
            case .group(let position): groups.append(groupRanks.rank[Int(position)])
            case .placeholder: report(.emptyMember, at: draft.label)
            case .unknown, .ambiguous: unresolved.append(spelling(of: reference))
            case .invalid, .unreadable: unresolved += ["", spelling(of: reference)]
            }
        }
        return DirectoryGroup(
            anchor: draft.anchor, label: draft.label, display: draft.display,
            accounts: accounts.sortedUnique(), groups: groups.sortedUnique(),
            unresolved: unresolved.sortedUnique())
    }

    private func resolved(
        _ reference: Int32, _ resolver: inout ReferenceResolver
    ) -> ReferenceResolver.Resolution {
        reference >= 0
            ? .account(reference)
            : references.withSpelling(of: reference) { resolver.resolve($0, $1) }
    }

    /// As the source spells it; a spelling that is known to be somebody's has no need of this.
    private func spelling(of reference: Int32) -> String {
        reference >= 0
            ? labels.text(at: reference)
            : references.withSpelling(of: reference) { bytes, _ in
                String(decoding: bytes, as: UTF8.self)
            }
    }

    /// Takes an entry that came twice once. Two entries that differ cannot both be believed, and
    /// which one is true nobody knows: the reading proves nothing.
    private mutating func unique<Element: Equatable>(
        _ sorted: [Element], anchor: KeyPath<Element, Anchor>, label: KeyPath<Element, String>
    ) -> [Element] {
        var kept: [Element] = []
        kept.reserveCapacity(sorted.count)
        for element in sorted {
            guard let last = kept.last, last[keyPath: anchor] == element[keyPath: anchor] else {
                kept.append(element)
                continue
            }
            if last == element {
                report(.repeatedEntry, at: element[keyPath: label])
            } else {
                report(.duplicateAnchor, at: last[keyPath: label])
                report(.duplicateAnchor, at: element[keyPath: label])
                markIncomplete(.duplicateAnchor)
            }
        }
        return kept
    }

    /// The group that is the same entry as an account, by rank.
    private mutating func twins(
        of accounts: [Account], _ accountRanks: AnchorRanks, _ groupRanks: AnchorRanks
    ) -> [Int32: Int32] {
        var twins: [Int32: Int32] = [:]
        for (index, group) in groups.enumerated() {
            guard let account = accounts.sortedIndex(of: group.anchor, by: { $0.anchor }) else {
                continue
            }
            if twins.updateValue(groupRanks.rank[index], forKey: Int32(account)) == nil {
                report(.personAndGroup, at: group.label)
            }
        }
        return twins
    }

    private mutating func reportDuplicateUserNames(_ userNames: UserNameIndex) {
        for position in userNames.shared {
            report(.duplicateUserName, at: labels.text(at: position))
        }
    }

    private mutating func reportSurplus() {
        for (attribute, count) in surplus {
            let name = schema.attributes[attribute] ?? attribute.path
            findings.add(
                .note, "directory.several-values",
                "\(name) has several values in \(count) entries of source \(source); "
                    + "the first one was used for \(attribute.path)")
        }
    }
}
