import Directory
import Entitlements
import Testing

/// What is approved is these bytes: they must never change by accident.
@Suite struct CanonicalFormTests {
    private static func change(
        _ action: Change.Action = .grant, person: String = "corp:1", summary: String = "matches",
        cause: ChangeReason.Cause = .matched, lifeCycle: Change.LifeCycle = .mover,
        tier: Tier = .standard, heldSince: Revision? = nil, isActive: Bool = true,
        derivations: [Digest] = [Digest(of: "a"), Digest(of: "b")].sorted(),
        rules: [String] = ["r1", "r2"], scope: Scope = .department("A \"B\"")
    ) -> Change {
        Change(
            action: action,
            entitlement: EntitlementKey(
                person: PersonID(person), role: RoleID("viewer"), scope: scope),
            reason: ChangeReason(cause: cause, rules: rules, summary: summary),
            lifeCycle: lifeCycle, tier: tier, derivations: derivations,
            preconditions: .init(heldSince: heldSince, personIsActive: isActive))
    }

    private static func item(_ change: Change) -> ChangeSet.Item {
        var form = CanonicalForm()
        return ChangeSet.Item(id: form.id(of: change), change: change)
    }

    private static func document(of change: Change) -> JSONValue {
        [
            "action": .string(change.action.rawValue),
            "derivations": .strings(change.derivations.map(\.description)),
            "entitlement": [
                "person": .string(change.entitlement.person.rawValue),
                "role": .string(change.entitlement.role.rawValue),
                "scope": .string(change.entitlement.scope.description),
            ],
            "lifeCycle": .string(change.lifeCycle.rawValue),
            "preconditions": [
                "heldSince": change.preconditions.heldSince.map { .integer($0.rawValue) } ?? .null,
                "personIsActive": .bool(change.preconditions.personIsActive),
            ],
            "reason": [
                "cause": .string(change.reason.cause.rawValue),
                "rules": .strings(change.reason.rules),
                "summary": .string(change.reason.summary),
            ],
            "tier": .string(change.tier.rawValue),
        ]
    }

    @Test(arguments: [
        change(), change(.revoke, heldSince: Revision(7), isActive: false),
        change(summary: "line\nbreak", derivations: [], rules: [], scope: .organization),
    ])
    func `a change is named by its canonical JSON`(change: Change) {
        var form = CanonicalForm()
        #expect(
            form.id(of: change).digest
                == Digest(of: CanonicalJSON.bytes(of: Self.document(of: change))))
    }

    @Test func `every part of a change counts`() {
        let changes = [
            Self.change(), Self.change(.revoke), Self.change(person: "corp:2"),
            Self.change(summary: "other"), Self.change(cause: .joined),
            Self.change(lifeCycle: .joiner), Self.change(tier: .privileged),
            Self.change(heldSince: Revision(1)), Self.change(isActive: false),
            Self.change(derivations: []), Self.change(rules: ["r1"]),
            Self.change(scope: .organization),
        ]
        #expect(Set(changes.map { Self.item($0).id }).count == changes.count)
    }

    @Test func `a change set is named by its changes and guard findings`() {
        let item = Self.item(Self.change())
        let finding = GuardFinding(
            kind: .privileged, subject: .role(RoleID("admin")), unit: .people, measured: 7,
            total: 9, limit: 3, summary: "7 of 9", changes: [item.id])
        let set = ChangeSet(items: [item], guards: [finding])
        let id = JSONValue.string(item.id.digest.description)
        let document: JSONValue = [
            "changes": [id],
            "guards": [
                [
                    "changes": [id], "kind": "privileged", "limit": 3, "measured": 7,
                    "subject": "role:admin", "summary": "7 of 9", "total": 9, "unit": "people",
                ]
            ],
        ]
        #expect(set.digest == Digest(of: CanonicalJSON.bytes(of: document)))
        #expect(
            ChangeSet(items: [], guards: []).digest == Digest(of: #"{"changes":[],"guards":[]}"#))
    }

    @Test func `findings are kept in order, in whatever order they come`() {
        let findings = [GuardFinding.Kind.sourceShrinks, .conflict].map {
            GuardFinding(
                kind: $0, subject: .everybody, measured: 1, total: 1, limit: 0, summary: "s",
                changes: [])
        }
        let set = ChangeSet(items: [], guards: findings)
        #expect(set.guards.map(\.kind) == [.conflict, .sourceShrinks])
        #expect(set == ChangeSet(items: [], guards: findings.reversed()))
    }

    // P24
    @Test func `a change set that was touched is not intact`() {
        let set = ChangeSet(items: [Self.item(Self.change())], guards: [])
        #expect(set.isIntact)
        let forged = ChangeSet.Item(id: set.items[0].id, change: Self.change(person: "corp:666"))
        #expect(!ChangeSet(digest: set.digest, items: [forged], guards: []).isIntact)
        #expect(!ChangeSet(digest: set.digest, items: [], guards: []).isIntact)
        #expect(!ChangeSet(digest: Digest(of: ""), items: set.items, guards: []).isIntact)
    }

    @Test func `a decision goes into the ledger with all it says`() {
        let change = Self.item(Self.change()).id
        let decision = Decision(
            change: change, verdict: .approve,
            reviewer: .person(PersonID("corp:1"), userName: "lee"), authority: "manager",
            time: Timestamp(secondsSinceEpoch: 0), note: nil)
        #expect(
            CanonicalJSON.text(of: decision.json)
                == "{\"authority\":\"manager\",\"change\":\"\(change.digest)\",\"note\":null,"
                + "\"reviewer\":{\"lane\":null,\"person\":\"corp:1\",\"userName\":\"lee\"},"
                + "\"time\":\"1970-01-01T00:00:00Z\",\"verdict\":\"approve\"}")
        let policy = Decision(
            change: change, verdict: .approve, reviewer: .policy(lane: "leavers"),
            authority: "policy", time: Timestamp(secondsSinceEpoch: 0), note: "n")
        #expect(
            CanonicalJSON.text(of: policy.json).contains("\"lane\":\"leavers\",\"person\":null"))
    }
}
