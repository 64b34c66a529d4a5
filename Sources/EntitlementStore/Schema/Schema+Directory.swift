/// What the sources said. Each table holds what is (or was last) the case, with the run since which;
/// its `…_history` what was before, from which run until which.
///
/// `content` is a hash of what a row describes: a run compares it and reads no more of a row that has
/// not changed.
extension SchemaMigration {
    static let directory = [
        """
        CREATE TABLE people (
          no INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, first_run INTEGER NOT NULL,
          since_run INTEGER NOT NULL, until_run INTEGER,
          user_name TEXT NOT NULL, user_name_key TEXT NOT NULL, display_name TEXT NOT NULL,
          is_active INTEGER NOT NULL, manager_no INTEGER, content INTEGER NOT NULL
        ) {table}
        """,
        "CREATE INDEX people_by_user_name ON people (user_name_key)",
        """
        CREATE TABLE people_history (
          person_no INTEGER NOT NULL REFERENCES people(no),
          since_run INTEGER NOT NULL, until_run INTEGER NOT NULL,
          user_name TEXT NOT NULL, user_name_key TEXT NOT NULL, display_name TEXT NOT NULL,
          is_active INTEGER NOT NULL, manager_no INTEGER,
          PRIMARY KEY (person_no, since_run)
        ) {clustered}
        """,
        "CREATE INDEX people_history_by_user_name ON people_history (user_name_key)",
        """
        CREATE TABLE accounts (
          no INTEGER PRIMARY KEY, source_no INTEGER NOT NULL REFERENCES sources(no),
          anchor TEXT NOT NULL, person_no INTEGER NOT NULL REFERENCES people(no),
          since_run INTEGER NOT NULL, until_run INTEGER,
          label TEXT NOT NULL, is_active INTEGER NOT NULL,
          manager_no INTEGER, manager_text TEXT, attributes TEXT NOT NULL,
          content INTEGER NOT NULL,
          UNIQUE (source_no, anchor)
        ) {table}
        """,
        "CREATE INDEX accounts_by_person ON accounts (person_no)",
        """
        CREATE TABLE accounts_history (
          account_no INTEGER NOT NULL REFERENCES accounts(no),
          since_run INTEGER NOT NULL, until_run INTEGER NOT NULL,
          person_no INTEGER NOT NULL REFERENCES people(no),
          label TEXT NOT NULL, is_active INTEGER NOT NULL,
          manager_no INTEGER, manager_text TEXT, attributes TEXT NOT NULL,
          PRIMARY KEY (account_no, since_run)
        ) {clustered}
        """,
        "CREATE INDEX accounts_history_by_person ON accounts_history (person_no)",
        """
        CREATE TABLE groups (
          no INTEGER PRIMARY KEY, source_no INTEGER NOT NULL REFERENCES sources(no),
          anchor TEXT NOT NULL, since_run INTEGER NOT NULL, until_run INTEGER,
          label TEXT NOT NULL, display TEXT NOT NULL, unresolved TEXT NOT NULL,
          content INTEGER NOT NULL, members_content INTEGER NOT NULL,
          UNIQUE (source_no, anchor)
        ) {table}
        """,
        """
        CREATE TABLE groups_history (
          group_no INTEGER NOT NULL REFERENCES groups(no),
          since_run INTEGER NOT NULL, until_run INTEGER NOT NULL,
          label TEXT NOT NULL, display TEXT NOT NULL, unresolved TEXT NOT NULL,
          PRIMARY KEY (group_no, since_run)
        ) {clustered}
        """,
        """
        CREATE TABLE memberships (
          group_no INTEGER NOT NULL REFERENCES groups(no),
          account_no INTEGER NOT NULL REFERENCES accounts(no),
          since_run INTEGER NOT NULL, until_run INTEGER,
          PRIMARY KEY (group_no, account_no, since_run)
        ) {clustered}
        """,
        """
        CREATE TABLE group_memberships (
          group_no INTEGER NOT NULL REFERENCES groups(no),
          member_no INTEGER NOT NULL REFERENCES groups(no),
          since_run INTEGER NOT NULL, until_run INTEGER,
          PRIMARY KEY (group_no, member_no, since_run)
        ) {clustered}
        """,
        """
        CREATE TABLE labels (
          key INTEGER NOT NULL, kind TEXT NOT NULL, owner_no INTEGER NOT NULL,
          since_run INTEGER NOT NULL, until_run INTEGER, is_settled INTEGER NOT NULL,
          PRIMARY KEY (key, kind, owner_no, since_run)
        ) {clustered}
        """,
        "CREATE INDEX labels_unsettled ON labels (key) WHERE is_settled = 0",
    ]
}
