import Directory

// Changes that are told by what is known of those alone who came, of whom they name and of who names
// them: so many things changed cost so much, however large the directory.

extension ChangePull {
    /// Takes over what is known of a part.
    /// - Returns: nil when so much is concerned that the whole is cheaper.
    mutating func changedPart(
        _ changes: Changes, _ parts: some ReadingParts, over connection: Connection
    ) throws -> Outcome? {
        guard var part = try askReferrers(of: changes, parts, over: connection) else { return nil }
        let open = try pull.builder.openNames(in: parts)
        part.wanted.entries.people.formUnion(open.left.people)
        part.wanted.entries.groups.formUnion(open.left.groups)
        part.wanted.names = open.names
        guard let known = try parts.part(part.wanted) else { return nil }
        pull.builder.leaveOut(open, besides: known)
        pull.builder.adopt(known, without: changes.gone)
        guard pull.builder.isComplete else { throw Doubt.incomplete }
        state.unreadable = pull.builder.unreadable.map(\.rawValue)
        return .changedPart(from: known, moved: part.moved)
    }

    /// Asks those who may say something else now, as for the whole.
    private mutating func askReferrers(
        of changes: Changes, _ parts: some ReadingParts, over connection: Connection
    ) throws -> (wanted: WantedPart, moved: EntrySet)? {
        var others = changes.toAsk
        others.people.formUnion(state.unreadable.map(Anchor.init(rawValue:)))
        var asked = 0
        while true {
            guard let (wanted, moved) = try wanted(changes, parts),
                let known = try parts.part(wanted)
            else { return nil }
            var toAsk = pull.builder.aftermath(of: changes.gone, in: known).toAsk
            for subject in ReadingSubject.allCases {
                toAsk[subject].formUnion(others[subject])
                toAsk[subject].subtract(changes.gone[subject].union(arrived[subject]))
            }
            others = EntrySet()
            if toAsk.isEmpty {
                if try pull.builder.hasEntry(below: moved, of: known, in: parts) {
                    throw Doubt.moved
                }
                return (wanted, moved)
            }
            asked += toAsk.count
            guard asked <= Changes.mostAsked else { throw Doubt.tooMany }
            for subject in ReadingSubject.allCases {
                try ask(subject, for: toAsk[subject], over: connection)
            }
        }
    }

    /// Those who came or are gone; where somebody is new, moved or gone, also whom that concerns.
    private func wanted(
        _ changes: Changes, _ parts: some ReadingParts
    ) throws -> (WantedPart, moved: EntrySet)? {
        var wanted = WantedPart(entries: arrived)
        wanted.entries.people.formUnion(changes.gone.people)
        wanted.entries.groups.formUnion(changes.gone.groups)
        guard let known = try parts.part(wanted) else { return nil }
        let moved = pull.builder.aftermath(of: changes.gone, in: known).moved
        let isNew = ReadingSubject.allCases.contains { subject in
            !arrived[subject].isSubset(of: known.anchors(of: subject))
        }
        wanted.referrers = moved
        wanted.dangling = isNew || !moved.isEmpty
        return (wanted, moved)
    }
}

extension ReadingSubject {
    /// What its entries are as members.
    var kind: MemberKind { self == .people ? .account : .group }
}

extension SourceReading {
    /// Whether everybody who is named, and whom a part does not hold, was named before and not known
    /// either, or has that name no longer: of anybody else only the whole could tell.
    func namesNobodyUnknown(to before: SourceReading, _ moved: EntrySet) -> Bool {
        var known: Set<String> = [""]
        for account in before.accounts {
            if moved.people.contains(account.anchor) { known.insert(account.label) }
            if case .dangling(let name) = account.manager { known.insert(name) }
        }
        for group in before.groups {
            if moved.groups.contains(group.anchor) { known.insert(group.label) }
            known.formUnion(group.unresolved)
        }
        return accounts.allSatisfy { account in
            if case .dangling(let name) = account.manager { known.contains(name) } else { true }
        } && groups.allSatisfy { $0.unresolved.allSatisfy(known.contains) }
    }
}
