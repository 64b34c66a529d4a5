import Directory

// Whether the members of groups are all that there are.

extension SCIMReadingBuilder {
    /// The ids of the groups that came without members: several servers list none, and tell them
    /// when asked for the group alone.
    package var groupsWithoutMembers: [Anchor] {
        groups.filter(\.members.isEmpty).map(\.anchor)
    }

    /// Whether there are people and groups, and nobody is in any.
    var hasNoMembers: Bool {
        !accounts.isEmpty && !groups.isEmpty && groups.allSatisfy(\.members.isEmpty)
    }

    /// The ids of the largest groups, where their size looks like a server's limit: a hundred
    /// members, or one round number in several of them.
    var groupsPerhapsCapped: [Anchor] {
        let most = groups.map(\.members.count).max() ?? 0
        let largest = groups.filter { $0.members.count == most }.map(\.anchor)
        let isRound = most >= Self.leastCap && most.isMultiple(of: Self.leastCap)
        return most == Self.usualCap || isRound && largest.count > 1 ? largest : []
    }

    /// **Units:** members. Smaller groups of one size are common, smaller limits are not known.
    static let leastCap = 50
    private static let usualCap = 100

    /// Adds those whom the service names as people of a group.
    /// - Returns: false when that does not go together with the members who are known: somebody is
    ///   not named, or groups are among the members and may be among those who are not shown too.
    mutating func addMembers(_ people: Set<Anchor>, to group: Anchor) -> Bool {
        guard let position = knownIDs.entry(of: group)?.group, position >= 0 else { return false }
        let draft = groups[Int(position)]
        let known = members[draft.members]
        let knownPeople = Set(known.filter { !isGroup($0) }.map { knownIDs[$0.reference].anchor })
        guard knownPeople.isSubset(of: people) else { return false }
        if knownPeople.count == people.count { return true }
        if !known.isEmpty, members.contains(where: isGroup) { return false }
        let first = members.count
        members += known
        for person in people.sorted() where !knownPeople.contains(person) {
            members.append(Member(reference: knownIDs.number(of: person), type: .user))
        }
        groups[Int(position)] = GroupDraft(
            anchor: draft.anchor, label: draft.label, display: draft.display,
            members: first..<members.count, isReadable: draft.isReadable)
        return true
    }

    private func isGroup(_ member: Member) -> Bool {
        member.type != .user && knownIDs[member.reference].group >= 0
    }
}
