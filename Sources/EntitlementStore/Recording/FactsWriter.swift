import Directory
import Entitlements

/// Writes what has changed in the directory.
struct FactsWriter {
    let snapshot: DirectorySnapshot
    /// What is new, changed or gone.
    let plan: FactsPlan
    let run: Int64
    let connection: any SQLConnection

    /// Writes people, then each complete reading, then labels.
    func write() throws {
        if try connection.isEmpty("accounts") {
            try connection.fill(
                ["accounts", "memberships", "group_memberships"], writeEverything)
        } else {
            try writeEverything()
        }
    }

    private func writeEverything() throws {
        try writeNewPeople()
        try writeChangedPeople()
        for leftover in plan.people.leftovers where leftover.isNew {
            try connection.execute(
                "UPDATE people SET until_run = ? WHERE no = ?", .integer(run),
                .integer(leftover.number))
        }
        for reading in plan.readings {
            let source = try SourceWriter.number(of: reading.reading.source, connection)
            if let rows = reading.rows {
                try AccountWriter(
                    plan: reading, rows: rows.accounts, people: plan.people.numbers,
                    source: source, run: run, connection: connection
                ).write()
                try AccountKeyWriter(
                    plan: reading, rows: rows.accounts, connection: connection
                ).write()
                try GroupWriter(
                    plan: reading, rows: rows, source: source, run: run, connection: connection
                ).write()
            }
            try writeSize(of: reading, source)
        }
        try writeLabels()
    }

    private func writeSize(of plan: ReadingPlan, _ source: Int64) throws {
        let certificate = plan.reading.certificate
        try connection.execute(
            """
            UPDATE sources SET complete_run = ?, people = ?, groups = ?, memberships = ?,
              content = ?, sync_state = ?, whole_as_of = ?, account_keys = ? WHERE no = ?
            """, .integer(run), .integer(Int64(plan.counts.people)),
            .integer(Int64(plan.counts.groups)),
            .integer(Int64(plan.counts.memberships)), .integer(plan.content),
            .optional(plan.reading.state?.rawValue),
            .text((certificate.wholeAsOf ?? certificate.end).description),
            .optional(plan.joinKeys.text), .integer(source))
    }

    private func writeNewPeople() throws {
        if plan.people.fresh.isEmpty { return }
        try connection.bulk(
            """
            INSERT INTO people (no, id, first_run, since_run, user_name, display_name, is_active,
              manager_no, content)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """
        ) { bulk in
            for position in plan.people.fresh {
                bulk.append(plan.people.numbers[Int(position)])
                bulk.append(snapshot.people[Int(position)].id)
                bulk.append(run)
                bulk.append(run)
                appendDescription(of: position, to: bulk)
                bulk.append(plan.peopleContents[Int(position)])
                try bulk.run()
            }
        }
    }

    private func appendDescription(of position: Int32, to bulk: any SQLBulk) {
        let person = snapshot.people[Int(position)]
        bulk.append(person.userName)
        bulk.append(person.displayName)
        bulk.append(person.isActive)
        bulk.append(manager(of: position))
    }

    private func manager(of position: Int32) -> Int64? {
        snapshot.reportingLines.manager(of: position).map { plan.people.numbers[Int($0)] }
    }

    /// A person whose groups alone changed has no new description.
    private func writeChangedPeople() throws {
        for position in plan.people.changed + plan.people.returned {
            let number = SQLValue.integer(plan.people.numbers[Int(position)])
            let person = snapshot.people[Int(position)]
            let userName = SQLValue.text(person.userName)
            let displayName = SQLValue.text(person.displayName)
            let isActive = SQLValue.integer(person.isActive ? 1 : 0)
            let manager = SQLValue.optional(manager(of: position))
            let isDescribedAnew =
                try connection.execute(
                    """
                    INSERT INTO people_history (person_no, since_run, until_run, user_name,
                      display_name, is_active, manager_no)
                    SELECT no, since_run, coalesce(until_run, ?), user_name, display_name,
                      is_active, manager_no
                    FROM people WHERE no = ? AND (until_run IS NOT NULL OR user_name <> ?
                      OR display_name <> ? OR is_active <> ? OR manager_no IS DISTINCT FROM ?)
                    """, .integer(run), number, userName, displayName, isActive, manager) > 0
            let content = SQLValue.integer(plan.peopleContents[Int(position)])
            if isDescribedAnew {
                try connection.execute(
                    """
                    UPDATE people SET since_run = ?, until_run = NULL, user_name = ?,
                      display_name = ?, is_active = ?, manager_no = ?, content = ?
                    WHERE no = ?
                    """, .integer(run), userName, displayName, isActive, manager, content, number)
            } else {
                try connection.execute(
                    "UPDATE people SET content = ? WHERE no = ?", content, number)
            }
        }
    }

    private func writeLabels() throws {
        for claim in plan.labels.ended {
            try connection.execute(
                """
                UPDATE labels SET until_run = ?
                WHERE key = ? AND kind = ? AND owner_no = ? AND until_run IS NULL
                """, .integer(run), .integer(claim.key), .text(claim.kind.rawValue),
                .integer(claim.owner))
        }
        if plan.labels.begun.isEmpty { return }
        try connection.bulk(
            """
            INSERT INTO labels (key, kind, owner_no, since_run, is_settled)
            VALUES (?, ?, ?, ?, ?)
            """
        ) { bulk in
            for claim in plan.labels.begun {
                bulk.append(claim.key)
                bulk.append(claim.kind.rawValue)
                bulk.append(claim.owner)
                bulk.append(run)
                bulk.append(!plan.labels.unsettled.contains(claim))
                try bulk.run()
            }
        }
    }
}
