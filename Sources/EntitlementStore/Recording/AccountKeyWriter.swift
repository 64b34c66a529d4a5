import Directory

/// Writes by what those accounts of one source are found that may be joined with others.
struct AccountKeyWriter {
    /// The reading that ``rows`` were matched with.
    let plan: ReadingPlan
    /// The accounts' own, numbered.
    let rows: RowMatching
    let connection: any SQLConnection

    /// Writes new values; former ones stay.
    func write() throws {
        if plan.joinKeys.attributes.isEmpty { return }
        let insert = "INSERT INTO account_keys (key, account_no) VALUES (?, ?)"
        try write(insert, of: rows.fresh)
        let fresh = Set(rows.fresh)
        try write(
            "\(insert) ON CONFLICT DO NOTHING",
            of: plan.areKeysNew
                ? rows.numbers.indices.map(Int32.init).filter { !fresh.contains($0) }
                : rows.changed + rows.returned)
    }

    private func write(_ sql: String, of positions: [Int32]) throws {
        if positions.isEmpty { return }
        var claims = positions.flatMap { position in
            plan.joinKeys.values(of: plan.reading.accounts[Int(position)].attributes)
                .map { (key: $0, account: rows.numbers[Int(position)]) }
        }
        claims.sort { ($0.key, $0.account) < ($1.key, $1.account) }
        try connection.bulk(sql) { bulk in
            for claim in claims {
                bulk.append(claim.key)
                bulk.append(claim.account)
                try bulk.run()
            }
        }
    }
}
