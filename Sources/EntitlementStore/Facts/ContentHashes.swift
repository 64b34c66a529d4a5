import Directory

/// The content hashes of accounts, groups and people.
struct ContentHashes {
    private let paths = Attribute.allCases.map { UInt64(bitPattern: ContentHash.of($0.path)) }

    private func add(_ attributes: AttributeValues, to hash: inout ContentHash) {
        attributes.forEachValue { attribute, element, value in
            hash.add(paths[Int(attribute.rawValue)] &+ UInt64(element))
            hash.add(value)
        }
    }

    /// Of each account of a reading, without the anchor and the person.
    func accounts(of reading: SourceReading) -> [Int64] {
        reading.accounts.map { account in
            var hash = ContentHash()
            account.location.withUTF8 { hash.add($0) }
            hash.add(account.isActive)
            switch account.manager {
            case .none: hash.add(UInt64(0))
            case .account(let index):
                hash.add(UInt64(1))
                hash.add(reading.accounts[Int(index)].anchor)
            case .dangling(let text):
                hash.add(UInt64(2))
                hash.add(text)
            }
            add(account.attributes, to: &hash)
            // Of everybody else it is what it was before this was kept.
            if !account.isReadable { hash.add(false) }
            return hash.value
        }
    }

    /// Of each group of a reading, without the anchor and the members.
    func groups(of reading: SourceReading) -> [Int64] {
        reading.groups.map { group in
            var hash = ContentHash()
            hash.add(group.label)
            hash.add(group.display)
            for member in group.unresolved { hash.add(member) }
            return hash.value
        }
    }

    /// Of the members of each group of a reading: a sum, so that one member more is one summand more.
    func members(of reading: SourceReading) -> [Int64] {
        let accounts = reading.accounts.map { Self.member(account: $0.anchor) }
        let groups = reading.groups.map { Self.member(group: $0.anchor) }
        return reading.groups.map { group in
            let people = group.accounts.reduce(Int64(0)) { $0 &+ accounts[Int($1)] }
            return group.groups.reduce(people) { $0 &+ groups[Int($1)] }
        }
    }

    /// The summand of an account among the members of a group.
    static func member(account: Anchor) -> Int64 { ContentHash.of(account) }

    /// The summand of a group among the members of a group.
    static func member(group: Anchor) -> Int64 {
        var hash = ContentHash()
        hash.add(group)
        hash.add(true)
        return hash.value
    }

    /// The summand of an account in the hash of its source.
    static func summand(_ account: Anchor, _ content: Int64) -> Int64 {
        var hash = ContentHash()
        hash.add(account)
        hash.add(content)
        return hash.value
    }

    /// The summand of a group in the hash of its source.
    static func summand(_ group: Anchor, _ content: Int64, members: Int64) -> Int64 {
        var hash = ContentHash()
        hash.add(group)
        hash.add(content)
        hash.add(members)
        return hash.value
    }

    /// Of each person of a snapshot: attributes, activity, manager and direct groups.
    func people(of snapshot: DirectorySnapshot) -> [Int64] {
        let groups = snapshot.groups.map { ContentHash.of($0.id) }
        return snapshot.people.indices.map { index in
            let person = snapshot.people[index]
            var hash = ContentHash()
            hash.add(person.isActive)
            add(person.attributes, to: &hash)
            hash.add(UInt64(0))
            for group in snapshot.memberships.directGroups(of: PersonIndex(index)) {
                hash.add(groups[Int(group)])
            }
            if let manager = snapshot.reportingLines.manager(of: PersonIndex(index)) {
                hash.add(snapshot.people[Int(manager)].id)
            }
            return hash.value
        }
    }
}
