import Directory
import Entitlements

/// Writes the accounts of one source that are new, changed or gone.
struct AccountWriter {
    /// The reading that ``rows`` were matched with.
    let plan: ReadingPlan
    /// The accounts' own, numbered.
    let rows: RowMatching
    /// The row of each person of the snapshot.
    let people: [Int64]
    /// The source's row.
    let source: Int64
    let run: Int64
    let connection: any SQLConnection

    /// Writes rows, and what they held before into the history.
    func write() throws {
        try writeNew()
        try writeChanged()
        for leftover in rows.leftovers where leftover.isNew {
            try connection.execute(
                "UPDATE accounts SET until_run = ? WHERE no = ?", .integer(run),
                .integer(leftover.number))
        }
    }

    private func writeNew() throws {
        if rows.fresh.isEmpty { return }
        var text = AttributeText()
        try connection.bulk(
            """
            INSERT INTO accounts (no, source_no, anchor, since_run, person_no, label, is_active,
              is_readable, manager_no, manager_text, attributes, content)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """
        ) { bulk in
            for position in rows.fresh {
                bulk.append(rows.numbers[Int(position)])
                bulk.append(source)
                bulk.append(plan.reading.accounts[Int(position)].anchor)
                bulk.append(run)
                append(position, to: bulk, &text)
                try bulk.run()
            }
        }
    }

    private func writeChanged() throws {
        let changed = rows.changed + rows.returned
        if changed.isEmpty { return }
        for position in changed {
            try connection.execute(
                """
                INSERT INTO accounts_history (account_no, since_run, until_run, person_no, label,
                  is_active, is_readable, manager_no, manager_text, attributes)
                SELECT no, since_run, coalesce(until_run, ?), person_no, label, is_active,
                  is_readable, manager_no, manager_text, attributes
                FROM accounts WHERE no = ?
                """, .integer(run), .integer(rows.numbers[Int(position)]))
        }
        var text = AttributeText()
        try connection.bulk(
            """
            UPDATE accounts SET since_run = ?, until_run = NULL, person_no = ?, label = ?,
              is_active = ?, is_readable = ?, manager_no = ?, manager_text = ?, attributes = ?,
              content = ?
            WHERE no = ?
            """
        ) { bulk in
            for position in changed {
                bulk.append(run)
                append(position, to: bulk, &text)
                bulk.append(rows.numbers[Int(position)])
                try bulk.run()
            }
        }
    }

    private func append(_ position: Int32, to bulk: any SQLBulk, _ text: inout AttributeText) {
        let account = plan.reading.accounts[Int(position)]
        let owner = plan.owners[Int(position)]
        if owner < 0 { bulk.appendNull() } else { bulk.append(people[Int(owner)]) }
        account.location.withUTF8 { bulk.append(utf8: $0) }
        bulk.append(account.isActive)
        bulk.append(account.isReadable)
        switch account.manager {
        case .none:
            bulk.appendNull()
            bulk.appendNull()
        case .account(let manager):
            bulk.append(rows.numbers[Int(manager)])
            bulk.appendNull()
        case .dangling(let spelling):
            bulk.appendNull()
            bulk.append(spelling)
        }
        text.bytes(of: account.attributes).withUnsafeBufferPointer { bulk.append(utf8: $0) }
        bulk.append(plan.accountContents[Int(position)])
    }
}
