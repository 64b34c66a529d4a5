/// A step of the schema. Once released, a migration never changes: a later one corrects it.
struct SchemaMigration: Sendable {
    /// Unique, in the order of the list; kept in `schema_migrations`.
    let name: String
    /// One statement each. `{table}` and `{clustered}` stand behind a table's closing parenthesis:
    /// see ``SQLDialect``.
    let statements: [String]

    /// All of them, in order. The number of a schema version is how many of these it has.
    static let all: [SchemaMigration] = [
        SchemaMigration(
            name: "first",
            statements: mappings + record + directory + changeSets + entitlements + views),
        SchemaMigration(name: "people-by-label", statements: peopleByLabel),
        SchemaMigration(name: "changes", statements: changes),
        SchemaMigration(name: "readable", statements: readable),
        SchemaMigration(name: "tokens", statements: tokens),
        SchemaMigration(name: "parts", statements: parts),
        SchemaMigration(name: "decisions-by-entry", statements: decisionsByEntry),
        SchemaMigration(name: "rejections", statements: rejections),
        SchemaMigration(name: "rejections-by-proposal", statements: rejectionsByProposal),
        SchemaMigration(name: "account-keys", statements: accountKeys),
    ]
}

/// Where the definition of tables differs between databases.
package struct SQLDialect: Sendable {
    /// Behind a table.
    package let table: String
    /// Behind a table whose rows are to lie in the order of its primary key.
    package let clustered: String
    /// For SQLite's types (`INTEGER`, `TEXT`, `BLOB`) those of the database; empty where they are the
    /// same.
    package let types: [String: String]

    package init(table: String, clustered: String, types: [String: String] = [:]) {
        self.table = table
        self.clustered = clustered
        self.types = types
    }

    /// The statement with its marks and types replaced.
    func rendered(_ statement: String) -> String {
        let statement = statement.replacing("{clustered}", with: clustered)
            .replacing("{table}", with: table)
        if types.isEmpty { return statement }
        // Nothing else in a definition is in these capitals.
        return statement.replacing(/\b[A-Z]+\b/) { types[String($0.output)] ?? String($0.output) }
    }
}
