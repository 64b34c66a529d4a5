/// By what accounts of several sources are joined: a run over changes finds by it who else may be concerned.
///
/// A row stays when its account gives the value up: whoever is found by one is looked at. `account_keys` of a
/// source names the keys by which all of its accounts are found; that these are the configured ones, the
/// inputs of the last run say.
extension SchemaMigration {
    static let accountKeys = [
        """
        CREATE TABLE account_keys (
          key INTEGER NOT NULL, account_no INTEGER NOT NULL REFERENCES accounts(no),
          PRIMARY KEY (key, account_no)
        ) {clustered}
        """,
        "ALTER TABLE sources ADD COLUMN account_keys TEXT",
    ]
}
