/// Who may read over the web: hashes of what services present.
extension SchemaMigration {
    static let tokens = [
        """
        CREATE TABLE tokens (
          no INTEGER PRIMARY KEY, name TEXT NOT NULL, hash BLOB NOT NULL UNIQUE,
          scopes TEXT NOT NULL, created TEXT NOT NULL, expires TEXT NOT NULL,
          entry INTEGER NOT NULL, revoked TEXT, revoked_entry INTEGER
        ) {table}
        """,
        "CREATE UNIQUE INDEX tokens_in_force ON tokens (name) WHERE revoked IS NULL",
    ]
}
