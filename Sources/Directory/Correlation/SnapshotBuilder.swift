import Diagnostics

/// Puts a snapshot together: people first, then groups and managers, which refer to them.
struct SnapshotBuilder {
    /// What did not fit so far, the joins' findings among it.
    var findings = FindingList()
    private let table: AccountTable
    private let merge: AttributeMerge
    private var people: [Person] = []
    /// For each person the login, or the id of who has none.
    private var userNames: [String] = []
    /// For each person their accounts.
    private var accounts = IndexRows()
    /// For each account its person.
    private var owners: [PersonIndex] = []
    private var groups: [Group] = []
    private var memberships = MembershipGraph(people: [], groups: [], personCount: 0)
    private var reportingLines = ReportingLines(managers: [])

    init(_ table: AccountTable, merge: AttributeMerge) {
        self.table = table
        self.merge = merge
    }

    /// Takes the people, sorted by id, each with what its accounts together say.
    mutating func addPeople(_ joined: JoinedPeople) {
        owners = [PersonIndex](repeating: -1, count: table.count)
        people.reserveCapacity(joined.ids.count)
        userNames.reserveCapacity(joined.ids.count)
        for position in joined.ids.sortingPositions() {
            let row = table.inOrder(joined.accounts[joined.heads[Int(position)]])
            for account in row { owners[Int(account)] = PersonIndex(people.count) }
            let person = person(
                joined.ids[Int(position)], row, isOwn: row.count == 1 && !joined.hasRecorded)
            let userName = person.attributes[.userName]
            userNames.append(userName ?? person.id.rawValue)
            if userName == nil { reportMissingUserName(of: row) }
            people.append(person)
            accounts.append(row)
        }
    }

    /// - Parameter isOwn: whether the id is that of the one account.
    private func person(
        _ id: PersonID, _ accounts: ArraySlice<Int32>, isOwn: Bool
    ) -> Person {
        let keys = isOwn ? nil : table.keys(of: accounts)
        let first = keys.flatMap { keys in accounts.first { table.key(of: $0) == keys[0] } }
        return Person(
            id: id, recordedAccounts: keys,
            location: table.accounts[Int(first ?? accounts[accounts.startIndex])].location,
            isActive: merge.isActive(accounts), attributes: merge.attributes(accounts),
            isReadable: accounts.allSatisfy { table.accounts[Int($0)].isReadable })
    }

    /// Takes the groups of all sources, and who is in them. After ``addPeople(_:)``.
    mutating func addGroups() {
        var found: [(source: Int, group: DirectoryGroup, id: GroupID)] = []
        var starts: [Int] = []
        for (source, selected) in table.readings.enumerated() {
            starts.append(found.count)
            for group in selected.reading?.groups ?? [] {
                found.append(
                    (source, group, table.groupID(group.anchor, in: source)))
            }
        }
        let order = found.map(\.id).sortingPositions()
        var sorted = [GroupIndex](repeating: 0, count: found.count)
        for (position, old) in order.enumerated() { sorted[Int(old)] = GroupIndex(position) }

        var peopleRows = IndexRows()
        var groupRows = IndexRows()
        for position in order {
            let (source, group, id) = found[Int(position)]
            peopleRows.append(
                sorting: group.accounts.lazy.map { [owners, table] in
                    owners[Int(table.number(of: $0, in: source))]
                })
            groupRows.append(
                sorting: group.groups.lazy.map { sorted[starts[source] + Int($0)] })
            groups.append(
                Group(
                    id: id, source: table.readings[source].id, display: group.display,
                    label: group.label, unresolved: group.unresolved))
        }
        memberships = MembershipGraph(
            people: peopleRows, groups: groupRows, personCount: people.count)
        reportCycles()
        reportUnresolvedMembers()
    }

    /// Takes the reporting lines; loops are cut. After ``addPeople(_:)``.
    mutating func addManagers() {
        var managers = [PersonIndex?](repeating: nil, count: people.count)
        for person in people.indices {
            guard let (account, reference) = merge.manager(accounts[PersonIndex(person)]) else {
                continue
            }
            switch reference {
            case .none: break
            case .account(let index):
                managers[person] =
                    owners[Int(table.number(of: index, in: table.source(of: account)))]
            case .dangling:
                findings.add(
                    .warning, "correlation.dangling-manager",
                    "the manager it names is not among the people of the source",
                    at: table.place(of: account),
                    hint: "widen base or filter of people, or correct the entry")
            }
        }
        reportingLines = ReportingLines(managers: managers)
        reportLoops()
        // Whoever is in a loop has none.
        let without = people.indices.filter { reportingLines.manager(of: PersonIndex($0)) == nil }
        let finding = Diagnostic.withoutManager(
            without.count { people[$0].isActive }, of: people.count,
            managed: people.count - without.count)
        if let finding { findings.add(finding.severity, finding.code, finding.message) }
    }

    /// The snapshot, once all has been added.
    mutating func snapshot() -> DirectorySnapshot {
        let names = LabelIndex(count: people.count) { userNames[Int($0)] }
        let groupNames = LabelIndex(count: groups.count) { groups[Int($0)].display }
        reportUserNames(names)
        reportGroupNames(groupNames)
        let read = table.readings.flatMap { $0.reading?.diagnostics ?? [] }
        return DirectorySnapshot(
            sources: table.readings.map {
                SnapshotSource(
                    id: $0.id, certificate: $0.reading?.certificate, staleBecause: $0.staleBecause,
                    attributeNames: $0.reading?.attributeNames ?? [:])
            },
            people: people, groups: groups, memberships: memberships,
            reportingLines: reportingLines, diagnostics: (read + findings.capped()).sorted(),
            userNames: names, groupNames: groupNames)
    }

    private func place(of person: PersonIndex) -> Place {
        table.place(of: accounts[person].first ?? 0)
    }
}

extension SnapshotBuilder {
    private mutating func reportLoops() {
        for loop in reportingLines.loops {
            guard let first = loop.first else { continue }
            findings.add(
                .warning, "correlation.reporting-loop",
                loop.count == 1
                    ? "the person is their own manager, and is taken to have none"
                    : "\(loop.count) people report to each other in a loop, and are taken to have no"
                        + " manager",
                at: place(of: first), hint: "correct the manager of one of them")
        }
    }

    private mutating func reportUserNames(_ index: LabelIndex) {
        for positions in index.shared(labelAt: { userNames[Int($0)] }) {
            for person in positions {
                findings.add(
                    .error, "correlation.shared-user-name",
                    "\(positions.count) people have this userName, so that it names none of them",
                    at: place(of: person),
                    hint: "correct the entries, or correlate the sources by a key they share")
            }
        }
    }

    private mutating func reportMissingUserName(of accounts: ArraySlice<Int32>) {
        guard let account = accounts.first else { return }
        findings.add(
            .warning, "correlation.without-user-name",
            "the person has no userName and is known by id alone", at: table.place(of: account))
    }

    private mutating func reportCycles() {
        for (number, cycle) in memberships.cycles.enumerated() {
            for group in cycle {
                findings.add(
                    .warning, "correlation.group-cycle",
                    cycle.count == 1
                        ? "the group contains itself, which adds nobody"
                        : "cycle \(number + 1): the group is one of \(cycle.count) that contain each"
                            + " other, and everybody in one of them is in all",
                    at: groups[Int(group)].place,
                    hint: "take one of the groups out of the other")
            }
        }
    }

    private mutating func reportUnresolvedMembers() {
        for group in groups where !group.unresolved.isEmpty {
            findings.add(
                .warning, "correlation.unresolved-members",
                "\(group.unresolved.count) of the group's members are not among the people and groups"
                    + " of the source; they are unknown, not absent",
                at: group.place,
                hint:
                    "widen base or filter, configure the other directory as a source, or take them"
                    + " out of the group")
        }
    }

    private mutating func reportGroupNames(_ index: LabelIndex) {
        for positions in index.shared(labelAt: { groups[Int($0)].display }) {
            for group in positions.map({ groups[Int($0)] }) {
                findings.add(
                    .warning, "correlation.shared-group-name",
                    "\(positions.count) groups have this name, and a rule that names it means all",
                    at: group.place,
                    hint: "rename one, or compare groups.value, which is unique")
            }
        }
    }
}

extension Diagnostic {
    /// The code of the finding below.
    public static let withoutManagerCode = "correlation.without-manager"

    /// The only finding of a correlation that is about everybody; nil when there is nothing odd.
    /// - Parameters:
    ///   - count: active people without a manager.
    ///   - managed: people who have one.
    public static func withoutManager(
        _ count: Int, of people: Int, managed: Int
    ) -> Diagnostic? {
        managed > 0 && count > 1
            ? Diagnostic(
                .note, withoutManagerCode, "\(count) active people of \(people) have no manager")
            : nil
    }
}

extension Group {
    fileprivate var place: Place { .entry(source: source.rawValue, entry: label) }
}

extension Array where Element: Comparable {
    /// The positions of the elements in ascending order of the elements.
    /// - Complexity: linear when they are in order already
    fileprivate func sortingPositions() -> [Int32] {
        let positions = Array<Int32>(0..<Int32(count))
        if zip(self, dropFirst()).allSatisfy({ $0 <= $1 }) { return positions }
        return positions.sorted { self[Int($0)] < self[Int($1)] }
    }
}
