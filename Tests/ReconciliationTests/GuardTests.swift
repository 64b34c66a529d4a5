import Directory
import Entitlements
import Reconciliation
import Testing

/// Law 4: guards measure lost access, after mapping.
@Suite struct GuardTests {
    private var world = World()
    private let viewer: RoleID
    private let admin: RoleID
    private let derivation: Derivation

    init() {
        viewer = world.role("insights-viewer")
        admin = world.role("insights-admin", .privileged)
        derivation = Derivation(origin: world.rule("members-read"), evidence: [])
    }

    /// So many people hold the role; the first `losing` of them would lose it.
    private mutating func holders(_ count: Int, of role: RoleID, losing: Int) {
        for number in 0..<count {
            let person = world.person("\(role)-\(number)")
            world.hold(role, by: person, because: derivation)
            if number >= losing { world.grant(role, to: person, because: derivation) }
        }
    }

    @Test mutating func `the sentence of a guard carries its numbers and names nobody`() throws {
        holders(9, of: admin, losing: 7)
        let finding = try #require(world.reconcile().finding(.privileged))
        #expect(finding.summary == "7 of 9 holders of insights-admin would lose it; the limit is 3")
        #expect(finding.subject == .role(admin))
        #expect((finding.measured, finding.total, finding.limit) == (7, 9, 3))
        #expect(finding.changes == world.reconcile().items.map(\.id).sorted())
    }

    // P22
    @Test
    mutating func `an edited rule that takes a role from everybody trips, though nobody left`()
        throws
    {
        holders(12, of: viewer, losing: 12)
        let changes = world.reconcile()
        #expect(changes.finding(.revocations, .role(viewer), .people)?.measured == 12)
        #expect(changes.finding(.revocations, .everybody, .entitlements)?.total == 12)
        #expect(changes.finding(.revocations, .everybody, .people)?.measured == 12)
        #expect(changes.finding(.revocations, .tier(.standard), .people) != nil)
        #expect(changes.finding(.revocations, .source(World.corp), .people)?.total == 12)
        #expect(
            changes.finding(.lastHolder)?.summary
                == "insights-viewer would have no active holder left: 12 of 12 would lose it")
    }

    // P21
    @Test mutating func `a tiny set is no alarm, and nothing of nothing is none either`() {
        #expect(world.reconcile().guards.isEmpty)
        holders(100, of: viewer, losing: 0)
        let small = world.role("insights-editor")
        holders(6, of: small, losing: 5)
        #expect(world.reconcile().guards.isEmpty, "5 is the floor, 5 of 106 is under ten percent")
    }

    // P21
    @Test(arguments: [(100, 10, false), (100, 11, true), (109, 10, false), (1000, 50, false)])
    func `percents are compared exactly`(total: Int, losing: Int, trips: Bool) {
        var copy = self
        copy.holders(total, of: copy.viewer, losing: losing)
        let finding = copy.world.reconcile().finding(.revocations, .role(copy.viewer), .people)
        #expect((finding != nil) == trips)
    }

    // P21
    @Test mutating func `the absolute limit holds where ten percent would be many`() throws {
        holders(1000, of: viewer, losing: 51)
        let finding = try #require(
            world.reconcile().finding(.revocations, .role(viewer), .people))
        #expect((finding.measured, finding.limit) == (51, 50))
    }

    // P21
    @Test mutating func `what was lost before is not counted again`() {
        holders(40, of: viewer, losing: 0)
        for number in 0..<30 { world.departed.append(PersonID("corp:gone-\(number)")) }
        #expect(world.reconcile().guards.isEmpty)
    }

    @Test mutating func `somebody who loses much counts once among people`() throws {
        let roles = (0..<4).map { world.role("role-\($0)") }
        for number in 0..<6 {
            let person = world.person("p\(number)")
            for role in roles { world.hold(role, by: person, because: derivation) }
        }
        let changes = world.reconcile()
        #expect(changes.finding(.revocations, .everybody, .entitlements)?.measured == 24)
        #expect(changes.finding(.revocations, .everybody, .people)?.measured == 6)
    }

    @Test mutating func `another scope of the same role is no lost role`() {
        for number in 0..<20 {
            let person = world.person("p\(number)")
            world.hold(admin, by: person, over: .department("A"), because: derivation)
            world.grant(admin, to: person, over: .department("B"), because: derivation)
        }
        let changes = world.reconcile()
        #expect(changes.finding(.privileged) == nil)
        #expect(changes.finding(.lastHolder) == nil)
        #expect(changes.finding(.revocations, .role(admin), .people) == nil)
        #expect(changes.guards.map(\.unit) == [.entitlements], "they are revocations all the same")
    }

    @Test mutating func `privileged roles are counted together`() throws {
        let other = world.role("insights-root", .privileged)
        holders(4, of: admin, losing: 2)
        holders(4, of: other, losing: 2)
        let finding = try #require(world.reconcile().finding(.privileged))
        #expect(finding.subject == .tier(.privileged))
        #expect(
            finding.summary == "4 of 8 holders of privileged roles would lose one; the limit is 3")
    }

    @Test mutating func `losses are counted by the group through which access came`() throws {
        let group = world.group("builders")
        let through = Derivation(
            origin: world.rule("by-group"), evidence: [.group(group, display: "builders")])
        holders(80, of: viewer, losing: 0)
        for number in 0..<8 {
            let person = world.person("g\(number)")
            world.hold(viewer, by: person, because: through)
            if number > 5 { world.grant(viewer, to: person, because: through) }
        }
        let finding = try #require(world.reconcile().guards.first)
        #expect(finding.subject == .group(group))
        #expect(
            finding.summary
                == "6 of 8 people would lose a role that they have through the group \"builders\"; "
                + "the limit is 5")
        #expect(world.reconcile().guards.count == 1)
    }

    @Test mutating func `the last active holder is guarded unless switched off`() {
        holders(1, of: admin, losing: 1)
        #expect(world.reconcile().finding(.lastHolder)?.subject == .role(admin))
        world.limits.lastHolder = false
        #expect(world.reconcile().guards.isEmpty)
    }
}
