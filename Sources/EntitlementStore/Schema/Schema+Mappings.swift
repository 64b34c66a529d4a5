/// The mapping files of each evaluation, and the derivations they gave.
extension SchemaMigration {
    static let mappings = [
        """
        CREATE TABLE mappings (
          no INTEGER PRIMARY KEY, digest BLOB NOT NULL UNIQUE, entry INTEGER NOT NULL
        ) {table}
        """,
        """
        CREATE TABLE mapping_files (
          mapping_no INTEGER NOT NULL REFERENCES mappings(no), path TEXT NOT NULL,
          text TEXT NOT NULL, PRIMARY KEY (mapping_no, path)
        ) {clustered}
        """,
        """
        CREATE TABLE mapping_rules (
          mapping_no INTEGER NOT NULL REFERENCES mappings(no), position INTEGER NOT NULL,
          kind TEXT NOT NULL, id TEXT NOT NULL, digest BLOB NOT NULL, title TEXT NOT NULL,
          file TEXT NOT NULL, line INTEGER NOT NULL, PRIMARY KEY (mapping_no, position)
        ) {clustered}
        """,
        """
        CREATE TABLE mapping_roles (
          mapping_no INTEGER NOT NULL REFERENCES mappings(no), id TEXT NOT NULL,
          title TEXT NOT NULL, tier TEXT NOT NULL, owner TEXT NOT NULL,
          PRIMARY KEY (mapping_no, id)
        ) {clustered}
        """,
        """
        CREATE TABLE derivations (
          no INTEGER PRIMARY KEY, digest BLOB NOT NULL UNIQUE,
          rule_kind TEXT NOT NULL, rule_id TEXT NOT NULL, body TEXT NOT NULL
        ) {table}
        """,
        "CREATE TABLE bases (no INTEGER PRIMARY KEY, digest BLOB NOT NULL UNIQUE) {table}",
        """
        CREATE TABLE basis_derivations (
          basis_no INTEGER NOT NULL REFERENCES bases(no),
          derivation_no INTEGER NOT NULL REFERENCES derivations(no),
          PRIMARY KEY (basis_no, derivation_no)
        ) {clustered}
        """,
    ]
}
