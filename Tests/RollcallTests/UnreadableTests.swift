import Foundation
import Testing

/// What is there and cannot be read is unknown, whatever it is part of.
@Suite(.blocking) struct UnreadableTests {
    /// An edit of the fixture that makes something unreadable or unbelievable.
    struct Edit: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let old: String
        let new: String

        init(_ description: String, _ old: String, _ new: String) {
            (testDescription, self.old, self.new) = (description, old, new)
        }
    }

    private static let raj = "member: uid=raj,ou=People,dc=example,dc=org\n"
    private static let platform = "entryUUID: 00000000-0000-4000-8000-000200000008"
    private static let grace = "entryUUID: 00000000-0000-4000-8000-000100000001"
    private static let line =
        "departmentNumber: Field Marketing\nmanager: uid=lee,ou=People,dc=example,dc=org"

    static let edits = [
        Edit("a member that is no text", raj + platform, "member:: //8=\n" + platform),
        Edit("a member that is no name", raj + platform, "member: raj\n" + platform),
        Edit(
            "a member that is too long", raj + platform,
            "member: uid=\(String(repeating: "r", count: 17_000)),dc=example,dc=org\n" + platform),
        Edit("a group's name", "cn: platform-engineers\n", "cn:: //8=\n"),
        Edit("a group's name that is not shown", "cn: platform-engineers\n", ""),
        Edit("the login of a manager further up", "uid: grace\n", "uid:: //8=\n"),
        Edit("a manager", line, "departmentNumber: Field Marketing\nmanager:: //8="),
        Edit(
            "a line that runs in a circle", grace,
            "manager: uid=nia,ou=People,dc=example,dc=org\n" + grace),
    ]

    // P33: unknown is not absent
    @Test(arguments: edits)
    func `what cannot be read takes nothing from anybody`(edit: Edit) throws {
        let site = try Site.filed()
        try site.settle()
        try site.dropMappingTests()
        try site.edit("directory.ldif", replacing: edit.old, with: edit.new)
        let run = try site.sync()
        #expect(run.sources[0].complete.bool == true)
        #expect((run.changeSet.counts.revoke.int ?? 0) == 0)
        #expect((run.unproved.int ?? 0) > 0)
        // Also when nothing but the store remembers it.
        #expect((try site.sync().changeSet.counts.revoke.int ?? 0) == 0)
    }

    @Test func `logins that nobody has any more are hidden, and no change of the directory`() throws
    {
        let site = try Site.filed()
        try site.settle()
        try site.dropMappingTests()
        let file = site.command.folder.appending(path: "directory.ldif")
        let text = try String(contentsOf: file, encoding: .utf8)
        let lines = text.components(separatedBy: "\n").filter { !$0.hasPrefix("uid: ") }
        try site.command.write(lines.joined(separator: "\n"), to: "directory.ldif")
        let run = try site.sync(exits: 3)
        #expect(run.changeSet.guards.array.contains { $0.kind.string == "hiddenAttribute" })
    }

    @Test func `whoever is no longer in the configuration is not said to have left`() throws {
        let site = try Site.filed()
        try site.command.write(
            """
            dn: uid=pat,ou=People,dc=example,dc=org
            objectClass: inetOrgPerson
            uid: pat
            cn: Pat Doe
            sn: Doe
            employeeType: Partner
            departmentNumber: Builder Relations
            entryUUID: 00000000-0000-4000-8000-000500000001

            """, to: "partners.ldif")
        try site.configure([Site.file(), Site.file("partners.ldif", id: "partners")])
        try site.settle()
        try site.configure([Site.file()])
        _ = try site.run("sync")
        let shown = try site.run("changes", "show", "--format", "json").json
        let reasons = shown.changes.array.compactMap(\.reason.summary.string)
        #expect(reasons == ["the source that knew the person is not configured any more"])
    }
}
