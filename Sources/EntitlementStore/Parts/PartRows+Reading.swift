import Directory

extension PartRows {
    /// What is there of them, as a reading of its own.
    /// - Parameters:
    ///   - header: gives everything but accounts and groups.
    ///   - members: rows of the accounts whose memberships it holds.
    func reading(as header: SourceReading, membersAmong members: [SQLValue]) throws -> SourceReading
    {
        let accounts = accounts.values.filter { !$0.isGone }.sorted { $0.anchor < $1.anchor }
        let groups = groups.values.filter { !$0.isGone }.sorted { $0.anchor < $1.anchor }
        let positions = Self.positions(accounts.map(\.number))
        let groupPositions = Self.positions(groups.map(\.number))
        let people = try memberships(
            "memberships", "account_no", of: members, positions, groupPositions)
        let nested = try memberships(
            "group_memberships", "member_no", of: groups.map { .integer($0.number) },
            groupPositions, groupPositions)
        return SourceReading(
            source: header.source,
            accounts: accounts.map { row in
                let manager =
                    row.manager.flatMap { positions[$0] }.map(ManagerReference.account)
                    ?? row.managerText.map(ManagerReference.dangling) ?? .none
                return Account(
                    anchor: row.anchor, label: row.label, isActive: row.isActive,
                    attributes: row.attributes, manager: manager, isReadable: row.isReadable)
            },
            groups: groups.map { row in
                DirectoryGroup(
                    anchor: row.anchor, label: row.label, display: row.display,
                    accounts: people[row.number]?.sorted() ?? [],
                    groups: nested[row.number]?.sorted() ?? [], unresolved: row.unresolved)
            },
            attributeNames: header.attributeNames, certificate: header.certificate,
            diagnostics: [], state: header.state)
    }

    /// By group of these, the members that are among them.
    private func memberships(
        _ table: String, _ column: String, of keys: [SQLValue], _ members: [Int64: Int32],
        _ groups: [Int64: Int32]
    ) throws -> [Int64: [Int32]] {
        var found: [Int64: Set<Int32>] = [:]
        try connection.queryEach(
            "SELECT group_no, \(column) FROM \(table) WHERE until_run IS NULL AND \(column) IN",
            keys
        ) { row in
            guard let position = members[row.integer(1)], groups[row.integer(0)] != nil else {
                return
            }
            found[row.integer(0), default: []].insert(position)
        }
        return found.mapValues(Array.init)
    }

    private static func positions(_ numbers: [Int64]) -> [Int64: Int32] {
        Dictionary(
            numbers.enumerated().map { ($1, Int32($0)) }, uniquingKeysWith: { first, _ in first })
    }
}
