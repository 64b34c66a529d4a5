/// Runs, the ledger and the lease.
extension SchemaMigration {
    static let record = [
        "CREATE TABLE schema_migrations (position INTEGER PRIMARY KEY, name TEXT NOT NULL) {table}",
        """
        CREATE TABLE sources (
          no INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
          complete_run INTEGER, people INTEGER, groups INTEGER, memberships INTEGER,
          content INTEGER
        ) {table}
        """,
        """
        CREATE TABLE runs (
          no INTEGER PRIMARY KEY, started TEXT NOT NULL, ended TEXT NOT NULL,
          verdict TEXT NOT NULL CHECK (verdict IN ('unchanged','changes','incomplete','refused')),
          mapping_no INTEGER REFERENCES mappings(no), change_set_no INTEGER,
          guards TEXT NOT NULL, findings_run INTEGER NOT NULL REFERENCES runs(no),
          entry INTEGER NOT NULL
        ) {table}
        """,
        """
        CREATE TABLE run_findings (
          run_no INTEGER NOT NULL REFERENCES runs(no), position INTEGER NOT NULL,
          severity TEXT NOT NULL, code TEXT NOT NULL, message TEXT NOT NULL, hint TEXT,
          source TEXT, entry TEXT, file TEXT, line INTEGER, file_column INTEGER,
          PRIMARY KEY (run_no, position)
        ) {clustered}
        """,
        """
        CREATE TABLE run_sources (
          run_no INTEGER NOT NULL REFERENCES runs(no), position INTEGER NOT NULL,
          source_no INTEGER NOT NULL REFERENCES sources(no),
          is_complete INTEGER NOT NULL, ended TEXT NOT NULL, certificate TEXT NOT NULL,
          people INTEGER, groups INTEGER, memberships INTEGER,
          attribute_names TEXT, content INTEGER,
          PRIMARY KEY (run_no, position)
        ) {clustered}
        """,
        "CREATE INDEX run_sources_by_source ON run_sources (source_no, run_no)",
        """
        CREATE TABLE ledger (
          no INTEGER PRIMARY KEY, time TEXT NOT NULL, kind TEXT NOT NULL, body TEXT NOT NULL,
          previous BLOB NOT NULL, hash BLOB NOT NULL
        ) {table}
        """,
        """
        CREATE TABLE leases (
          name TEXT PRIMARY KEY, fencing INTEGER NOT NULL, holder TEXT, expires TEXT
        ) {table}
        """,
    ]
}
