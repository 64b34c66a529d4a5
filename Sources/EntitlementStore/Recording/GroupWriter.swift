import Directory
import Entitlements

/// Writes the groups of one source that are new, changed or gone, and of groups whose members changed
/// the memberships that began or ended.
struct GroupWriter {
    /// The reading that ``rows`` were matched with.
    let plan: ReadingPlan
    /// Numbered, so that members can be referred to.
    let rows: ReadingPlan.Rows
    /// The source's row.
    let source: Int64
    let run: Int64
    let connection: any SQLConnection

    /// Writes rows, history and memberships.
    func write() throws {
        for position in rows.groups.fresh { try insert(position) }
        for position in rows.groups.changed + rows.groups.returned { try update(position) }
        for leftover in rows.groups.leftovers where leftover.isNew {
            try remove(leftover.number)
        }
        let fresh = Set(rows.groups.fresh)
        for position in rows.memberGroups {
            try writeMembers(of: position, isNew: fresh.contains(position))
        }
    }

    private func insert(_ position: Int32) throws {
        let group = plan.reading.groups[Int(position)]
        try connection.execute(
            """
            INSERT INTO groups (no, source_no, anchor, since_run, label, display, unresolved,
              content, members_content)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """, number(position), .integer(source), .text(group.anchor.rawValue), .integer(run),
            .text(group.label), .text(group.display), unresolved(group),
            .integer(plan.groupContents[Int(position)]),
            .integer(plan.memberContents[Int(position)]))
    }

    private func update(_ position: Int32) throws {
        let group = plan.reading.groups[Int(position)]
        try connection.execute(
            """
            INSERT INTO groups_history (group_no, since_run, until_run, label, display, unresolved)
            SELECT no, since_run, coalesce(until_run, ?), label, display, unresolved
            FROM groups WHERE no = ?
            """, .integer(run), number(position))
        try connection.execute(
            """
            UPDATE groups SET since_run = ?, until_run = NULL, label = ?, display = ?,
              unresolved = ?, content = ? WHERE no = ?
            """, .integer(run), .text(group.label), .text(group.display), unresolved(group),
            .integer(plan.groupContents[Int(position)]), number(position))
    }

    private func remove(_ number: Int64) throws {
        let arguments = [SQLValue.integer(run), .integer(number)]
        try connection.execute("UPDATE groups SET until_run = ? WHERE no = ?", arguments)
        for table in ["memberships", "group_memberships"] {
            try connection.execute(
                "UPDATE \(table) SET until_run = ? WHERE group_no = ? AND until_run IS NULL",
                arguments)
        }
    }

    private func writeMembers(of position: Int32, isNew: Bool) throws {
        let group = plan.reading.groups[Int(position)]
        let known = rows.members?[position]
        try write(
            group.accounts.map { rows.accounts.numbers[Int($0)] }, of: position,
            to: "memberships", "account_no", isNew,
            known.map { ($0.begun.accounts, $0.ended.accounts) })
        try write(
            group.groups.map { rows.groups.numbers[Int($0)] }, of: position,
            to: "group_memberships", "member_no", isNew,
            known.map { ($0.begun.groups, $0.ended.groups) })
        if isNew { return }
        try connection.execute(
            "UPDATE groups SET members_content = ? WHERE no = ?",
            .integer(plan.memberContents[Int(position)]), number(position))
    }

    /// One changed member of a group of everybody is one row.
    /// - Parameter known: what begins and ends, where that is known already.
    private func write(
        _ members: [Int64], of position: Int32, to table: String, _ column: String, _ isNew: Bool,
        _ known: (begun: [Int64], ended: [Int64])?
    ) throws {
        let group = rows.groups.numbers[Int(position)]
        let difference =
            try known
            ?? (isNew ? (members.sorted(), []) : difference(members, group, table, column))
        for member in difference.ended {
            try connection.execute(
                """
                UPDATE \(table) SET until_run = ?
                WHERE group_no = ? AND \(column) = ? AND until_run IS NULL
                """, .integer(run), .integer(group), .integer(member))
        }
        if difference.begun.isEmpty { return }
        try connection.bulk(
            "INSERT INTO \(table) (group_no, \(column), since_run) VALUES (?, ?, ?)"
        ) { bulk in
            for member in difference.begun {
                bulk.append(group)
                bulk.append(member)
                bulk.append(run)
                try bulk.run()
            }
        }
    }

    private func difference(
        _ members: [Int64], _ group: Int64, _ table: String, _ column: String
    ) throws -> (begun: [Int64], ended: [Int64]) {
        var begun = Set(members)
        var ended: [Int64] = []
        let former = try connection.all(
            "SELECT \(column) FROM \(table) WHERE group_no = ? AND until_run IS NULL",
            .integer(group), read: { $0.integer(0) })
        for member in former where begun.remove(member) == nil { ended.append(member) }
        return (begun.sorted(), ended)
    }

    private func number(_ position: Int32) -> SQLValue {
        .integer(rows.groups.numbers[Int(position)])
    }

    private func unresolved(_ group: DirectoryGroup) -> SQLValue {
        .text(CanonicalJSON.text(of: .strings(group.unresolved)))
    }
}
