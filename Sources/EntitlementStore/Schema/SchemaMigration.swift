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
    ]
}

/// Where the definition of tables differs between databases.
package struct SQLDialect: Sendable {
    /// Behind a table.
    package let table: String
    /// Behind a table whose rows are to lie in the order of its primary key.
    package let clustered: String

    package init(table: String, clustered: String) {
        self.table = table
        self.clustered = clustered
    }

    /// The statement with its marks replaced.
    func rendered(_ statement: String) -> String {
        let clustered = statement.split(separator: "{clustered}", omittingEmptySubsequences: false)
            .joined(separator: self.clustered)
        return clustered.split(separator: "{table}", omittingEmptySubsequences: false)
            .joined(separator: table)
    }
}
