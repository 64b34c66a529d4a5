import Foundation
import TestSupport
import Testing

/// From a directory server to a decision and back, by the built command alone.
@Suite(.blocking) struct WholeLifeTests {
    @Test func `the JSON of a run and of a change set keeps the outer contract`() throws {
        let site = try Site.served()
        let run = try site.sync()
        #expect(run.formatVersion.int == 1)
        #expect(run.run.outcome.string == "changes")
        #expect(run.run.id.string?.isEmpty == false)
        #expect(run.sources.array.count == 1)
        let source = run.sources[0]
        #expect(source.id.string == "corp" && source.complete.bool == true)
        #expect(source.people.int == 15 && source.groups.int == 8 && source.memberships.int == 21)
        let changeSet = run.changeSet
        #expect(changeSet.id.string?.isEmpty == false)
        #expect(changeSet.digest.string?.count == 64)
        #expect(changeSet.state.string == "pending")
        #expect(changeSet.counts.grant.int == 30 && changeSet.counts.revoke.int == 0)
        #expect(changeSet.guards.keys.isEmpty && changeSet.guards.array.isEmpty)

        let list = try site.run("changes", "list", "--format", "json").json
        #expect(list.changeSets.array.count == 1)
        for key in ["id", "digest", "state", "counts"] {
            #expect(list.changeSets[0][key] == changeSet[key], "\(key)")
        }

        let id = try #require(changeSet.id.string)
        let shown = try site.run("changes", "show", id, "--format", "json").json
        #expect(shown.changes.array.count == 30)
        for change in shown.changes.array {
            #expect(change.id.string?.isEmpty == false)
            #expect(change.action.string == "grant")
            #expect(change.person.id.string?.hasPrefix("corp:") == true)
            #expect(change.person.userName.string?.isEmpty == false)
            #expect(change.role.string?.hasPrefix("insights-") == true)
            #expect(change.scope.string?.isEmpty == false)
            #expect(
                ["joined", "exception"].contains {
                    change.reason.cause.string?.hasPrefix($0) == true
                })
            #expect(!change.reason.rules.array.isEmpty)
        }
    }

    @Test func `what is approved and applied is what holds, and the next run finds nothing to do`()
        throws
    {
        let site = try Site.served()
        let proposed = try site.settle()
        let inForce = try site.entitlements()
        #expect(inForce == SmallOrganization.entitlements)
        let listing = try site.run("entitlements", "--format", "json").json
        #expect(listing.revision.int == 1)
        #expect(listing.entitlements.array.allSatisfy { $0.since.string != nil })
        let again = try site.sync()
        #expect(again.run.outcome.string == "unchanged")
        #expect(again.changeSet.isNull)
        #expect(again.run.id != proposed.run.id)
        let states = try site.run("changes", "list", "--format", "json").json
        #expect(states.changeSets.array.map(\.state.string) == ["applied"])
        #expect(try site.run("ledger", "verify").status == 0)
    }

    @Test func `half an approval puts half into force, and the privileged rest waits for a second`()
        throws
    {
        let site = try Site.filed()
        try site.sync()
        #expect(try site.run("changes", "approve", "--as", "kim").status == 0)
        let applied = try site.apply()
        #expect(applied.state.string == "pending")
        let held = try site.entitlements()
        #expect(!held.contains { $0.contains("insights-admin") })
        // Nobody decides over themself: kim's own wait for another owner.
        #expect(!held.contains { $0.hasPrefix("kim ") })
        #expect(held.isStrictSubset(of: SmallOrganization.entitlements))
        #expect(try site.run("changes", "approve", "--as", "lee").status == 0)
        #expect(try site.apply().state.string == "applied")
        #expect(try site.entitlements() == SmallOrganization.entitlements)
    }

    @Test func `a leaver goes at once, a mover and a joiner wait for a decision`() throws {
        let site = try Site.served()
        try site.settle()
        site.command.now = "2026-11-23T09:00:00Z"
        let changes = try Site.fixture("small-changes").replacing("version: 1\n", with: "")
        try #require(site.server).modify(ldif: changes)
        let run = try site.sync()
        #expect(run.run.outcome.string == "changes")
        let ivo = SmallOrganization.entitlements.filter { $0.hasPrefix("ivo ") }
        let afterPolicy = try site.entitlements()
        // P28: who has left holds nothing, and the written policy needs nobody for it.
        #expect(!ivo.isEmpty && afterPolicy.isDisjoint(with: ivo))
        #expect(afterPolicy == SmallOrganization.entitlements.subtracting(ivo))
        #expect(run.changeSet.state.string == "pending")

        try site.approve()
        try site.apply()
        let after = try site.entitlements()
        #expect(after.contains("kai insights-viewer organization"))
        #expect(after.contains("kai insights-editor region:Americas"))
        #expect(after.contains("ben insights-editor group:berlin-docs"))
        #expect(!after.contains("ben insights-editor region:Americas"))
        #expect(after.contains("ben insights-viewer organization"))
        #expect(try site.sync().run.outcome.string == "unchanged")

        // The past still answers.
        #expect(try site.entitlements("--as-of", "1") == SmallOrganization.entitlements)
        #expect(try site.entitlements("--as-of", "2026-11-22") == SmallOrganization.entitlements)
        #expect(try site.entitlements("--as-of", "0").isEmpty)
    }

    @Test func `who holds a role and what somebody holds are the same facts from two sides`() throws
    {
        let site = try Site.filed()
        try site.settle()
        let admins = try site.run("who-can", "insights-admin", "--format", "json").json
        #expect(admins.entitlements.array.compactMap(\.person.string) == ["ada", "raj"])
        let ada = try site.run("person", "ada", "--format", "json").json
        #expect(ada.person.userName.string == "ada" && ada.person.active.bool == true)
        #expect(ada.person.managers.strings == ["max", "lee", "grace"])
        #expect(
            Set(
                ada.entitlements.array.map {
                    "ada \($0.role.string ?? "") \($0.scope.string ?? "")"
                })
                == SmallOrganization.entitlements.filter { $0.hasPrefix("ada ") })
    }
}

/// What the rules of `Mappings` grant in `Fixtures/small.ldif`, worked out by hand.
enum SmallOrganization {
    static let entitlements: Set<String> = {
        var held: Set = [
            "ada insights-admin organization", "raj insights-admin organization",
            "eve insights-auditor organization", "nia insights-viewer department:Builder Relations",
            "zoe insights-viewer group:berlin-docs", "ada insights-editor group:berlin-docs",
            "ivo insights-editor group:berlin-docs", "ivo insights-editor region:EMEA",
            "ben insights-editor region:Americas", "mia insights-editor region:Americas",
        ]
        for person in ["grace", "lee", "kim", "max", "ada", "ivo", "ben", "mia"] {
            held.insert("\(person) insights-viewer organization")
            held.insert("\(person) insights-viewer department:Builder Relations")
        }
        for manager in ["grace", "lee", "kim", "max"] {
            held.insert("\(manager) insights-manager reports:\(manager)")
        }
        return held
    }()
}
