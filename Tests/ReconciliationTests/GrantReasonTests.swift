import Directory
import Entitlements
import Reconciliation
import Testing

@Suite struct GrantReasonTests {
    private var world = World()
    private let ada: PersonID
    private let viewer: RoleID
    private let derivation: Derivation

    init() {
        ada = world.person("ada", department: "Builder Relations")
        viewer = world.role("insights-viewer")
        derivation = Derivation(
            origin: world.rule("members-read"), evidence: [.department("Builder Relations")])
        world.grant(viewer, to: ada, because: derivation)
    }

    @Test func `a known person whose facts changed is matched, and the sentence quotes the rule`()
        throws
    {
        let change = try #require(world.reconcile().changes.first)
        #expect(change.action == .grant)
        #expect(change.reason.cause == .matched)
        #expect(change.reason.rules == ["members-read"])
        #expect(
            change.reason.summary
                == "matches rule members-read: department eq \"Builder Relations\"")
        #expect(change.lifeCycle == .mover)
        #expect(change.tier == .standard)
        #expect(change.derivations == [derivation.digest])
        #expect(change.preconditions == .init(heldSince: nil, personIsActive: true))
    }

    @Test mutating func `somebody new is a joiner`() throws {
        world.joined = [ada]
        let change = try #require(world.reconcile().changes.first)
        #expect(change.reason.cause == .joined)
        #expect(change.lifeCycle == .joiner)
        #expect(
            change.reason.summary
                == "new in the directory; matches rule members-read: "
                + "department eq \"Builder Relations\"")
    }

    @Test mutating func `somebody who was inactive is reactivated`() throws {
        world.reactivated = [ada]
        let change = try #require(world.reconcile().changes.first)
        #expect(change.reason.cause == .reactivated)
        #expect(change.lifeCycle == .mover)
        #expect(change.reason.summary.hasPrefix("active again; matches rule members-read"))
    }

    @Test mutating func `a new rule and a reworded one are a change of the mapping`() throws {
        world.recordedRules = []
        var change = try #require(world.reconcile().changes.first)
        #expect(change.reason.cause == .mapping)
        #expect(change.reason.summary.hasPrefix("rule members-read is new and matches: "))

        world.recordedRules = [
            RuleReference(kind: .rule, id: "members-read", digest: Digest(of: "other"))
        ]
        change = try #require(world.reconcile().changes.first)
        #expect(change.reason.cause == .mapping)
        #expect(change.reason.summary.hasPrefix("rule members-read was reworded and matches: "))
    }

    @Test mutating func `a rule that stood before explains a grant before a new one does`() throws {
        let fresh = RuleReference(kind: .rule, id: "a-new-rule", digest: Digest(of: "new"))
        world.rules.append(fresh)
        world.grant(viewer, to: ada, because: Derivation(origin: fresh, evidence: []))
        let change = try #require(world.reconcile().changes.first)
        #expect(change.reason.cause == .matched)
        #expect(change.reason.rules == ["a-new-rule", "members-read"])
        #expect(change.reason.summary.hasSuffix("; and 1 other rule with it"))
    }

    @Test mutating func `an exception alone is an exception, also for somebody new`() throws {
        let admin = world.role("insights-admin", .privileged)
        let exception = world.rule("ex-1", kind: .exception)
        world.wanted = [:]
        world.joined = [ada]
        world.grant(admin, to: ada, because: Derivation(origin: exception, evidence: []))
        let change = try #require(world.reconcile().changes.first)
        #expect(change.reason.cause == .exception)
        #expect(change.reason.summary == "exception ex-1 begins")
        #expect(change.tier == .privileged)
    }

    @Test mutating func `a sentence never repeats a condition that names a person`() throws {
        let lee = world.person("lee")
        world.wanted = [:]
        world.grant(
            viewer, to: ada,
            because: Derivation(
                origin: world.rule("reports-read"), evidence: [.manager(lee, login: "lee")]))
        let change = try #require(world.reconcile().changes.first)
        #expect(
            change.reason.summary == "matches rule reports-read: a condition on managers")
    }

    @Test mutating func `a change that waits keeps its reason, though nothing is new any more`() {
        world.joined = [ada]
        let first = world.reconcile()
        world.joined = []
        #expect(world.reconcile() != first, "or the test shows nothing")
        world.proposal = first
        #expect(world.reconcile() == first)
    }

    @Test mutating func `a change that waits and would be derived otherwise is a new change`() {
        world.joined = [ada]
        let first = world.reconcile()
        world.joined = []
        world.proposal = first
        world.wanted = [:]
        world.grant(
            viewer, to: ada,
            because: Derivation(origin: world.rules[0], evidence: [.department("Elsewhere")]))
        #expect(world.reconcile().changes.first?.reason.cause == .matched)
    }
}
