/// For people who ask the database themselves: see <doc:Schema>. The columns of these views stay.
extension SchemaMigration {
    static let views = [
        """
        CREATE VIEW people_over_time AS
        SELECT no AS person_no, id, first_run, since_run, until_run, user_name, user_name_key,
          display_name, is_active, manager_no
        FROM people
        UNION ALL
        SELECT p.no, p.id, p.first_run, h.since_run, h.until_run, h.user_name, h.user_name_key,
          h.display_name, h.is_active, h.manager_no
        FROM people_history h JOIN people p ON p.no = h.person_no
        """,
        """
        CREATE VIEW bases_over_time AS
        SELECT no AS entitlement_no, basis_run AS since_run, NULL AS until_run, basis_no
        FROM entitlements
        UNION ALL
        SELECT entitlement_no, since_run, until_run, basis_no FROM basis_history
        """,
        """
        CREATE VIEW v_entitlements AS
        SELECT p.id AS person, p.user_name, e.role, e.scope, e.granted_revision AS since_revision,
          r.time AS since, r.change_set_no AS change_set
        FROM entitlements e JOIN people p ON p.no = e.person_no
          JOIN revisions r ON r.no = e.granted_revision
        WHERE e.revoked_revision IS NULL
        """,
        """
        CREATE VIEW v_entitlements_history AS
        SELECT p.id AS person, p.user_name, e.role, e.scope, e.granted_revision, g.time AS granted,
          g.change_set_no AS granted_change_set, e.revoked_revision, v.time AS revoked,
          v.change_set_no AS revoked_change_set
        FROM entitlements e JOIN people p ON p.no = e.person_no
          JOIN revisions g ON g.no = e.granted_revision
          LEFT JOIN revisions v ON v.no = e.revoked_revision
        """,
        """
        CREATE VIEW v_reasons AS
        SELECT p.id AS person, p.user_name, e.role, e.scope, d.rule_kind, d.rule_id, d.body AS derivation,
          e.basis_run AS since_run
        FROM entitlements e JOIN people p ON p.no = e.person_no
          JOIN basis_derivations b ON b.basis_no = e.basis_no
          JOIN derivations d ON d.no = b.derivation_no
        WHERE e.revoked_revision IS NULL
        """,
        """
        CREATE VIEW v_people AS
        SELECT p.id AS person, p.user_name, p.display_name, p.is_active, m.id AS manager,
          p.first_run, p.since_run, p.until_run
        FROM people p LEFT JOIN people m ON m.no = p.manager_no
        """,
        """
        CREATE VIEW v_people_history AS
        SELECT p.id AS person, p.user_name, p.display_name, p.is_active, p.since_run, p.until_run
        FROM people p
        UNION ALL
        SELECT p.id, h.user_name, h.display_name, h.is_active, h.since_run, h.until_run
        FROM people_history h JOIN people p ON p.no = h.person_no
        """,
        """
        CREATE VIEW v_accounts AS
        SELECT s.id AS source, a.anchor, p.id AS person, a.label, a.is_active, a.attributes,
          a.since_run, a.until_run
        FROM accounts a JOIN sources s ON s.no = a.source_no JOIN people p ON p.no = a.person_no
        """,
        """
        CREATE VIEW v_groups AS
        SELECT s.id AS source, g.anchor, g.display, g.label, g.since_run, g.until_run
        FROM groups g JOIN sources s ON s.no = g.source_no
        """,
        """
        CREATE VIEW v_memberships AS
        SELECT s.id AS source, g.display AS group_display, g.anchor AS group_anchor,
          a.anchor AS account_anchor, p.id AS person, p.user_name, m.since_run, m.until_run
        FROM memberships m JOIN groups g ON g.no = m.group_no JOIN accounts a ON a.no = m.account_no
          JOIN sources s ON s.no = g.source_no JOIN people p ON p.no = a.person_no
        """,
        """
        CREATE VIEW v_runs AS
        SELECT r.no AS run, r.started, r.ended, r.verdict, r.change_set_no AS change_set,
          s.id AS source, x.is_complete, x.people, x.groups, x.memberships, x.certificate
        FROM runs r LEFT JOIN run_sources x ON x.run_no = r.no
          LEFT JOIN sources s ON s.no = x.source_no
        """,
        """
        CREATE VIEW v_findings AS
        SELECT r.no AS run, f.position, f.severity, f.code, f.message, f.hint, f.source, f.entry,
          f.file, f.line, f.file_column
        FROM runs r JOIN run_findings f ON f.run_no = r.findings_run
        """,
        """
        CREATE VIEW v_changes AS
        SELECT c.change_set_no AS change_set, t.state AS change_set_state, t.run_no AS run,
          c.id AS change_id, r.action, p.id AS person, p.user_name, c.role, c.scope, r.tier,
          r.life_cycle, r.cause, r.rules, r.summary, s.state AS settled
        FROM changes c JOIN change_sets t ON t.no = c.change_set_no
          JOIN people p ON p.no = c.person_no JOIN reasons r ON r.no = c.reason_no
          LEFT JOIN settlements s ON s.change_no = c.no
        """,
        """
        CREATE VIEW v_decisions AS
        SELECT d.change_set_no AS change_set, d.change_id, d.verdict, d.person AS reviewer,
          d.user_name AS reviewer_user_name, d.lane, d.authority, d.time, d.note, d.carried_from
        FROM decisions d
        """,
        """
        CREATE VIEW v_ledger AS
        SELECT no AS entry, time, kind, body, previous, hash FROM ledger
        """,
    ]
}
