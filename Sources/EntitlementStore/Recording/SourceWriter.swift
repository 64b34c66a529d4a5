import Directory
import Entitlements

/// Writes what each source gave to a run: its certificate always, its size when it was complete.
struct SourceWriter {
    /// One a configured source, in their order.
    let certificates: [ReadingCertificate]
    /// Of those that were read completely.
    let plans: [ReadingPlan]
    let run: Int64
    let connection: any SQLConnection

    /// Writes one row a configured source.
    func write() throws {
        for (position, certificate) in certificates.enumerated() {
            let source = try Self.number(of: certificate.source, connection)
            let plan = plans.first { $0.reading.source == certificate.source }
            let names = try plan.map { try changedNames(of: $0.reading, source) }
            try connection.execute(
                """
                INSERT INTO run_sources (run_no, position, source_no, is_complete, ended,
                  certificate, people, groups, memberships, attribute_names, content)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """, .integer(run), .integer(Int64(position)), .integer(source),
                .integer(plan == nil ? 0 : 1), .text(certificate.end.description),
                .text(try StoredJSON.text(of: certificate)),
                .optional(plan.map { Int64($0.counts.people) }),
                .optional(plan.map { Int64($0.counts.groups) }),
                .optional(plan.map { Int64($0.counts.memberships) }),
                .optional(names ?? nil), .optional(plan?.content))
        }
    }

    /// The number of a source, which is written when it is new.
    static func number(of source: SourceID, _ connection: any SQLConnection) throws -> Int64 {
        let known = try connection.first(
            "SELECT no FROM sources WHERE id = ?", .text(source.rawValue),
            read: { $0.integer(0) })
        if let known { return known }
        let number = try connection.count("SELECT max(no) FROM sources") + 1
        try connection.execute(
            "INSERT INTO sources (no, id) VALUES (?, ?)", .integer(number),
            .text(source.rawValue))
        return number
    }

    /// The names by which the source calls attributes, if they are not those of the run before.
    private func changedNames(of reading: SourceReading, _ source: Int64) throws -> String? {
        let names = CanonicalJSON.text(
            of: .object(
                Dictionary(
                    uniqueKeysWithValues: reading.attributeNames.map {
                        ($0.key.path, JSONValue.string($0.value))
                    })))
        return try connection.attributeNamesText(of: source, upTo: run) == names ? nil : names
    }
}

extension SQLConnection {
    /// As they were stored last up to that run.
    func attributeNames(of source: Int64, upTo run: Int64 = .max) throws -> [Attribute: String] {
        guard let text = try attributeNamesText(of: source, upTo: run) else { return [:] }
        let names = try StoredJSON.value([String: String].self, of: text)
        var attributes: [Attribute: String] = [:]
        for attribute in Attribute.allCases { attributes[attribute] = names[attribute.path] }
        return attributes
    }

    /// nil when there are none.
    fileprivate func attributeNamesText(of source: Int64, upTo run: Int64) throws -> String? {
        try first(
            """
            SELECT attribute_names FROM run_sources
            WHERE source_no = ? AND run_no <= ? AND attribute_names IS NOT NULL
            ORDER BY run_no DESC LIMIT 1
            """, .integer(source), .integer(run), read: { $0.text(0) })
    }
}
