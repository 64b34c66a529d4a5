/// Proposals, what was decided of them, and what became of each change.
///
/// The changes of a set have consecutive numbers, in order: they are appended to the table and never
/// looked for by an index.
extension SchemaMigration {
    /// The statements of this topic; they refer to those of `directory` and `mappings`.
    static let changeSets = [
        """
        CREATE TABLE change_sets (
          no INTEGER PRIMARY KEY, digest BLOB NOT NULL,
          state TEXT NOT NULL CHECK (state IN ('pending','applied','rejected','superseded')),
          run_no INTEGER NOT NULL REFERENCES runs(no), closed TEXT,
          superseded_by INTEGER REFERENCES change_sets(no),
          grants INTEGER NOT NULL, revokes INTEGER NOT NULL, first_change INTEGER NOT NULL,
          entry INTEGER NOT NULL, closed_entry INTEGER
        ) {table}
        """,
        "CREATE UNIQUE INDEX change_sets_pending ON change_sets (state) WHERE state = 'pending'",
        """
        CREATE TABLE guard_findings (
          change_set_no INTEGER NOT NULL REFERENCES change_sets(no), position INTEGER NOT NULL,
          kind TEXT NOT NULL, subject TEXT NOT NULL, unit TEXT NOT NULL,
          measured INTEGER NOT NULL, total INTEGER NOT NULL, most INTEGER NOT NULL,
          summary TEXT NOT NULL, changes BLOB NOT NULL, PRIMARY KEY (change_set_no, position)
        ) {clustered}
        """,
        """
        CREATE TABLE reasons (
          no INTEGER PRIMARY KEY, action TEXT NOT NULL, life_cycle TEXT NOT NULL,
          tier TEXT NOT NULL, cause TEXT NOT NULL, rules TEXT NOT NULL, summary TEXT NOT NULL,
          UNIQUE (summary, cause, rules, action, life_cycle, tier)
        ) {table}
        """,
        """
        CREATE TABLE changes (
          no INTEGER PRIMARY KEY,
          change_set_no INTEGER NOT NULL REFERENCES change_sets(no), id BLOB NOT NULL,
          person_no INTEGER NOT NULL REFERENCES people(no),
          role TEXT NOT NULL, scope TEXT NOT NULL,
          reason_no INTEGER NOT NULL REFERENCES reasons(no),
          basis_no INTEGER NOT NULL REFERENCES bases(no),
          held_since INTEGER, needs_active INTEGER NOT NULL
        ) {table}
        """,
        """
        CREATE TABLE settlements (
          change_no INTEGER PRIMARY KEY REFERENCES changes(no),
          state TEXT NOT NULL CHECK (state IN ('applied','stale','rejected')),
          entry INTEGER NOT NULL
        ) {table}
        """,
        """
        CREATE TABLE decisions (
          no INTEGER PRIMARY KEY, change_set_no INTEGER NOT NULL REFERENCES change_sets(no),
          change_id BLOB NOT NULL, verdict TEXT NOT NULL,
          person TEXT, user_name TEXT, lane TEXT, authority TEXT NOT NULL, time TEXT NOT NULL,
          note TEXT, carried_from INTEGER REFERENCES change_sets(no), entry INTEGER NOT NULL
        ) {table}
        """,
        "CREATE INDEX decisions_by_change ON decisions (change_set_no, change_id)",
    ]
}
