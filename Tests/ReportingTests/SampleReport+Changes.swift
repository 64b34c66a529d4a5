import Diagnostics
import Directory
import Entitlements

@testable import Reporting

extension Sample {
    static func change(
        _ action: Change.Action, _ login: String, _ role: Role, over scope: String = "organization",
        _ cause: ChangeReason.Cause, _ summary: String, _ rules: [String],
        _ lifeCycle: Change.LifeCycle = .mover, via derivations: [ExplainedDerivation] = [],
        conflicts: [Conflict] = [], requirement: ReviewRequirement? = nil,
        decisions: [Decision] = [], state: ChangeState = .pending,
        applied: ReportedChange.Moment? = nil
    ) -> ReportedChange {
        let isGrant = action == .grant
        let change = Change(
            action: action,
            entitlement: EntitlementKey(
                person: id(login), role: role.id, scope: Scope(scope) ?? .organization),
            reason: ChangeReason(cause: cause, rules: rules, summary: summary),
            lifeCycle: lifeCycle, tier: role.tier,
            derivations: derivations.map(\.derivation.digest),
            preconditions: .init(
                heldSince: isGrant ? nil : Revision(12), personIsActive: isGrant))
        return ReportedChange(
            id: changeID(action, login, role, scope), change: change, role: role, scope: scope,
            heldSince: isGrant ? nil : .init(revision: Revision(12), time: time(-300_000)),
            derivations: derivations, conflicts: conflicts, requirement: requirement,
            decisions: decisions, state: state, applied: applied)
    }

    static func changeID(
        _ action: Change.Action, _ login: String, _ role: Role, _ scope: String = "organization"
    ) -> ChangeID {
        ChangeID(Digest(of: "\(action) \(login) \(role.id) \(scope)"))
    }

    static let ordinary = ReviewRequirement(
        lane: "ordinary", needed: 1, given: 0, approvers: ["group:insights-owners", "person:lee"])
    static let privileged = ReviewRequirement(
        lane: "privileged", needed: 2, given: 1, approvers: ["group:platform-owners"],
        raisedBecause: "a guard asks for one approval more")
    static let automatic = ReviewRequirement(
        lane: "leavers", needed: 0, given: 0, approvers: [])

    static func decision(
        _ change: ChangeID, _ verdict: Decision.Verdict, by login: String, _ authority: String,
        _ note: String? = nil
    ) -> Decision {
        Decision(
            change: change, verdict: verdict, reviewer: .person(id(login), userName: login),
            authority: authority, time: time(41), note: note)
    }

    static let separation = Conflict(
        id: "admin-audits-self", roles: [admin.id, auditor.id], reason: "separation of duties")

    static let changes = [
        change(
            .grant, "ada", viewer, .joined, "joined, and is in builder-relations",
            ["members-read"], .joiner, via: [membersRead], requirement: ordinary),
        change(
            .grant, "chen", viewer, over: "department:Builder Relations", .matched,
            #"department is now "Builder Relations""#, ["members-read"], via: [membersRead],
            requirement: ReviewRequirement(lane: "ordinary", needed: 1, given: 1, approvers: []),
            decisions: [
                decision(
                    changeID(.grant, "chen", viewer, "department:Builder Relations"), .approve,
                    by: "lee", "manager", "moved on Monday")
            ], state: .approved),
        change(
            .grant, "grace", manager, over: "reports:grace", .matched, "title begins with Manager",
            ["managers-manage"], via: [managersManage], requirement: ordinary),
        change(
            .revoke, "bo", viewer, .unmatched, "is no longer in builder-relations",
            ["members-read"], via: [membersRead], requirement: ordinary, state: .held),
        change(
            .revoke, "eve", admin, .inactive, "the directory shows the person as inactive",
            ["platform-admins"], .leaver, requirement: privileged,
            decisions: [
                decision(changeID(.revoke, "eve", admin), .approve, by: "mona", "roleOwner")
            ]),
        change(
            .revoke, "eve", viewer, .inactive, "the directory shows the person as inactive",
            ["members-read"], .leaver, requirement: automatic,
            decisions: [
                Decision(
                    change: changeID(.revoke, "eve", viewer), verdict: .approve,
                    reviewer: .policy(lane: "leavers"), authority: "policy", time: time(2),
                    note: nil)
            ], state: .applied, applied: .init(revision: Revision(42), time: time(3))),
        change(
            .grant, "dara", admin, .exception, "exception ex-2026-014 begins", ["ex-2026-014"],
            via: [adminException], conflicts: [separation], requirement: privileged),
        change(
            .revoke, "finn", auditor, .mapping, "rule auditors-audit is gone",
            ["auditors-audit"], requirement: ordinary),
        change(
            .grant, "gita", auditor, .mapping, "rule research-audits is new",
            ["research-audits"], requirement: ordinary, state: .rejected),
        change(
            .grant, "hugo", viewer, over: "department:Finance", .matched,
            "is now in finance-readers", ["members-read"], requirement: ordinary),
    ]

    static let guards = [
        ReportedGuard(
            finding: GuardFinding(
                kind: .revocations, subject: .everybody, measured: 4, total: 212, limit: 21,
                summary: "4 of 212 entitlements would end", changes: []), subject: "everybody"),
        ReportedGuard(
            finding: GuardFinding(
                kind: .lastHolder, subject: .role(auditor.id), measured: 1, total: 1, limit: 0,
                summary: "insights-auditor would have no holder left",
                changes: [changeID(.revoke, "finn", auditor)]), subject: "role insights-auditor"),
        ReportedGuard(
            finding: GuardFinding(
                kind: .conflict, subject: .person(id("dara")), measured: 1, total: 1, limit: 0,
                summary: "1 person would hold insights-admin and insights-auditor",
                changes: [changeID(.grant, "dara", admin)]), subject: "person dara"),
    ]
}
