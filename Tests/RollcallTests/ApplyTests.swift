import Foundation
import TestSupport
import Testing

/// What is applied is what was approved; a rehearsal is the run itself, and writes nothing.
@Suite(.blocking) struct ApplyTests {
    // P24
    @Test func `what was applied is not applied a second time`() throws {
        let site = try Site.filed()
        let run = try site.settle()
        let id = try #require(run.changeSet.id.string)
        let store = try site.run("ledger", "export").out
        for arguments in [["changes", "apply"], ["changes", "apply", id]] {
            let again = try site.command.run(arguments)
            #expect(again.status == 1, "\(again.out)")
        }
        #expect(try site.run("changes", "approve", id, "--as", "lee").status == 1)
        #expect(try site.run("ledger", "export").out == store)
        #expect(try site.entitlements("--as-of", "1") == SmallOrganization.entitlements)
    }

    // P24
    @Test
    func `a superseded change set cannot be applied, and its approvals go over to the letter`()
        throws
    {
        let site = try Site.filed()
        let first = try #require(try site.sync().changeSet.id.string)
        #expect(try site.run("changes", "approve", "--as", "kim").status == 0)
        try site.edit(
            "directory.ldif", replacing: "employeeType: Contractor", with: "employeeType: Employee")
        let second = try site.sync().changeSet
        #expect(second.id.string != first)
        let refused = try site.run("changes", "apply", first)
        #expect(refused.status == 1)
        #expect(refused.error.contains("superseded"), "\(refused.error)")
        #expect(try site.entitlements().isEmpty)
        try site.apply()
        let held = try site.entitlements()
        // Approved in the first, unchanged in the second.
        #expect(held.contains("ada insights-viewer organization"))
        // New in the second: nobody has approved it.
        #expect(!held.contains("zoe insights-viewer organization"))
    }

    @Test func `what is applied in parts names the revision of each part`() throws {
        let site = try Site.filed()
        try site.sync()
        for (reviewer, hour) in [("kim", 10), ("lee", 11)] {
            site.command.now = "2026-11-22T\(hour):00:00Z"
            #expect(try site.run("changes", "approve", "--as", reviewer).status == 0)
            try site.apply()
        }
        let shown = try site.run("changes", "show", "--format", "json").json
        let applied = shown.changes.array.filter { !$0.applied.isNull }
        #expect(Set(applied.map(\.applied.revision.int)) == [1, 2])
        for change in applied {
            let hour = change.applied.revision.int == 1 ? "10" : "11"
            #expect(change.applied.time.string == "2026-11-22T\(hour):00:00Z")
        }
        #expect(shown.changes.array.contains { $0.reason.rules.strings == ["ex-2026-014"] })
        #expect(try site.run("changes", "show").out.contains("(BI-1432, 2026-11-01"))
    }

    @Test func `what an exception was to give is not applied when its time has passed`() throws {
        let site = try Site.filed()
        site.command.now = "2026-12-31T23:59:59Z"
        try site.sync()
        try site.approve()
        site.command.now = "2027-01-01T00:00:00Z"
        #expect(try site.apply().stale.array.count == 1)
        let held = try site.entitlements()
        #expect(!held.contains("ada insights-admin organization"))
        #expect(held.contains("raj insights-admin organization"))
        #expect(try site.sync().run.outcome.string == "unchanged")
        #expect(try site.run("ledger", "verify").status == 0)
    }

    @Test func `what was rejected is not proposed again, and each run says that it is so`() throws {
        let site = try Site.filed()
        try site.sync()
        #expect(try site.run("changes", "reject", "--as", "lee", "--person", "ben").status == 0)
        for reviewer in ["kim", "lee"] {
            #expect(try site.run("changes", "approve", "--as", reviewer).status == 0)
        }
        try site.apply()
        let again = try site.sync()
        #expect(again.run.outcome.string == "unchanged" && again.changeSet.isNull)
        #expect(again.rejected.int == 3)
        #expect(try site.run("sync").out.contains("3 changes of theirs were rejected"))
    }

    @Test func `a run that finds the same keeps the change set and its decisions`() throws {
        let site = try Site.filed()
        let first = try site.sync().changeSet
        #expect(try site.run("changes", "approve", "--as", "kim").status == 0)
        let second = try site.sync().changeSet
        #expect(second.id == first.id && second.digest == first.digest)
        #expect(try site.apply().applied.array.count > 20)
    }

    // P23
    @Test func `a rehearsal prints what the run then prints, and touches no file`() throws {
        let site = try Site.filed()
        try compare(site)
        try site.approve()
        try site.apply()
        try compare(site)
        // A leaver, whom the policy would take at once, and an edit of a rule.
        site.command.now = "2026-11-23T09:00:00Z"
        try site.edit(
            "directory.ldif", replacing: "title: Developer Advocate\nemployeeType: Employee",
            with: "title: Developer Advocate\nemployeeType: Terminated")
        try compare(site)
        // A source that cannot be read.
        try FileManager.default.removeItem(
            at: site.command.folder.appending(path: "directory.ldif"))
        try compare(site)
    }

    private func compare(_ site: Site, _ location: SourceLocation = #_sourceLocation) throws {
        let before = try site.files()
        let times = try modificationTimes(site)
        let rehearsal = try site.run("sync", "--dry-run", "--format", "json")
        // No comparison in the expectation: a failure must not print the store.
        let changed = try site.files().filter { before[$0.key] != $0.value }
        // SQLite's index of who reads, and an empty file beside it, are made by readers too.
        let written = changed.filter { !$0.key.hasSuffix("-shm") && !$0.value.isEmpty }.keys
        #expect(written.isEmpty, "\(written)", sourceLocation: location)
        #expect(try modificationTimes(site) == times, sourceLocation: location)
        let real = try site.run("sync", "--format", "json")
        #expect(rehearsal.status == real.status, sourceLocation: location)
        #expect(rehearsal.json.dryRun.bool == true, sourceLocation: location)
        #expect(
            rehearsal.json.without("dryRun") == real.json.without("dryRun"),
            sourceLocation: location)
        #expect(!real.json.run.isNull, sourceLocation: location)
    }

    private func modificationTimes(_ site: Site) throws -> [String: Date] {
        try site.files().keys.filter { $0.hasPrefix("rollcall.") && !$0.contains("-") }.reduce(
            into: [:]) { times, name in
                let path = site.command.folder.appending(path: name).path
                let attributes = try FileManager.default.attributesOfItem(atPath: path)
                times[name] = attributes[.modificationDate] as? Date
            }
    }
}
