import Diagnostics
import Directory
import Entitlements

/// Writes what a run found odd: once, for as long as the next runs find the very same.
struct FindingWriter {
    let run: Int64
    /// **Shape:** sorted, unique.
    let findings: [Diagnostic]
    let connection: any SQLConnection

    /// The run whose rows say it: the one that first found what the last run found too, or this one.
    func holder() throws -> Int64 {
        let former = try connection.count(
            "SELECT findings_run FROM runs WHERE no = ?", .integer(run - 1))
        return try former > 0 && connection.findings(ofRun: former) == findings ? former : run
    }

    /// Writes them as the run's own.
    func write() throws {
        for (position, finding) in findings.enumerated() {
            try connection.execute(
                """
                INSERT INTO run_findings (run_no, position, severity, code, message, hint, source,
                  entry, file, line, file_column)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                [
                    .integer(run), .integer(Int64(position)), .text(finding.severity.rawValue),
                    .text(finding.code), .text(finding.message), .optional(finding.hint),
                ] + place(finding.place))
        }
    }

    private func place(_ place: Place?) -> [SQLValue] {
        switch place {
        case nil: [nil, nil, nil, nil, nil]
        case .entry(let source, let entry): [.text(source), .text(entry), nil, nil, nil]
        case .file(let path, let line, let column):
            [
                nil, nil, .text(path), .optional(line.map(Int64.init)),
                .optional(column.map(Int64.init)),
            ]
        }
    }
}

extension SQLConnection {
    /// Those whose rows are that run's own. **Shape:** in the order in which they were written.
    func findings(ofRun run: Int64) throws -> [Diagnostic] {
        try all(
            """
            SELECT severity, code, message, hint, source, entry, file, line, file_column
            FROM run_findings WHERE run_no = ? ORDER BY position
            """, .integer(run)
        ) { row in
            let place: Place? =
                if !row.isNull(4) {
                    .entry(source: row.text(4), entry: row.text(5))
                } else if !row.isNull(6) {
                    .file(
                        path: row.text(6), line: row.optionalInteger(7).map { Int($0) },
                        column: row.optionalInteger(8).map { Int($0) })
                } else {
                    nil
                }
            return Diagnostic(
                try row.word(0), row.text(1), row.text(2), at: place, hint: row.optionalText(3))
        }
    }
}
