import Foundation
import TestSupport
import Testing

/// What is said leads somewhere.
@Suite(.blocking) struct HintTests {
    @Test func `a store that is not there is named with its place`() throws {
        let site = try Site.filed()
        let folder = site.command.folder.path
        let none = try site.run("entitlements")
        #expect(none.status == 1 && none.error.hasSuffix(" [\(folder)/rollcall.db]\n"))
        let copy = try site.run("store", "copy", "sqlite:nope.db", "sqlite:new.db")
        #expect(copy.status == 1 && copy.error.hasSuffix(" [\(folder)/nope.db]\n"), "\(copy.error)")
        // Without a place it is the configured one that is prepared.
        let prepared = try site.run("store", "prepare")
        #expect(prepared.status == 0, "\(prepared.error)")
        #expect(try site.run("entitlements").out.contains("nobody holds anything"))
    }

    @Test func `the revisions there are stand beside the change sets that made them`() throws {
        let site = try Site.filed()
        try site.settle()
        let none = try site.run("why", "ada", "insights-viewer", "--as-of", "99")
        #expect(none.status == 1 && none.error.contains("rollcall changes list"), "\(none.error)")
        let list = try site.run("changes", "list").out.split(separator: "\n")
        #expect(list.count == 2 && list[0].contains("state    revision"), "\(list)")
        #expect(list[1].hasPrefix(" 1  applied         1 "), "\(list)")
    }

    @Test(arguments: ["org", "moon", "department", "reports:"])
    func `what is no scope exits with 64 and says what one looks like`(scope: String) throws {
        let site = try Site.filed()
        let output = try site.run("why", "ada", "insights-viewer", "--scope", scope)
        #expect(output.status == 64)
        #expect(
            output.error.contains(
                "--scope takes organization, or department:X, region:X, group:X, reports:LOGIN, "
                    + "person:LOGIN."), "\(output.error)")
    }

    @Test(arguments: [
        ("formatVersion: 1", "formatVersion: 2", "rollcall.yaml:1:16: error: expected 1 ["),
        (
            "review:", "authority: {department: head}\nreview:",
            "no source is called \"head\"; the source is corp"
        ),
        (
            "review:", "authority: {manager: crp}\nreview:",
            "no source is called \"crp\"; did you mean \"corp\"?"
        ),
    ])
    func `a wrong value in the configuration is met with what would be right`(
        old: String, new: String, said: String
    ) throws {
        let site = try Site.filed()
        try site.edit("rollcall.yaml", replacing: old, with: new)
        let output = try site.run("doctor")
        #expect(output.status == 2 && output.error.contains(said), "\(output.error)")
    }

    @Test(arguments: [
        (["dcotor"], "doctor"), (["changes", "aprove", "--as", "lee"], "approve"),
        (["ledgr", "show"], "ledger"),
    ])
    func `a mistyped command is met with the likely one`(call: [String], meant: String) throws {
        let output = try Site.filed().command.run(call)
        #expect(output.status == 64)
        #expect(
            output.error.hasPrefix(
                "rollcall: there is no such command; did you mean \"\(meant)\"?\n"),
            "\(output.error)")
    }

    @Test func `before the record it is said where the record begins`() throws {
        let site = try Site.filed()
        try site.settle()
        let said =
            "nothing is recorded for 2026-11-20: the record begins at 2026-11-22 09:00:00 UTC "
            + "(revision 1)\n"
        for call in [
            ["entitlements"], ["who-can", "insights-viewer"], ["why", "ada", "insights-viewer"],
        ] {
            let output = try site.command.run(call + ["--as-of", "2026-11-20"])
            #expect(output.error.contains(said), "\(call): \(output.error)")
        }
        let exact = try site.run("entitlements", "--as-of", "2026-11-22T08:59:59Z")
        #expect(exact.error.contains("for 2026-11-22 08:59:59 UTC: "), "\(exact.error)")
        #expect(try site.run("entitlements", "--as-of", "2026-11-22").error.isEmpty)
    }

    @Test func `a folder of mapping files below the folder is said not to be read`() throws {
        let site = try Site.filed()
        try site.dropMappingTests()
        let folder = site.command.folder.appending(path: "mappings")
        try FileManager.default.createDirectory(
            at: folder.appending(path: "sub"), withIntermediateDirectories: false)
        #expect(try !site.run("mappings", "lint").out.contains("sub:"))
        try FileManager.default.moveItem(
            at: folder.appending(path: "platform.yaml"),
            to: folder.appending(path: "sub/platform.yaml"))
        let said =
            "sub: warning: the folder is not read; put its *.yaml beside the others, and not below "
            + "[mapping.ignored-folder]"
        #expect(try site.run("mappings", "lint").out.contains(said))
        #expect(try site.run("sync").error.contains(said))
    }

    @Test func `what is only worth knowing of mapping files is told by lint alone`() throws {
        let site = try Site.filed()
        try site.editMapping(
            "review.yaml", replacing: "match: {}", with: "match: {tier: sensitive}")
        #expect(try site.run("mappings", "lint").out.contains("[mapping.no-lane]"))
        #expect(try !site.run("sync").error.contains("no-lane"))
    }

    @Test func `every command's name names a schema`() throws {
        let site = try Site.filed()
        for (names, id) in [
            (["who-can"], "entitlements"), (["person"], "entitlements"), (["why-lost"], "why"),
            (["changes-reject"], "changes-approve"), (["changes", "hold"], "changes-approve"),
            (["tokens", "revoke"], "tokens-create"), (["changes", "list"], "changes-list"),
        ] {
            let schema = try site.command.run(["schema"] + names)
            #expect(schema.json["$id"].string == "urn:rollcall:\(id):1", "\(names)")
        }
        let wrong = try site.run("schema", "who-cna")
        #expect(wrong.status == 64 && wrong.error.contains("did you mean \"who-can\"?"))
        #expect(try site.run("schema", "moon").error.contains("`rollcall schema` lists them"))
    }

    @Test func `the ledger reads as one line an entry, and is exported to a file`() throws {
        let site = try Site.filed()
        try site.settle()
        let lines = try site.run("ledger", "show").out.split(separator: "\n")
        let when = "2026-11-22 09:00:00"
        #expect(lines.count == 6 && lines.allSatisfy { $0.count < 100 }, "\(lines)")
        #expect(lines[1] == "2  \(when)  change-set  change set 1: 30 grants, 0 revokes")
        #expect(lines[2] == "3  \(when)  run  run 1: changes, change set 1; 1 source complete")
        #expect(
            lines[3] == "4  \(when)  decisions  change set 1: 27 decisions: approve by roleOwner",
            "\(lines[3])")
        #expect(
            lines[5] == "6  \(when)  apply  change set 1: 30 applied, 0 rejected; revision 1")
        let export = try site.run("ledger", "export", "--output", "ledger.ndjson")
        #expect(export.status == 0 && export.out.isEmpty)
        #expect(export.error == "rollcall: written to ledger.ndjson\n")
        let written = String(
            decoding: try #require(try site.files()["ledger.ndjson"]), as: UTF8.self)
        #expect(written == (try site.run("ledger", "export").out))
        let nowhere = try site.run("ledger", "export", "-o", "nowhere/ledger.ndjson")
        #expect(nowhere.status == 1 && nowhere.error.contains("the output file cannot be written"))
        let report = try site.run("changes", "show", "-o", "report.txt")
        #expect(report.out.isEmpty && report.error == "rollcall: written to report.txt\n")
    }

    @Test func `who holds a role fits a narrow terminal without cutting logins or scopes`() throws {
        let site = try Site.filed()
        let login = "a-rather-long-login-of-somebody-in-the-berlin-office"
        try site.edit("directory.ldif", replacing: "uid: zoe\n", with: "uid: \(login)\n")
        try site.settle()
        let transcript = try Tool.run(
            "script",
            [
                "-qec",
                "stty cols 80; cd \(site.command.folder.path) && "
                    + "\(RollcallCommand.executable.path) who-can insights-viewer", "/dev/null",
            ])
        #expect(transcript.contains(login) && transcript.contains("department:Builder Relations"))
        let plain = try site.run("who-can", "insights-viewer").out
        #expect(plain.hasPrefix("person "), "\(plain)")
        let heading = try #require(plain.split(separator: "\n").first)
        #expect(heading.split(separator: " ") == ["person", "name", "scope", "since"])
        #expect(plain.contains("  2026-11-22\n"))
    }

    @Test func `why-not wraps the lines of its rules`() throws {
        let site = try Site.filed()
        try site.settle()
        let text = try site.run("why-not", "sam", "insights-viewer").out
        #expect(text.split(separator: "\n").allSatisfy { $0.count <= 100 }, "\(text)")
    }
}
