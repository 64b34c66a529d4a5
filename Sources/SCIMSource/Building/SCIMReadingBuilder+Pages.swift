import Directory

// What was read by itself, put into the reading that it is a part of.

extension SCIMReadingBuilder {
    /// Takes a page of a list.
    /// - Returns: what it says of the list; its places are those of this reading.
    package mutating func take(_ page: SCIMPage, of query: Query) -> ListResponse {
        var list = page.list
        let before = repeated
        _ = takePlaces()
        if let total = list.totalResults { reserve(total, of: query.subject) }
        take(resourcesOf: page.resources)
        let places = takePlaces()
        list.places = list.places.map { $0 < 0 ? $0 : places[Int($0)] }
        list.repeated += repeated - before
        take(findingsOf: page.resources)
        count(query, leftOutOf: page.resources)
        count(query, resources: list.resources)
        return list
    }

    /// Takes the people and groups of another reading of the same source, in their order.
    mutating func take(resourcesOf other: SCIMReadingBuilder) {
        // Once: room for each page alone would be a copy of all for each.
        if members.isEmpty { members.reserveCapacity(other.members.count) }
        places.reserveCapacity(places.count + other.accounts.count + other.groups.count)
        var accountIDs = [Int32](repeating: -1, count: other.accounts.count)
        let numbers = other.knownIDs.entries.map { entry in
            let number = knownIDs.number(of: entry.anchor)
            if entry.account >= 0 { accountIDs[Int(entry.account)] = number }
            return number
        }
        for (var account, id) in zip(other.accounts, accountIDs) {
            account.manager = account.manager.map { numbers[Int($0)] }
            add(account, id: id, .listed)
        }
        for group in other.groups {
            let start = members.count
            for member in other.members[group.members] {
                addMember(
                    Member(reference: numbers[Int(member.reference)], type: member.type))
            }
            add(
                GroupDraft(
                    anchor: group.anchor, label: group.label, display: group.display,
                    members: start..<members.count, isReadable: group.isReadable), .listed)
        }
        groupTimes.count(other.groupTimes)
    }
}
