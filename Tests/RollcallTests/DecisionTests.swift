import Foundation
import TestSupport
import Testing

/// What deciding comes to, and what the command says of it.
@Suite(.blocking) struct DecisionTests {
    private func ids(of person: String, _ site: Site) throws -> [String] {
        try site.run("changes", "show", "--format", "json").json.changes.array
            .filter { $0.person.userName.string == person }.compactMap(\.id.string)
    }

    /// Raj again, as another identity under the same login.
    private func reusedLogin() throws -> Site {
        let site = try Site.filed()
        try site.settle()
        let raj = try #require(
            try Site.fixture("small").components(separatedBy: "\n\n").first {
                $0.contains("uid: raj\n")
            })
        let uuid = try #require(raj.split(separator: "\n").first { $0.hasPrefix("entryUUID: ") })
        try site.edit(
            "directory.ldif", replacing: String(uuid),
            with: "entryUUID: 00000000-0000-4000-8000-0001000000ff")
        site.command.now = "2026-11-23T09:00:00Z"
        return site
    }

    @Test func `what a guard holds is approved by its id, and every hint says how`() throws {
        let site = try reusedLogin()
        let both = try site.run("sync").out
        let shown = try site.run("changes", "show", "--format", "json").json.changes.array
        let held = try #require(shown.first { $0.requirement.mustBeNamed.bool == true }?.id.string)
        let blanket = "rollcall changes approve --as USERNAME"
        #expect(both.contains("to decide        \(blanket)\n"), "\(both)")
        #expect(both.contains("\n                 \(blanket) --change \(held)\n"), "\(both)")
        #expect(both.contains("a guard asks for this one by name"), "\(both)")
        for reviewer in ["lee", "kim"] {
            #expect(try site.run("changes", "approve", "--as", reviewer).status == 0)
        }
        try site.apply()
        let blocked = try site.run("changes", "approve", "--as", "lee")
        #expect(blocked.status == 3 && blocked.out.hasPrefix("0 decided; 0 approved"))
        #expect(blocked.out.contains("be named with --change: \(held)\n"), "\(blocked.out)")
        let alone = try site.run("sync").out
        #expect(alone.contains("to decide        \(blanket) --change \(held)\n"), "\(alone)")
        #expect(!alone.contains("\(blanket)\n"), "\(alone)")
        #expect(try site.run("changes", "approve", "--as", "lee", "--change", held).status == 0)
    }

    @Test func `a hold is told of wherever something waits, and is lifted by name alone`() throws {
        let site = try Site.filed()
        try site.sync()
        let mia = try ids(of: "mia", site)
        let hold = try site.run("changes", "hold", "--as", "lee", "--change", mia[0])
        #expect(hold.out.hasPrefix("1 held; 0 approved and ready to apply, 30 waiting\n"))
        let said = "1 change is held by lee\n"
        #expect(hold.out.contains(said), "\(hold.out)")
        for command in [["changes", "list"], ["changes", "show"], ["sync"]] {
            let output = try site.command.run(command)
            #expect(output.out.contains(said), "\(command): \(output.out)")
        }
        let blanket = try site.run("changes", "approve", "--as", "lee", "--format", "json").json
        #expect(blanket.leftHeld.strings == [mia[0]] && blanket.held[0].by.strings == ["lee"])
        #expect(blanket.held[0].changes.strings == [mia[0]])
        #expect(!blanket.decided.strings.contains(mia[0]))
        let again = try site.run("changes", "approve", "--as", "lee")
        #expect(again.status == 0 && again.out.contains("1 left held, as the reviewer said"))
        #expect(try site.run("changes", "apply").out.hasSuffix(said))
        #expect(try site.run("changes", "apply").out.contains("no change is approved"))
        #expect(try site.sync().changeSet.held[0].changes.strings == [mia[0]])
        let list = try site.run("changes", "list", "--format", "json").json.changeSets
        #expect(list[0].held[0].by.strings == ["lee"] && list[0].revisions.array.isEmpty)
        #expect(list[1].held.array.isEmpty && list[1].revisions.array.map(\.int) == [1])
        let lifted = try site.run("changes", "approve", "--as", "lee", "--person", "mia")
        #expect(lifted.out.hasPrefix("1 decided; 1 approved") && !lifted.out.contains("held"))
    }

    // Whose word stands is for the organisation to say, also where the policy decides.
    @Test func `the policy applies nothing that somebody holds who has the right to`() throws {
        let site = try Site.filed()
        try site.sync()
        let held = try ids(of: "mia", site)[0]
        #expect(try site.run("changes", "hold", "--as", "lee", "--change", held).status == 0)
        try letPolicyDecide(site)
        let run = try site.sync()
        #expect(run.changeSet.held[0].changes.strings == [held])
        #expect(try waiting(site) == [held])
        #expect(try site.entitlements().count == 29)
    }

    @Test func `what somebody held who has left since is the policy's`() throws {
        let site = try Site.filed()
        try site.sync()
        let held = try ids(of: "mia", site)[0]
        #expect(try site.run("changes", "hold", "--as", "lee", "--change", held).status == 0)
        try site.edit(
            "directory.ldif", replacing: "employeeType: Employee\nemployeeNumber: 1002",
            with: "employeeType: Terminated\nemployeeNumber: 1002")
        try letPolicyDecide(site)
        let run = try site.sync()
        #expect(run.changeSet.held.array.isEmpty)
        #expect(try waiting(site) == [])
        #expect(try site.entitlements().contains { $0.hasPrefix("mia ") })
    }

    private func waiting(_ site: Site) throws -> [String] {
        try site.run("changes", "show", "--format", "json").json.changes.array
            .filter { $0.state.string != "applied" }.compactMap(\.id.string)
    }

    /// From now on the policy decides everything.
    private func letPolicyDecide(_ site: Site) throws {
        try site.dropMappingTests()
        try site.command.write(
            """
            formatVersion: 1
            review: {lanes: [{name: all, match: {}, decide: automatically}]}
            """, to: "mappings/review.yaml")
    }

    @Test func `a selection that fits nothing says so, and names nobody`() throws {
        let site = try Site.filed()
        try site.sync()
        let roles =
            "the roles are insights-admin, insights-auditor, insights-editor, insights-manager, "
            + "insights-viewer"
        for (selection, hint) in [
            (["--person", "ben", "--role", "nope"], roles), (["--role", "nope"], roles),
            (["--person", "planted"], "`rollcall changes show` tells whom it is about"),
        ] {
            let output = try site.command.run(["changes", "approve", "--as", "lee"] + selection)
            #expect(output.status == 1)
            #expect(
                output.error
                    == "rollcall: cannot approve: no change of the set is about what was asked for; "
                    + "\(hint)\n", "\(output.error)")
        }
    }

    @Test func `what somebody says again is no new decision`() throws {
        let site = try Site.filed()
        try site.sync()
        let id = try ids(of: "mia", site)[0]
        let call = ["changes", "approve", "--as", "kim", "--change", id]
        #expect(try site.command.run(call).out.hasPrefix("1 decided; 1 approved"))
        let again = try site.command.run(call)
        #expect(again.status == 0 && again.out.hasPrefix("0 decided; 1 approved"))
        #expect(again.out.contains("had said so of 1 before: nothing is recorded twice"))
        #expect(
            try site.command.run(call + ["--format", "json"]).json.repeated.strings == [id])
        try site.approve()
        try site.apply()
        let decisions = try site.run("changes", "show", "--format", "json").json.changes.array
            .first { $0.id.string == id }?.decisions.array
        let kims = decisions?.count { $0.reviewer.userName.string == "kim" }
        #expect(kims == 1, "\(decisions ?? [])")
    }

    @Test func `whoever has said all of theirs is told so`() throws {
        let site = try Site.filed()
        try site.sync()
        #expect(try site.run("changes", "approve", "--as", "lee").status == 0)
        let again = try site.run("changes", "approve", "--as", "lee")
        #expect(again.status == 1)
        #expect(again.error.contains("the reviewer has said so already"), "\(again.error)")
    }

    /// Lee rejects what Mia was to get; the rest is in force, and a further run has found the same.
    private func rejected() throws -> Site {
        let site = try Site.filed()
        try site.sync()
        let reject = try site.run("changes", "reject", "--as", "lee", "--person", "mia")
        #expect(reject.out.hasPrefix("3 rejected; 0 approved"), "\(reject.out)")
        for reviewer in ["lee", "kim"] {
            #expect(try site.run("changes", "approve", "--as", reviewer).status == 0)
        }
        try site.apply()
        return site
    }

    @Test(arguments: [false, true])
    func `who rejected takes that back by name, and the next run proposes it again`(
        afterAnotherRun: Bool
    ) throws {
        let site = try rejected()
        if afterAnotherRun {
            let idle = try site.run("sync").out
            #expect(idle.contains("3 changes of theirs were rejected\n  whoever rejected it takes"))
            let whyNot = try site.run("why-not", "mia", "insights-viewer", "--format", "markdown")
            #expect(whyNot.out.contains("takes that back"), "\(whyNot.out)")
        }
        let shown = try site.run("changes", "show", "--format", "json").json.changes.array
        let mia = shown.filter { $0.person.userName.string == "mia" }.compactMap(\.id.string)
        let blanket = try site.run("changes", "approve", "1", "--as", "lee")
        #expect(blanket.status == 1 && blanket.error.contains("applied, rejected or superseded"))
        let back = try site.run("changes", "approve", "--as", "lee", "--change", mia[0])
        #expect(back.status == 0, "\(back.error)")
        #expect(back.out.hasPrefix("1 decided; what was rejected is proposed again"))
        #expect(try !site.entitlements().contains { $0.hasPrefix("mia ") })
        let run = try site.sync()
        #expect(run.changeSet.counts.grant.int == 3, "\(run)")
        #expect(try site.apply().applied.strings == [mia[0]])
        #expect(try site.entitlements().count { $0.hasPrefix("mia ") } == 1)
        // The others stay rejected.
        let after = try site.sync()
        #expect(after.run.outcome.string == "unchanged" && after.rejected.int == 2)
        #expect(try site.run("ledger", "verify").status == 0)
    }

    @Test func `nobody approves past the rejection of somebody else`() throws {
        let site = try rejected()
        let mia = try site.run("changes", "show", "--format", "json").json.changes.array
            .filter { $0.person.userName.string == "mia" }.compactMap(\.id.string)
        let closed = try site.run("changes", "approve", "--as", "kim", "--change", mia[0])
        #expect(closed.status == 1)
        #expect(
            closed.error
                == "rollcall: cannot approve \(mia[0]): it is rejected, which one word is enough for; "
                + "whoever rejected it takes that back by approving it with --change, and another "
                + "wording of its rule or exception, or other facts, have it proposed anew\n")
        #expect(try site.sync().run.outcome.string == "unchanged")
    }

    @Test func `what is rejected in a set that waits is said to be so`() throws {
        let site = try Site.filed()
        try site.sync()
        #expect(try site.run("changes", "reject", "--as", "lee", "--person", "mia").status == 0)
        let own = try site.run("changes", "approve", "--as", "kim", "--person", "mia")
        #expect(own.status == 1)
        #expect(own.error.contains("it is rejected, which one word is enough for"), "\(own.error)")
    }
}
