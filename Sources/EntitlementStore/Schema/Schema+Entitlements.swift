/// The entitlements with their whole history, by revision; what they rest on, by run.
extension SchemaMigration {
    static let entitlements = [
        """
        CREATE TABLE revisions (
          no INTEGER PRIMARY KEY, time TEXT NOT NULL,
          change_set_no INTEGER NOT NULL REFERENCES change_sets(no),
          run_no INTEGER NOT NULL REFERENCES runs(no), entry INTEGER NOT NULL
        ) {table}
        """,
        """
        CREATE TABLE entitlements (
          no INTEGER PRIMARY KEY, person_no INTEGER NOT NULL REFERENCES people(no),
          role TEXT NOT NULL, scope TEXT NOT NULL,
          granted_revision INTEGER NOT NULL REFERENCES revisions(no),
          granted_change INTEGER NOT NULL REFERENCES changes(no),
          revoked_revision INTEGER REFERENCES revisions(no),
          revoked_change INTEGER REFERENCES changes(no),
          basis_no INTEGER NOT NULL REFERENCES bases(no), basis_run INTEGER NOT NULL
        ) {table}
        """,
        """
        CREATE UNIQUE INDEX entitlements_in_force ON entitlements (person_no, role, scope)
        WHERE revoked_revision IS NULL
        """,
        "CREATE INDEX entitlements_by_person ON entitlements (person_no)",
        "CREATE INDEX entitlements_by_basis_run ON entitlements (basis_run)",
        """
        CREATE TABLE basis_history (
          entitlement_no INTEGER NOT NULL REFERENCES entitlements(no),
          since_run INTEGER NOT NULL, until_run INTEGER NOT NULL,
          basis_no INTEGER NOT NULL REFERENCES bases(no),
          PRIMARY KEY (entitlement_no, since_run)
        ) {clustered}
        """,
        "CREATE INDEX basis_history_by_run ON basis_history (since_run)",
    ]
}
