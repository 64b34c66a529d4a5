import Directory
import Entitlements
import Reconciliation
import Testing

/// A directory that hides an attribute seems to say that nobody has it.
@Suite struct AttributeGuardTests {
    private var world = World()
    private let viewer: RoleID
    private let contractor: PersonID

    init() {
        viewer = world.role("insights-viewer")
        contractor = world.person("zoe")
        let derivation = Derivation(
            origin: world.rule("members-read"),
            evidence: [
                .group(world.group("builders", of: [contractor]), display: "builders"),
                .absent("userType", "userType ne \"Contractor\""),
            ])
        world.grant(viewer, to: contractor, because: derivation)
    }

    private mutating func see(_ attribute: Attribute = .userType, now: Int, lost: Int) {
        world.attributes = [World.corp: [attribute: .init(now: now, lost: lost)]]
    }

    // P9
    @Test mutating func `a grant for want of what nobody has any more needs more approval`() throws
    {
        let newcomer = world.person("new", department: "Builder Relations")
        let other = Derivation(
            origin: world.rule("department-reads"), evidence: [.department("Builder Relations")])
        world.grant(viewer, to: newcomer, because: other)
        see(now: 0, lost: 40)
        let changes = world.reconcile()
        let finding = try #require(changes.finding(.hiddenAttribute))
        #expect(
            finding.summary
                == "40 of 40 people of corp who had userType have it no longer: it may be hidden "
                + "from the reader; the limit is 0")
        #expect(finding.subject == .attribute(.userType, of: World.corp))
        let grant = try #require(
            changes.items.first { $0.change.entitlement.person == contractor })
        #expect(finding.changes == [grant.id], "the other rests on what was read")
    }

    @Test mutating func `far fewer who have it count too, above percent and floor`() {
        see(now: 80, lost: 20)
        #expect(world.reconcile().finding(.hiddenAttribute) == nil)
        see(now: 79, lost: 21)
        #expect(world.reconcile().finding(.hiddenAttribute)?.limit == 20)
        see(now: 1, lost: 5)
        #expect(world.reconcile().finding(.hiddenAttribute) == nil)
        see(now: 1, lost: 6)
        #expect(world.reconcile().finding(.hiddenAttribute)?.limit == 5)
        see(.title, now: 0, lost: 40)
        #expect(world.reconcile().finding(.hiddenAttribute) == nil, "no change rests on it")
    }

    @Test mutating func `a second run does not get below the guard, and showing it again does`() {
        see(now: 0, lost: 40)
        let first = world.reconcile()
        world.proposal = first
        world.attributes = [World.corp: [:]]
        #expect(world.reconcile() == first)
        // The source could not be read in this run.
        world.attributes = [:]
        #expect(world.reconcile() == first)
        see(now: 40, lost: 0)
        #expect(world.reconcile().finding(.hiddenAttribute) == nil)
        // Once it is applied the way is free.
        world.proposal = nil
        world.attributes = [World.corp: [:]]
        #expect(world.reconcile().finding(.hiddenAttribute) == nil)
    }

    @Test mutating func `what is lost with the attribute is named as well`() throws {
        let ada = world.person("ada")
        world.hold(
            viewer, by: ada,
            because: Derivation(
                origin: world.rule("department-reads"), evidence: [.department("Documentation")]))
        world.wanted = [:]
        see(.department, now: 0, lost: 2)
        let finding = try #require(world.reconcile().finding(.hiddenAttribute))
        #expect(finding.subject == .attribute(.department, of: World.corp))
        #expect(finding.changes.count == 1)
    }

    @Test mutating func `managers that nobody names any more are an attribute like others`() {
        let derivation = Derivation(
            origin: world.rule("others-read"),
            evidence: [.absent("managers", "not (managers eq \"grace\")")])
        world.wanted = [:]
        world.grant(viewer, to: contractor, because: derivation)
        see(.managers, now: 0, lost: 40)
        #expect(world.reconcile().finding(.hiddenAttribute) != nil)
    }
}
