import Foundation
import TestSupport
import Testing

/// Why, why not, and why no longer.
@Suite(.blocking) struct ExplanationTests {
    @Test func `what ended and stays by a rejection is said to, by why and by the doctor`() throws {
        let site = try Site.filed()
        try site.settle()
        let well = try site.run("why", "ada", "insights-admin", "--format", "json").json
        #expect(well.holdings[0].rejected.isNull)
        site.command.now = "2027-01-05T09:00:00Z"
        #expect(try site.sync().changeSet.counts.revoke.int == 1)
        try site.run("changes", "reject", "--as", "kim", "--note", "still migrating")
        try site.apply()
        for day in 6...7 {
            site.command.now = "2027-01-0\(day)T09:00:00Z"
            #expect(try site.sync().run.outcome.string == "unchanged")
            let why = try site.run("why", "ada", "insights-admin").out
            #expect(why.contains("nothing grants it any longer"), "\(why)")
            #expect(why.contains("ex-2026-014 ended), but a rejection keeps it"), "\(why)")
            #expect(why.contains("rejected by kim (roleOwner) on 2027-01-05"), "\(why)")
        }
        let kept = try site.run("why", "ada", "insights-admin", "--format", "json").json
            .holdings[0].rejected
        #expect(kept.reason.cause.string == "exception" && kept.changeSet.string == "2")
        #expect(kept.decisions[0].reviewer.userName.string == "kim")
        let doctor = try site.run("doctor").out
        #expect(
            doctor.contains(
                "note  rejected: 1 entitlement of insights-admin stays though nothing grants it now: "
                    + "the revocation was rejected"), "\(doctor)")
        #expect(doctor.contains("`rollcall changes show 2`"), "\(doctor)")
        // What is granted again needs no rejection to stay.
        try site.dropMappingTests()
        try site.editMapping("exceptions.yaml", replacing: "2026-12-31", with: "2027-01-31")
        try site.sync()
        #expect(try !site.run("why", "ada", "insights-admin").out.contains("rejection"))
        #expect(try !site.run("doctor").out.contains("rejected"))
        #expect(try site.run("ledger", "verify").status == 0)
    }

    @Test
    func `why shows every group on the way, the entry, the rule, the change set and who approved`()
        throws
    {
        let site = try Site.served()
        let run = try site.settle()
        let why = try site.run(
            "why", "ada", "insights-viewer", "--scope", "organization", "--format", "json"
        ).json
        #expect(why.person.userName.string == "ada")
        #expect(why.person.accounts[0].label.string == "uid=ada,ou=People,dc=example,dc=org")
        #expect(why.person.accounts[0].source.string == "corp")
        #expect(why.holdings.array.count == 1)
        let holding = why.holdings[0]
        #expect(holding.derivations.array.count == 1)
        let rule = holding.derivations[0]
        #expect(rule.id.string == "members-read" && rule.file.string == "builder-relations.yaml")
        #expect(rule.line.int == 8)
        let membership = rule.evidence[0]
        #expect(membership.source.string == "corp")
        #expect(
            membership.paths[0].array.compactMap(\.display.string)
                == ["berlin-docs", "emea-berlin", "builder-relations-emea", "builder-relations"])
        #expect(
            membership.paths[0].array.allSatisfy {
                $0.label.string == "cn=\($0.display.string ?? ""),ou=Groups,dc=example,dc=org"
            })
        #expect(rule.evidence[1].sourceAttribute.string == "employeeType")
        #expect(rule.evidence[1].value.string == "Employee")
        #expect(holding.granted.digest == run.changeSet.digest)
        #expect(holding.granted.changeSet == run.changeSet.id)
        #expect(holding.granted.decisions[0].reviewer.userName.string == "lee")
        #expect(holding.granted.decisions[0].authority.string == "roleOwner")

        let text = try site.run("why", "ada", "insights-viewer", "--scope", "organization").out
        let parts = [
            "uid=ada,ou=People,dc=example,dc=org", "berlin-docs", "emea-berlin",
            "builder-relations-emea", "builder-relations cn=", "change set 1", "approved by lee",
        ]
        var rest = text[...]
        for part in parts {
            let range = try #require(rest.range(of: part), "\(part) is missing or out of order")
            rest = rest[range.upperBound...]
        }
        #expect(text.contains("builder-relations.yaml:8"))
    }

    @Test func `why-not judges an exception by the time that is asked about`() throws {
        let site = try Site.filed()
        try site.sync()
        site.command.now = "2027-01-02T09:00:00Z"
        try site.sync()
        func matches(_ moment: String...) throws -> Bool? {
            let shown = try site.command.run(
                ["why-not", "ada", "insights-admin", "--format", "json"] + moment)
            let rule = shown.json.attempts.array.first { $0.id.string == "ex-2026-014" }
            return rule?.matches.bool
        }
        #expect(try matches("--as-of", "2026-11-22") == true)
        #expect(try matches() == false)
    }

    @Test func `two approvals of a privileged role name both who gave them`() throws {
        let site = try Site.filed()
        try site.settle()
        let why = try site.run("why", "raj", "insights-admin", "--format", "json").json
        let reviewers = why.holdings[0].granted.decisions.array.compactMap(
            \.reviewer.userName.string)
        #expect(reviewers.sorted() == ["kim", "lee"])
        let exception = try site.run("why", "ada", "insights-admin", "--format", "json").json
        #expect(exception.holdings[0].derivations[0].kind.string == "exception")
        #expect(exception.holdings[0].derivations[0].id.string == "ex-2026-014")
    }

    @Test func `why-not names each rule that would grant, and the condition that fails`() throws {
        let site = try Site.filed()
        try site.settle()
        let output = try site.run("why-not", "sam", "insights-auditor", "--format", "json")
        #expect(output.status == 0)
        #expect(output.json.attempts.array.map(\.id.string) == ["auditors-audit"])
        let parts = output.json.attempts[0].parts.array
        // What holds is no obstacle, and is left out.
        #expect(parts.map(\.condition.string) == ["department eq \"Internal Audit\""])
        #expect(parts.map(\.matches.bool) == [false])
        #expect(parts.first?.found.strings == ["Platform"])
        // Somebody who is inactive is told so, whatever the rules say.
        let tom = try site.run("why-not", "tom", "insights-viewer")
        #expect(tom.out.lowercased().contains("inactive") || tom.out.contains("not active"))
    }

    @Test func `why-not shows alternatives as such, and today's proposals of today alone`() throws {
        let site = try Site.filed()
        try site.sync()
        site.command.now = "2026-11-24T09:00:00Z"
        let text = try site.run("why-not", "ada", "insights-manager").out
        #expect(text.contains("└─ ✗ one of these"), "\(text)")
        #expect(text.contains("   ├─ ✗ title sw \"Manager\""), "\(text)")
        func proposals(_ moment: String...) throws -> Int {
            try site.command.run(
                ["why-not", "ada", "insights-viewer", "--format", "json"] + moment
            ).json.proposals.array.count
        }
        #expect(try proposals() > 0)
        #expect(try proposals("--as-of", "2026-11-23") == 0)
    }

    @Test func `why-lost says who took it, when and for what reason`() throws {
        let site = try Site.served()
        try site.settle()
        site.command.now = "2026-11-23T09:00:00Z"
        let changes = try Site.fixture("small-changes").replacing("version: 1\n", with: "")
        try #require(site.server).modify(ldif: changes)
        let run = try site.sync()
        let lost = try site.run(
            "why-lost", "ivo", "insights-viewer", "--scope", "organization", "--format", "json")
        #expect(lost.status == 0)
        let revoked = lost.json.holdings[0].revoked
        #expect(revoked.reason.cause.string == "inactive")
        #expect(revoked.applied.string == "2026-11-23T09:00:00Z")
        #expect(revoked.changeSet == run.changeSet.id)
        // The lane that decided stands where a person would.
        #expect("\(revoked.decisions)".contains("leavers"))
        // Neither question denies what the other knows.
        let held = try site.run("why-lost", "ada", "insights-viewer", "--format", "json")
        #expect(held.status == 1 && held.json.holdings[0].revoked.isNull)
        let once = try site.run("why", "ivo", "insights-viewer", "--format", "json")
        #expect(once.status == 1 && !once.json.holdings[0].revoked.isNull)
        let before = try site.run("why", "ada", "insights-viewer", "--as-of", "2026-11-01")
        #expect(before.error.contains("the record begins at 2026-11-22 09:00:00 UTC"))
    }

    @Test func `the past answers why after the group is gone`() throws {
        let site = try Site.served(guards: "{revocations: {percent: 100, count: 1000}}")
        try site.settle()
        let before = try site.run("why", "ada", "insights-viewer", "--scope", "organization").out
        site.command.now = "2026-11-23T09:00:00Z"
        try #require(site.server).modify(
            ldif: "dn: cn=berlin-docs,ou=Groups,dc=example,dc=org\nchangetype: delete\n")
        try site.dropMappingTests()
        _ = try site.run("sync")
        try site.approve(by: ["lee", "kim", "grace"])
        try site.apply()
        #expect(try !site.entitlements().contains("ada insights-viewer organization"))
        let after = try site.run(
            "why", "ada", "insights-viewer", "--scope", "organization", "--as-of", "1")
        #expect(after.status == 0)
        // All but the last line, which says of when the answer is.
        #expect(
            after.out.split(separator: "\n").dropLast() == before.split(separator: "\n").dropLast())
        let lost = try site.run("why-lost", "ada", "insights-viewer", "--scope", "organization")
        #expect(lost.status == 0 && lost.out.contains("approved by"))
    }
}

extension String {
    /// Everything that is `old` is `new`.
    func replacing(_ old: String, with new: String) -> String {
        replacingOccurrences(of: old, with: new)
    }
}
