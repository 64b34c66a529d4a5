// What is known from before, taken over beside what has come anew.

extension ReadingBuilder {
    /// Takes over the entries of an earlier reading that are still as they were.
    ///
    /// To be called once, after all that changed has come and before the end: names are then
    /// resolved as if every entry had come. What an entry said of others stands as it was found, so
    /// whoever names an entry that was renamed or is gone must have come again; see
    /// ``aftermath(of:in:)``.
    /// - Parameters:
    ///   - baseline: complete.
    ///   - gone: its entries that are no more; what has come replaces its entry here.
    ///   - memberships: what is different about its groups, where a source tells that alone.
    ///   - identifiers: what primary groups are found by, of its groups that people who have come
    ///     have as theirs.
    /// - Complexity: linear in entries and memberships
    public mutating func adopt(
        _ baseline: SourceReading, without gone: EntrySet,
        changing memberships: [Anchor: MembershipChange] = [:],
        identifiers: [Anchor: [UInt8]] = [:]
    ) {
        let positions = positions(of: baseline.accounts, without: gone.people)
        let arrived = Int32(accounts.count)
        accounts.reserveCapacity(accounts.count + baseline.accounts.count)
        for (index, account) in baseline.accounts.enumerated() where positions[index] >= arrived {
            adopt(account, baseline, positions)
        }
        let replaced = gone.groups.union(groups.lazy.map(\.anchor))
        for group in baseline.groups where !replaced.contains(group.anchor) {
            let first = members.count
            let change = memberships[group.anchor]
            adoptMembers(of: group, baseline, positions, without: change?.removed ?? [:])
            for (anchor, name) in change?.added ?? [:] {
                members.append(reference(to: anchor, named: name, baseline, positions))
            }
            primaryGroups.add(
                group: Int32(groups.count),
                identifier: identifiers[group.anchor].flatMap {
                    $0.withUnsafeBufferPointer { SecurityIdentifier($0) }
                })
            groups.append(
                GroupDraft(
                    anchor: group.anchor, label: group.label, display: group.display,
                    members: first..<members.count, isReadable: group.isReadable))
        }
    }

    /// Where each account of before will stand; below zero for one that is gone.
    private func positions(of known: [Account], without gone: Set<Anchor>) -> [Int32] {
        var next = Int32(accounts.count)
        let arrived = Dictionary(
            accounts.enumerated().map { ($1.anchor, Int32($0)) }, uniquingKeysWith: { $1 })
        return known.map { account in
            if let position = arrived[account.anchor] { return position }
            if gone.contains(account.anchor) { return -1 }
            defer { next += 1 }
            return next
        }
    }

    private mutating func adopt(
        _ account: Account, _ baseline: SourceReading, _ positions: [Int32]
    ) {
        let manager: Int32? =
            switch account.manager {
            case .none: nil
            case .account(let index):
                reference(to: index, baseline, positions, .manager)
            case .dangling(let spelling): references.add(Array(spelling.utf8), .manager)
            }
        account.location.withUTF8 {
            accountsBySpelling.insert(Int32(accounts.count), hash: $0.spellingHash)
            labels.append($0)
        }
        accounts.append(
            AccountDraft(
                anchor: account.anchor, attributes: account.attributes, manager: manager,
                isActive: account.isActive, isReadable: account.isReadable))
    }

    private mutating func adoptMembers(
        of group: DirectoryGroup, _ baseline: SourceReading, _ positions: [Int32],
        without removed: [Anchor: String]
    ) {
        for index in group.accounts where removed[baseline.accounts[Int(index)].anchor] == nil {
            members.append(
                reference(to: index, baseline, positions, .member(.distinguishedName)))
        }
        for index in group.groups where removed[baseline.groups[Int(index)].anchor] == nil {
            let label = baseline.groups[Int(index)].label
            members.append(references.add(Array(label.utf8), .member(.distinguishedName)))
        }
        let names = Set(removed.values.map(DistinguishedName.Key.init(spelling:)))
        for spelling in group.unresolved
        where !spelling.isEmpty
            && (names.isEmpty || !names.contains(DistinguishedName.Key(spelling: spelling)))
        {
            let bytes = Array(spelling.utf8)
            members.append(references.add(bytes, .member(syntax(of: bytes))))
        }
    }

    /// A new member: whoever has the anchor, by whatever name, or else the name.
    private mutating func reference(
        to anchor: Anchor, named name: String, _ baseline: SourceReading, _ positions: [Int32]
    ) -> Int32 {
        if let index = baseline.accounts.sortedIndex(of: anchor, by: { $0.anchor }),
            positions[index] >= 0
        {
            return positions[index]
        }
        let group = baseline.groups.sortedIndex(of: anchor) { $0.anchor }
        let label =
            groups.first { $0.anchor == anchor }?.label
            ?? group.map { baseline.groups[$0].label } ?? name
        return references.add(Array(label.utf8), .member(.distinguishedName))
    }

    private mutating func reference(
        to index: AccountIndex, _ baseline: SourceReading, _ positions: [Int32],
        _ syntax: EntryReferences.Syntax
    ) -> Int32 {
        let position = positions[Int(index)]
        guard position < 0 else { return position }
        return baseline.accounts[Int(index)].location.withUTF8 { references.add($0, syntax) }
    }

    /// What a member whom nobody was found for was meant as: a reading keeps the spelling alone. No
    /// login that a directory has for a member looks like a name.
    private func syntax(of spelling: [UInt8]) -> LDAPSchema.MemberAttribute.Syntax {
        let syntaxes = schema.members.map(\.syntax)
        if syntaxes.contains(.userName), !spelling.contains(UInt8(ascii: "=")) { return .userName }
        return syntaxes.contains(.nameAndOptionalUID) ? .nameAndOptionalUID : .distinguishedName
    }
}

extension DistinguishedName.Key {
    /// Of a name that may be none: then of its letters.
    fileprivate init(spelling: String) {
        var bytes = spelling
        self = bytes.withUTF8 { try? DistinguishedName.Key(bytes: $0) } ?? .init(text: spelling)
    }
}
