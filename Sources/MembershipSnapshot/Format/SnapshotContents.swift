import Directory
import Entitlements

/// Puts an organisation together, line by line.
struct SnapshotContents {
    private let header: SnapshotHeader
    private var roles: [Role] = []
    private var groups: [Group] = []
    /// For each group the groups in it.
    private var groupsOfGroup: [[GroupIndex]] = []
    /// For each group the people in it.
    private var peopleOfGroup: [[PersonIndex]] = []
    private var people: [Person] = []
    private var departed: [Holder] = []
    /// For each line of a person the index among ``people``; -1 of who is gone.
    private var indexAtPlace: [PersonIndex] = []
    /// For each person the place of the manager.
    private var managers: [Int32?] = []
    private var ids: [PersonID] = []
    private var pool = ScopedRolePool()
    private var held: [HeldEntitlement] = []

    /// - Throws: ``SnapshotError/Code/malformed``
    static func organization(
        of lines: GzipLines, _ header: SnapshotHeader
    ) throws(SnapshotError) -> OrganizationView {
        var contents = SnapshotContents(header)
        var isFirst = true
        try lines.forEach { bytes throws(SnapshotError) in
            if !isFirst { try contents.take(try SnapshotLine(bytes)) }
            isFirst = false
        }
        return try contents.organization()
    }

    private init(_ header: SnapshotHeader) { self.header = header }

    private mutating func take(_ line: SnapshotLine) throws(SnapshotError) {
        switch line.kind {
        case .role: try takeRole(line)
        case .group: try takeGroup(line)
        case .person: try takePerson(line)
        case .entitlement: try takeEntitlement(line)
        case .end: break
        case .header, nil: throw SnapshotError(.malformed, "a line of another kind")
        }
    }

    private mutating func takeRole(_ line: SnapshotLine) throws(SnapshotError) {
        guard let owner = Principal(try line.text("owner")),
            let tier = Tier(rawValue: try line.text("tier"))
        else { throw SnapshotLine.missing("owner or tier") }
        let id = RoleID(try line.text("id"))
        guard roles.last.map({ $0.id < id }) ?? true else { throw Self.disorder }
        roles.append(Role(id: id, title: try line.text("title"), tier: tier, owner: owner))
    }

    private mutating func takeGroup(_ line: SnapshotLine) throws(SnapshotError) {
        let id = GroupID(try line.text("id"))
        guard groups.last.map({ $0.id < id }) ?? true, people.isEmpty else { throw Self.disorder }
        let place = GroupIndex(groups.count)
        let display = try line.text("display")
        groups.append(
            Group(
                id: id, source: SourceID(String(id.rawValue.prefix { $0 != ":" })),
                display: display, label: display, unresolved: []))
        for container in try line.places("groups", below: header.counts.groups) {
            groupsOfGroup.grow(to: Int(container) + 1)
            groupsOfGroup[Int(container)].append(place)
        }
    }

    private mutating func takePerson(_ line: SnapshotLine) throws(SnapshotError) {
        let id = PersonID(try line.text("id"))
        guard ids.last.map({ $0 < id }) ?? true, held.isEmpty else { throw Self.disorder }
        ids.append(id)
        let userName = try line.text(ifAny: "userName")
        guard try !line.flag("gone") else {
            departed.append(
                Holder(
                    gone: id, userName: userName ?? id.rawValue,
                    displayName: userName ?? id.rawValue))
            indexAtPlace.append(-1)
            return
        }
        let index = PersonIndex(people.count)
        indexAtPlace.append(index)
        managers.append(try line.place("manager", below: header.counts.people))
        for group in try line.places("groups", below: groups.count) {
            peopleOfGroup.grow(to: Int(group) + 1)
            peopleOfGroup[Int(group)].append(index)
        }
        people.append(
            Person(
                id: id, isActive: try line.flag("active"),
                attributes: try attributes(line, userName)))
    }

    private func attributes(
        _ line: SnapshotLine, _ userName: String?
    ) throws(SnapshotError) -> AttributeValues {
        var entries: [AttributeValues.Entry] = []
        if let userName { entries.append(.init(.userName, userName)) }
        for (element, name) in try line.texts("departments").enumerated() {
            entries.append(.init(.department, name, element: element))
        }
        for (element, name) in try line.texts("regions").enumerated() {
            entries.append(.init(.addressesRegion, name, element: element))
        }
        return AttributeValues(entries)
    }

    private mutating func takeEntitlement(_ line: SnapshotLine) throws(SnapshotError) {
        guard let place = try line.place("person", below: ids.count),
            let scope = Scope(try line.text("scope")), let since = try line.time("since")
        else { throw SnapshotLine.missing("person, scope or since") }
        let key = EntitlementKey(
            person: ids[Int(place)],
            scopedRole: pool.scopedRole(role: RoleID(try line.text("role")), scope: scope))
        guard held.last.map({ $0.key < key }) ?? true else { throw Self.disorder }
        held.append(
            HeldEntitlement(
                key: key, since: Revision(try line.number("sinceRevision")), sinceTime: since))
    }

    private mutating func organization() throws(SnapshotError) -> OrganizationView {
        let counts = header.counts
        guard roles.count == counts.roles, groups.count == counts.groups,
            ids.count == counts.people, held.count == counts.entitlements
        else { throw SnapshotError(.malformed, "other counts than in the header") }
        groupsOfGroup.grow(to: groups.count)
        peopleOfGroup.grow(to: groups.count)
        let snapshot = DirectorySnapshot(
            sources: [], people: people, groups: groups,
            memberships: MembershipGraph(
                people: peopleOfGroup, groups: groupsOfGroup, personCount: people.count),
            reportingLines: ReportingLines(
                managers: managers.map { place in
                    place.map { indexAtPlace[Int($0)] }.flatMap { $0 < 0 ? nil : $0 }
                }), diagnostics: [])
        return OrganizationView(
            moment: StoredMoment(revision: header.revision, since: header.since, run: nil),
            freshness: header.freshness, roles: roles, snapshot: snapshot, held: held,
            departed: departed)
    }

    private static let disorder = SnapshotError(.malformed, "the lines are out of order")
}

extension [[Int32]] {
    /// Adds empty rows.
    fileprivate mutating func grow(to count: Int) {
        while self.count < count { append([]) }
    }
}
