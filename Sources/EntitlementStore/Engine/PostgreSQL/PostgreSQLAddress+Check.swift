import Diagnostics

extension PostgreSQLAddress {
    /// Whether a store can be kept there, and what the login may do: for people, before a run fails.
    /// Nothing is changed.
    public func check() -> [Diagnostic] {
        do {
            let connection = try PostgreSQLPool(self, patience: .zero)
                .begin("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            defer { _ = connection.rollBack() }
            let version = connection.serverVersion
            return [
                Diagnostic(
                    .note, "store.server", "PostgreSQL \(version / 10_000).\(version % 10_000)")
            ] + (try Self.encoding(connection)) + (try Self.rights(connection))
        } catch {
            let error = StoreError(error, while: .open, at: self)
            return [Diagnostic(.error, "store.server", "\(error)")]
        }
    }

    private static func encoding(_ connection: PostgreSQLConnection) throws -> [Diagnostic] {
        let encoding = try connection.first("SHOW server_encoding", read: { $0.text(0) })
        if encoding == "UTF8" { return [] }
        return [
            Diagnostic(
                .error, "store.encoding", "the database cannot hold every name",
                hint: "make it anew with ENCODING 'UTF8'")
        ]
    }

    private static func rights(_ connection: PostgreSQLConnection) throws -> [Diagnostic] {
        guard try connection.count("SELECT count(current_schema())") == 1 else {
            return [
                Diagnostic(
                    .error, "store.schema", "the login's search path names no schema that exists",
                    hint: "make the schema, or name another one in search_path")
            ]
        }
        guard try connection.hasTable("rollcall") else {
            if try connection.count(
                "SELECT count(*) FROM (SELECT 1) one "
                    + "WHERE has_schema_privilege(current_schema(), 'CREATE')") == 1
            {
                return []
            }
            return [
                Diagnostic(
                    .error, "store.rights", "there is no store yet, and the login may make none",
                    hint: "run `rollcall store prepare` with the login of the schema's owner")
            ]
        }
        return try tableRights(connection)
    }

    private static func tableRights(_ connection: PostgreSQLConnection) throws -> [Diagnostic] {
        let without = { (right: String, table: String) in
            try connection.count(
                """
                SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()
                  AND tablename LIKE ? AND NOT has_table_privilege(
                    quote_ident(schemaname) || '.' || quote_ident(tablename), ?)
                """, .text(table), .text(right))
        }
        if try without("SELECT", "%") > 0 {
            return [
                Diagnostic(
                    .error, "store.rights", "the login may not read every table",
                    hint: "run Deploy/PostgreSQL/roles.sql as the schema's owner")
            ]
        }
        if try without("INSERT", "ledger") > 0 {
            return [Diagnostic(.note, "store.rights", "the login may read, and not write")]
        }
        if try without("UPDATE", "ledger") == 0 {
            return [
                Diagnostic(
                    .warning, "store.rights", "the login may change the record, not only add to it",
                    hint: "use the roles of Deploy/PostgreSQL/roles.sql")
            ]
        }
        return [
            Diagnostic(.note, "store.rights", "the login may write, and only add to the record")
        ]
    }
}
