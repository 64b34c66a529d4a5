import Diagnostics
import Directory

// From drafts to accounts and groups: sorted, their references resolved.

extension SCIMReadingBuilder {
    struct Resolved {
        let accounts: [Account]
        let groups: [DirectoryGroup]
    }

    /// Whom a reference names, by the places in the reading.
    private enum Resolution {
        case account(Int32)
        /// The same, by the login instead of the id.
        case login(Int32)
        case group(Int32)
        case unknown
        case ambiguous
    }

    mutating func resolve() -> Resolved {
        let userNames = UserNameIndex(accounts)
        let accountRanks = AnchorRanks(count: accounts.count) { self.accounts[$0].anchor }
        let groupRanks = AnchorRanks(count: groups.count) { self.groups[$0].anchor }
        knownIDs.renumber(accounts: accountRanks.rank, groups: groupRanks.rank)
        let groups = groupRanks.order.map { group(at: Int($0), accountRanks, userNames) }
        let managers = accountRanks.order.map { manager(of: $0, accountRanks, userNames) }
        for position in userNames.shared {
            let label = Self.label(of: accounts[Int(position)])
            report(.duplicateUserName, at: label)
        }
        // Nobody is looked up from here on: the attributes move, and their room is needed.
        knownIDs = KnownIDs()
        var accounts: [Account] = []
        accounts.reserveCapacity(managers.count)
        let labels = LabelTable(ids: self.accounts.map(\.anchor), below: Self.accountPath)
        for (position, manager) in zip(accountRanks.order, managers) {
            let attributes = self.accounts[Int(position)].takeAttributes()
            let draft = self.accounts[Int(position)]
            accounts.append(
                Account(
                    anchor: draft.anchor, location: Label(index: position, in: labels),
                    isActive: draft.isActive, attributes: attributes, manager: manager,
                    isReadable: draft.isReadable))
        }
        return Resolved(accounts: accounts, groups: groups)
    }

    private mutating func manager(
        of position: Int32, _ ranks: AnchorRanks, _ userNames: UserNameIndex
    ) -> ManagerReference {
        guard let reference = accounts[Int(position)].manager else { return .none }
        let resolution = resolved(reference, .user, ranks, userNames)
        if case .account(let manager) = resolution { return .account(manager) }
        let label = Self.label(of: accounts[Int(position)])
        if case .login(let manager) = resolution {
            report(.managerByUserName, at: label)
            return .account(manager)
        }
        if case .ambiguous = resolution {
            report(.ambiguousManager, at: label)
        } else {
            report(.unresolvedManager, at: label)
        }
        return .dangling(spelling(of: reference))
    }

    private mutating func group(
        at index: Int, _ ranks: AnchorRanks, _ userNames: UserNameIndex
    ) -> DirectoryGroup {
        let draft = groups[index]
        var accounts: [AccountIndex] = []
        var groups: [Int32] = []
        var unresolved = draft.unread
        accounts.reserveCapacity(draft.members.count)
        for member in members[draft.members] {
            switch resolved(member.reference, member.type, ranks, userNames) {
            case .account(let place): accounts.append(place)
            case .login(let place):
                report(.memberByUserName, at: draft.label)
                accounts.append(place)
            case .group(let place): groups.append(place)
            case .ambiguous:
                report(.ambiguousMember, at: draft.label)
                unresolved.append(spelling(of: member.reference))
            case .unknown: unresolved.append(spelling(of: member.reference))
            }
        }
        return DirectoryGroup(
            anchor: draft.anchor, label: draft.label, display: draft.display,
            accounts: accounts.sortedUnique(below: self.accounts.count),
            groups: groups.sortedUnique(),
            unresolved: unresolved.sortedUnique())
    }

    /// By id, as the type has it; a login is only tried where the id is nobody's.
    private func resolved(
        _ reference: Int32, _ type: MemberType, _ ranks: AnchorRanks, _ userNames: UserNameIndex
    ) -> Resolution {
        guard type != .other else { return .unknown }
        let known = knownIDs[reference]
        let isAccount = type != .group && known.account >= 0
        let isGroup = type != .user && known.group >= 0
        if isAccount { return isGroup ? .ambiguous : .account(known.account) }
        if isGroup { return .group(known.group) }
        return type == .group ? .unknown : login(reference, ranks, userNames)
    }

    private func login(
        _ reference: Int32, _ ranks: AnchorRanks, _ userNames: UserNameIndex
    ) -> Resolution {
        let match = spelling(of: reference).withBytes { userNames.match($0, in: accounts) }
        return switch match {
        case .nobody: .unknown
        case .account(let position): .login(ranks.rank[Int(position)])
        case .several: .ambiguous
        }
    }
}
