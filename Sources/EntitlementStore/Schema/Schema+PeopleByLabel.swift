/// A login finds its people by ``labels``: what they keep of it beside costs a first run more than the
/// look-ups save.
extension SchemaMigration {
    static let peopleByLabel = [
        "DROP VIEW people_over_time",
        "DROP INDEX people_by_user_name",
        "DROP INDEX people_history_by_user_name",
        "ALTER TABLE people DROP COLUMN user_name_key",
        "ALTER TABLE people_history DROP COLUMN user_name_key",
        """
        CREATE VIEW people_over_time AS
        SELECT no AS person_no, id, first_run, since_run, until_run, user_name, display_name,
          is_active, manager_no
        FROM people
        UNION ALL
        SELECT p.no, p.id, p.first_run, h.since_run, h.until_run, h.user_name, h.display_name,
          h.is_active, h.manager_no
        FROM people_history h JOIN people p ON p.no = h.person_no
        """,
    ]
}
