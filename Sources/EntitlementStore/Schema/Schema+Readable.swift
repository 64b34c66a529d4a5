/// Of whom a value could not be read: what they lack is unknown for as long as the reading stands.
extension SchemaMigration {
    static let readable = [
        "ALTER TABLE accounts ADD COLUMN is_readable INTEGER NOT NULL DEFAULT 1",
        "ALTER TABLE accounts_history ADD COLUMN is_readable INTEGER NOT NULL DEFAULT 1",
    ]
}
