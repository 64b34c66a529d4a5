import Directory

// What has changed, put into the reading before.

extension SCIMReadingBuilder {
    /// Takes people or groups of the reading before, as if they had come again as they were.
    /// - Parameter changed: those of them that came anew, and are not taken.
    mutating func take(
        _ subject: ReadingSubject, of reading: SourceReading, except changed: SCIMReadingBuilder?
    ) {
        switch subject {
        case .people:
            for account in reading.accounts
            where changed?.has(account.anchor, .people) != true { take(account, of: reading) }
        case .groups:
            for group in reading.groups
            where changed?.has(group.anchor, .groups) != true { take(group, of: reading) }
        }
        _ = takePlaces()
    }

    private mutating func take(_ account: Account, of reading: SourceReading) {
        let name: String? =
            switch account.manager {
            case .none: nil
            case .account(let index): reading.accounts[Int(index)].anchor.rawValue
            case .dangling(let text): text
            }
        let draft = AccountDraft(
            anchor: account.anchor, attributes: account.attributes,
            manager: name.map { knownIDs.number(of: Anchor($0)) }, isActive: account.isActive,
            isReadable: account.isReadable)
        add(draft, id: knownIDs.number(of: account.anchor), .listed)
    }

    private mutating func take(_ group: DirectoryGroup, of reading: SourceReading) {
        let first = members.count
        for index in group.accounts {
            addMember(reading.accounts[Int(index)].anchor.rawValue, .user)
        }
        for index in group.groups {
            addMember(reading.groups[Int(index)].anchor.rawValue, .group)
        }
        // What the group called them is not kept: see `hasOpenReference`.
        for name in group.unresolved { addMember(name, .unstated) }
        add(
            GroupDraft(
                anchor: group.anchor, label: group.label, display: group.display,
                members: first..<members.count, isReadable: group.isReadable), .listed)
    }

    /// Takes everything that another reading of the same source brought, with its findings.
    mutating func take(changesOf other: SCIMReadingBuilder) {
        take(resourcesOf: other)
        take(findingsOf: other)
        _ = takePlaces()
    }

    private mutating func addMember(_ name: String, _ type: MemberType) {
        addMember(Member(reference: knownIDs.number(of: Anchor(name)), type: type))
    }
}

// MARK: - Whether that is what a whole reading would say

extension SCIMReadingBuilder {
    /// Whether an id is both somebody's and a group's: then a member may be meant to be either.
    var sharesIDs: Bool { groups.contains { has($0.anchor, .people) } }

    /// Whether a group that did not change names others than before: what it calls somebody who was
    /// not known then is known to the service alone.
    /// - Parameters:
    ///   - reading: the one before.
    ///   - changed: groups that came anew.
    func hasOpenReference(
        since reading: SourceReading, except changed: SCIMReadingBuilder?
    ) -> Bool {
        let open = reading.groups.filter {
            !$0.unresolved.isEmpty && changed?.has($0.anchor, .groups) != true
        }
        if open.isEmpty { return false }
        var copy = self
        let unresolved = Dictionary(
            uniqueKeysWithValues: copy.resolve().groups.map { ($0.anchor, $0.unresolved) })
        return open.contains { unresolved[$0.anchor] != $0.unresolved }
    }

    /// Whether some group is as large as a limit of the server may be; where few groups came, nobody
    /// can tell one from the other.
    var hasRoundGroup: Bool {
        groups.contains { !$0.members.isEmpty && $0.members.count.isMultiple(of: Self.leastCap) }
    }
}
