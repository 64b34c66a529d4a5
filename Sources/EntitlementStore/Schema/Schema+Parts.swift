/// What lets a run look at a part of the organisation alone: the sums over everybody, and the ways from an
/// account to its groups and to those who report to it.
extension SchemaMigration {
    static let parts = [
        """
        CREATE TABLE totals (
          topic TEXT NOT NULL, subject TEXT NOT NULL, amount INTEGER NOT NULL,
          PRIMARY KEY (topic, subject)
        ) {clustered}
        """,
        "CREATE INDEX memberships_by_account ON memberships (account_no) WHERE until_run IS NULL",
        """
        CREATE INDEX group_memberships_by_member ON group_memberships (member_no)
        WHERE until_run IS NULL
        """,
        "CREATE INDEX accounts_by_manager ON accounts (manager_no) WHERE manager_no IS NOT NULL",
        """
        CREATE INDEX accounts_by_lost_manager ON accounts (source_no)
        WHERE manager_text IS NOT NULL
        """,
        "CREATE INDEX accounts_by_label ON accounts (source_no, label)",
        "CREATE INDEX groups_by_label ON groups (source_no, label)",
    ]
}
