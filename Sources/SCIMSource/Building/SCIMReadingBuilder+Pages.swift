import Directory

// What was read by itself, put into the reading that it is a part of.

extension SCIMReadingBuilder {
    /// Takes a page of a list.
    /// - Returns: what it says of the list; its places are those of this reading.
    package mutating func take(_ page: SCIMPage, of query: Query) -> ListResponse {
        var list = page.list
        let before = repeated
        _ = takePlaces()
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
        let first = places.count
        let unknown = other.references.anchors.map { reference(to: $0) }
        for (position, account) in other.accounts.enumerated() {
            let manager = account.manager.map { translated($0, first, unknown) }
            let draft = AccountDraft(
                anchor: account.anchor, attributes: account.attributes, manager: manager,
                isActive: account.isActive, isReadable: account.isReadable)
            other.labels.withText(at: Int32(position)) { add(draft, label: $0, .listed) }
        }
        for group in other.groups {
            let start = members.count
            for member in other.members[group.members] {
                let reference = translated(member.reference, first, unknown)
                addMember(Member(reference: reference, type: member.type))
            }
            add(
                GroupDraft(
                    anchor: group.anchor, label: group.label, display: group.display,
                    members: start..<members.count, isReadable: group.isReadable), .listed)
        }
        groupTimes.count(other.groupTimes)
    }

    /// What a reference of another reading is in this one: that one's accounts came from ``places``'
    /// `first` on, in their order, and whom a reference names comes before it.
    private func translated(_ reference: Int32, _ first: Int, _ unknown: [Int32]) -> Int32 {
        reference >= 0 ? places[first + Int(reference)] : unknown[Int(~reference)]
    }
}
