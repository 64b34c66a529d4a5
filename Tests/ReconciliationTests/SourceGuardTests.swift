import Directory
import Entitlements
import Reconciliation
import Testing

@Suite struct SourceGuardTests {
    private var world = World()
    private let viewer: RoleID

    init() {
        viewer = world.role("insights-viewer")
        let derivation = Derivation(origin: world.rule("members-read"), evidence: [])
        for number in 0..<70 { world.person("p\(number)") }
        world.grant(viewer, to: PersonID("corp:p0"), because: derivation)
    }

    // P9
    @Test mutating func `a source that shrank raises what the whole set needs`() throws {
        world.recordedCounts = [World.corp: ReadingCounts(people: 100, groups: 0, memberships: 0)]
        let finding = try #require(world.reconcile().finding(.sourceShrinks))
        #expect(finding.summary == "30 of 100 people of corp are gone; the limit is 20")
        #expect((finding.subject, finding.unit) == (.source(World.corp), .people))
        #expect(finding.changes.isEmpty, "which means all")
    }

    @Test mutating func `groups and memberships are looked at too, above the floor`() throws {
        world.group("builders", of: [PersonID("corp:p1"), PersonID("corp:p2")])
        world.recordedCounts = [World.corp: ReadingCounts(people: 70, groups: 6, memberships: 9)]
        #expect(world.reconcile().finding(.sourceShrinks)?.unit == .memberships)
        world.recordedCounts = [World.corp: ReadingCounts(people: 70, groups: 7, memberships: 7)]
        #expect(world.reconcile().finding(.sourceShrinks)?.unit == .groups)
    }

    // P21
    @Test(arguments: [(0, 0), (75, 0), (87, 0), (88, 18)])
    func `within the limit, and nothing of nothing, is no finding`(before: Int, measured: Int) {
        var copy = world
        copy.recordedCounts = [World.corp: ReadingCounts(people: before, groups: 0, memberships: 0)]
        #expect(copy.reconcile().finding(.sourceShrinks)?.measured ?? 0 == measured)
    }

    @Test mutating func `reading the smaller source twice does not make it the measure`() {
        world.recordedCounts = [World.corp: ReadingCounts(people: 100, groups: 0, memberships: 0)]
        let first = world.reconcile()
        world.recordedCounts = [World.corp: ReadingCounts(people: 70, groups: 0, memberships: 0)]
        world.proposal = first
        #expect(world.reconcile() == first)
        // Once it is applied, there is no proposal, and the way is free.
        world.proposal = nil
        #expect(world.reconcile().finding(.sourceShrinks) == nil)
    }

    @Test mutating func `a source without a complete reading is unknown, not small`() {
        world.recordedCounts = [World.corp: ReadingCounts(people: 100, groups: 0, memberships: 0)]
        world.sources = [(World.corp, false)]
        #expect(world.reconcile().finding(.sourceShrinks) == nil)
    }

    @Test mutating func `a source that is configured no more has shrunk to nothing`() throws {
        world.recordedCounts = [World.okta: ReadingCounts(people: 40, groups: 0, memberships: 0)]
        let finding = try #require(world.reconcile().finding(.sourceShrinks))
        #expect(finding.summary == "40 of 40 people of okta are gone; the limit is 0")
    }
}
