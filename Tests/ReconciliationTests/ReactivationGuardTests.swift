import Directory
import Entitlements
import Reconciliation
import Testing

/// Leavers who come back all at once are more likely a hidden attribute than a wave of returns.
@Suite struct ReactivationGuardTests {
    private var world = World()
    private let viewer: RoleID
    private let derivation: Derivation

    init() {
        viewer = world.role("insights-viewer")
        derivation = Derivation(origin: world.rule("members-read"), evidence: [])
        grant(to: "newcomer")
    }

    @discardableResult
    private mutating func grant(to name: String) -> PersonID {
        let id = world.person(name)
        world.grant(viewer, to: id, because: derivation)
        return id
    }

    private mutating func reactivate(_ count: Int) {
        for number in 0..<count { world.reactivated.append(grant(to: "p\(number)")) }
    }

    @Test mutating func `more people than the limit who are active again raise what they need`()
        throws
    {
        reactivate(6)
        let changes = world.reconcile()
        let finding = try #require(changes.finding(.reactivations))
        #expect(
            finding.summary
                == "6 of 7 people who would be granted something were inactive and are active again; "
                + "the limit is 5")
        #expect((finding.subject, finding.unit) == (.everybody, .people))
        let newcomer = try #require(changes.items.first { $0.change.reason.cause == .matched })
        #expect(finding.changes.count == 6 && !finding.changes.contains(newcomer.id))
    }

    // P21
    @Test mutating func `within the limit, and without a grant, is no finding`() {
        reactivate(5)
        for name in ["x", "y", "z"] { world.reactivated.append(world.person(name)) }
        let held = grant(to: "held")
        world.hold(viewer, by: held, because: derivation)
        world.reactivated.append(held)
        #expect(world.reconcile().finding(.reactivations) == nil)
        world.limits.reactivationsCount = 4
        #expect(world.reconcile().finding(.reactivations)?.measured == 5)
    }

    @Test mutating func `a second run, and a few more each time, do not get below the guard`()
        throws
    {
        reactivate(6)
        let first = world.reconcile()
        world.reactivated = []
        world.proposal = first
        #expect(world.reconcile() == first)

        world.proposal = nil
        world.reactivated = (0..<3).map { PersonID("corp:p\($0)") }
        let earlier = world.reconcile()
        #expect(earlier.finding(.reactivations) == nil)
        world.proposal = earlier
        world.reactivated = (3..<6).map { PersonID("corp:p\($0)") }
        #expect(world.reconcile().finding(.reactivations)?.measured == 6)
    }

    @Test mutating func `who is back stays so when another rule grants it in the next run`() {
        reactivate(6)
        let first = world.reconcile()
        world.reactivated = []
        world.proposal = first
        let other = Derivation(origin: world.rule("others-read"), evidence: [])
        for key in world.wanted.keys { world.wanted[key] = [other] }
        let second = world.reconcile()
        #expect(second.finding(.reactivations)?.measured == 6)
        #expect(second.changes.count { $0.reason.cause == .reactivated } == 6)
    }

    @Test mutating func `a source that shows nobody as inactive any more is named, however few`()
        throws
    {
        reactivate(1)
        world.inactive = [World.corp: .init(recorded: 5, now: 0)]
        let finding = try #require(world.reconcile().finding(.reactivations))
        #expect(
            finding.summary
                == "corp shows nobody as inactive any more, and showed 5 so: what says who has left "
                + "may be hidden, or read from another attribute")
        #expect(finding.subject == .source(World.corp) && finding.changes.count == 1)
        for accounts in [(4, 0), (5, 1)] {
            world.inactive = [World.corp: .init(recorded: accounts.0, now: accounts.1)]
            #expect(world.reconcile().finding(.reactivations) == nil)
        }
    }

    @Test mutating func `a source that hides who has left is still named by the next run`() {
        reactivate(1)
        world.inactive = [World.corp: .init(recorded: 5, now: 0)]
        let first = world.reconcile()
        world.reactivated = []
        world.inactive = [World.corp: .init(recorded: 0, now: 0)]
        world.proposal = first
        #expect(world.reconcile() == first)
        world.inactive = [World.corp: .init(recorded: 0, now: 4)]
        #expect(world.reconcile().finding(.reactivations) == nil)
    }
}
