import Directory
import Entitlements

/// Writes the mappings of a run, once for each wording of the files.
struct MappingWriter {
    let connection: any SQLConnection

    /// The row of the mappings, written and attested when they are new.
    func number(of mapping: MappingRevision, at time: Timestamp) throws -> Int64 {
        let known = try connection.first(
            "SELECT no FROM mappings WHERE digest = ?", .bytes(mapping.digest.bytes),
            read: { $0.integer(0) })
        if let known { return known }
        let number = try connection.count("SELECT max(no) FROM mappings") + 1
        let ledger = LedgerWriter(connection: connection)
        try connection.execute(
            "INSERT INTO mappings (no, digest, entry) VALUES (?, ?, ?)", .integer(number),
            .bytes(mapping.digest.bytes), .integer(try ledger.nextNumber()))
        try write(mapping, number)
        try ledger.append(
            .mapping, at: time, try AttestedBody(connection: connection).mapping(number))
        return number
    }

    private func write(_ mapping: MappingRevision, _ number: Int64) throws {
        for file in mapping.files {
            try connection.execute(
                "INSERT INTO mapping_files (mapping_no, path, text) VALUES (?, ?, ?)",
                .integer(number), .text(file.path), .text(file.text))
        }
        for (position, rule) in mapping.rules.enumerated() {
            try connection.execute(
                """
                INSERT INTO mapping_rules (mapping_no, position, kind, id, digest, title, file, line)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """, .integer(number), .integer(Int64(position)),
                .text(rule.reference.kind.rawValue), .text(rule.reference.id),
                .bytes(rule.reference.digest.bytes), .text(rule.title), .text(rule.file),
                .integer(Int64(rule.line)))
        }
        for role in mapping.roles {
            try connection.execute(
                """
                INSERT INTO mapping_roles (mapping_no, id, title, tier, owner)
                VALUES (?, ?, ?, ?, ?)
                """, .integer(number), .text(role.id.rawValue), .text(role.title),
                .text(role.tier.rawValue), .text(role.owner.description))
        }
    }
}
