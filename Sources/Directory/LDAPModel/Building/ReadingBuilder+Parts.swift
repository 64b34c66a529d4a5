// Changes beside a part of what was known: names that only the rest of it could tell are looked for.

/// What entries that have come say of others.
package struct OpenNames {
    /// Names that are not known to be anybody's.
    package fileprivate(set) var names: Set<String> = []
    /// Members of before whom their group does not name now by the name that they had.
    package fileprivate(set) var left = EntrySet()
    /// Members of before who are named as they were: the position in the builder's list of members.
    fileprivate var kept: [(member: Anchor, position: Int)] = []
}

extension ReadingBuilder {
    /// Whether members are named by DN alone, and all of them by their groups.
    package var namesMembersByDN: Bool {
        schema.primaryGroup == nil && schema.members.allSatisfy { $0.syntax != .userName }
    }

    /// What the entries that have come say of others, against what is known.
    /// - Complexity: linear in what they say, and in the members that their groups had.
    package func openNames(in parts: some ReadingParts) throws -> OpenNames {
        var open = OpenNames()
        for reference in accounts.lazy.compactMap(\.manager) {
            name(of: reference).map { _ = open.names.insert($0) }
        }
        for group in groups { try compareMembers(of: group, parts, &open) }
        return open
    }

    private func compareMembers(
        of group: GroupDraft, _ parts: some ReadingParts, _ open: inout OpenNames
    ) throws {
        var index = HashIndex(capacity: group.members.count)
        for position in group.members where members[position] < 0 {
            let hash = references.withSpelling(of: members[position]) { bytes, _ in
                bytes.spellingHash
            }
            index.insert(Int32(position), hash: hash)
        }
        var isKept = [Bool](repeating: false, count: group.members.count)
        var others: [(member: Anchor, key: DistinguishedName.Key?)] = []
        try parts.forEachMember(of: group.anchor) { member, kind, label in
            if kind == .group {
                open.left.groups.insert(member)
                return
            }
            let position = index.first(hash: label.spellingHash) { position in
                references.withSpelling(of: members[Int(position)]) { bytes, _ in
                    bytes.isEqual(label)
                }
            }
            if let position {
                isKept[Int(position) - group.members.lowerBound] = true
                open.kept.append((member, Int(position)))
            } else {
                others.append((member, try? DistinguishedName.Key(bytes: label)))
            }
        }
        let spelled = others.isEmpty ? [:] : positionsByKey(of: group, besides: isKept)
        for (member, key) in others {
            if let position = key.flatMap({ spelled[$0] }) {
                isKept[position - group.members.lowerBound] = true
                open.kept.append((member, position))
            } else {
                open.left.people.insert(member)
            }
        }
        for (offset, position) in group.members.enumerated() where !isKept[offset] {
            name(of: members[position]).map { _ = open.names.insert($0) }
        }
    }

    /// Members who are spelled otherwise than their entries.
    private func positionsByKey(
        of group: GroupDraft, besides isKept: [Bool]
    ) -> [DistinguishedName.Key: Int] {
        var positions: [DistinguishedName.Key: Int] = [:]
        for (offset, position) in group.members.enumerated()
        where !isKept[offset] && members[position] < 0 {
            let key = references.withSpelling(of: members[position]) { bytes, _ in
                try? DistinguishedName.Key(bytes: bytes)
            }
            if let key { positions[key] = position }
        }
        return positions
    }

    /// Nil for one who has come, and for what names nobody.
    private func name(of reference: Int32) -> String? {
        guard reference < 0 else { return nil }
        return references.withSpelling(of: reference) { bytes, syntax in
            if case .unusable = syntax { return nil }
            return String(decoding: bytes, as: UTF8.self)
        }
    }

    /// Leaves out members of before who are named as they were, and are not in the part: of them nothing
    /// is said then.
    package mutating func leaveOut(_ open: OpenNames, besides part: SourceReading) {
        let held = Set(part.accounts.lazy.map(\.anchor))
        var isLeftOut = [Bool](repeating: false, count: members.count)
        for (member, position) in open.kept where !held.contains(member) {
            isLeftOut[position] = true
        }
        var compact: [Int32] = []
        groups = groups.map { group in
            let first = compact.count
            for position in group.members where !isLeftOut[position] {
                compact.append(members[position])
            }
            return GroupDraft(
                anchor: group.anchor, label: group.label, display: group.display,
                members: first..<compact.count, isReadable: group.isReadable)
        }
        members = compact
    }

    /// Whether somebody who has not come stands below one of these entries of the part.
    package func hasEntry(
        below moved: EntrySet, of part: SourceReading, in parts: some ReadingParts
    ) throws -> Bool {
        var names: Set<Substring> = []
        for account in part.accounts where moved.people.contains(account.anchor) {
            names.insert(account.label)
        }
        for group in part.groups where moved.groups.contains(group.anchor) {
            names.insert(group.label)
        }
        if names.isEmpty { return false }
        let arrived = EntrySet(
            people: Set(accounts.lazy.map(\.anchor)), groups: Set(groups.lazy.map(\.anchor)))
        var isFound = false
        try parts.forEachEntry { anchor, kind, label in
            if isFound { return }
            let hasCome =
                kind == .account
                ? arrived.people.contains(anchor) : arrived.groups.contains(anchor)
            if !hasCome, (try? DistinguishedName.Key(bytes: label))?.isBelow(names) == true {
                isFound = true
            }
        }
        return isFound
    }
}

extension Set<Substring> {
    /// The key of a name that is one.
    fileprivate mutating func insert(_ name: String) {
        var name = name
        name.withUTF8 { bytes in
            if let key = try? DistinguishedName.Key(bytes: bytes) { insert(key.text[...]) }
        }
    }
}
