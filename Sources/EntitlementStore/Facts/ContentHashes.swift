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
                hash.add(reading.accounts[Int(index)].anchor.rawValue)
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

    /// Of the members of each group of a reading.
    func members(of reading: SourceReading) -> [Int64] {
        let accounts = reading.accounts.map { ContentHash.of($0.anchor.rawValue) }
        let groups = reading.groups.map { ContentHash.of($0.anchor.rawValue) }
        return reading.groups.map { group in
            var hash = ContentHash()
            for account in group.accounts { hash.add(accounts[Int(account)]) }
            hash.add(UInt64(group.accounts.count))
            for member in group.groups { hash.add(groups[Int(member)]) }
            return hash.value
        }
    }

    /// Of each person of a snapshot: attributes, activity, manager and direct groups.
    func people(of snapshot: DirectorySnapshot) -> [Int64] {
        let groups = snapshot.groups.map { ContentHash.of($0.id.rawValue) }
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
                hash.add(snapshot.people[Int(manager)].id.rawValue)
            }
            return hash.value
        }
    }
}
