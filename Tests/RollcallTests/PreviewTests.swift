import Foundation
import TestSupport
import Testing

/// What an edit of the mapping files would do, seen before any run.
@Suite(.blocking) struct PreviewTests {
    @Test
    func `a preview counts by role who would gain and lose, and a run then proposes just that`()
        throws
    {
        let site = try Site.filed()
        try site.settle()
        let nothing = try site.run("mappings", "preview")
        #expect(nothing.status == 0 && nothing.out.contains("nothing would change"))
        try site.dropMappingTests()
        try site.editMapping(
            "builder-relations.yaml",
            replacing: "when: groups.display eq \"builder-relations\" and",
            with: "when: groups.display eq \"builder-relation\" and")
        let files = try site.files()
        let preview = try site.run("mappings", "preview", "--format", "json").json
        #expect(try site.files() == files, "a preview writes nothing")
        let viewer = try #require(
            preview.roles.array.first { $0.role.id.string == "insights-viewer" })
        #expect(viewer.revoke.int == 8 && viewer.lose.int == 8)
        #expect(viewer.grant.int == 0 && viewer.gain.int == 0)
        #expect(!preview.guards.array.isEmpty && preview.failedTests.int == 0)
        #expect(preview.revision.int == 1 && preview.people.int == 15)
        let steps = Set(
            preview.changes.array.map {
                [$0.action, $0.person.userName, $0.role, $0.scope].map { $0.string ?? "?" }
                    .joined(separator: " ")
            })

        let shown = try site.run("mappings", "preview")
        #expect(shown.status == 3, "as a run would exit")
        let text = shown.out
        #expect(text.contains("a guard would trip: revocations"))
        #expect(text.contains("people lose") && !text.contains("ivo"))
        let list = try site.run("mappings", "preview", "--verbose").out
        #expect(list.contains("revoke") && list.contains("ivo"))

        try site.sync(exits: 3)
        #expect(try site.changes() == steps)
    }

    @Test func `a preview shows also what the files' own tests would refuse, and says so`() throws {
        let site = try Site.filed()
        try site.settle()
        try site.editMapping(
            "builder-relations.yaml",
            replacing: "when: groups.display eq \"builder-relations\" and",
            with: "when: groups.display eq \"builder-relation\" and")
        let preview = try site.run("mappings", "preview")
        #expect(preview.status == 2)
        #expect(preview.out.contains("a run would be refused"))
        #expect(preview.out.contains("insights-viewer"))
    }

    @Test func `before the first run a preview reads the sources and makes no store`() throws {
        let site = try Site.filed()
        let preview = try site.run("mappings", "preview", "--format", "json").json
        #expect(preview.changes.array.count == 30 && preview.revision.int == 0)
        #expect(try site.files().keys.filter { $0.hasPrefix("rollcall.db") } == [])
    }

    @Test func `the last recorded organisation is asked unless the sources are wanted`() throws {
        let site = try Site.filed()
        try site.settle()
        try site.edit(
            "directory.ldif", replacing: "employeeType: Employee", with: "employeeType: Terminated")
        func revokes(_ arguments: String...) throws -> Int {
            let output = try site.command.run(
                ["mappings", "preview", "--format", "json"] + arguments)
            return output.json.changes.array.count { $0.action.string == "revoke" }
        }
        #expect(try revokes() == 0)
        #expect(try revokes("--live") > 10)
        // What cannot be read proves nothing.
        try site.configure([Site.file("nowhere.ldif")])
        let blind = try site.run("mappings", "preview", "--live", "--format", "json").json
        #expect(blind.changes.array.isEmpty && blind.unproved.int == 30)
    }
}
