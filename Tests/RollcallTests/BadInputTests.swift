import Foundation
import TestSupport
import Testing

/// What is wrong is named, with its place and a way out, and nothing is harmed.
@Suite(.blocking) struct BadInputTests {
    @Test func `an unknown key of the configuration is shown with its place and the likely word`()
        throws
    {
        let site = try Site.filed()
        try site.edit("rollcall.yaml", replacing: "mappings:", with: "mapings:")
        for command in [["sync"], ["entitlements"], ["doctor"], ["changes", "list"]] {
            let output = try site.command.run(command)
            #expect(output.status == 2)
            #expect(output.error.contains("rollcall.yaml:3:1"), "\(output.error)")
            #expect(output.error.contains("did you mean"), "\(output.error)")
        }
    }

    @Test(
        arguments: [
            ("type: ldif", "type: ldiff", "rollcall.yaml:6:"),
            ("store: sqlite:rollcall.db", "store: mysql:rollcall", "rollcall.yaml:2:"),
            ("formatVersion: 1", "formatVersion: 7", "rollcall.yaml:1:"),
            ("id: corp", "id: \"Corp Main\"", "rollcall.yaml:5:"),
            ("sources:", "sources: [", "rollcall.yaml:"),
        ])
    func `a wrong value of the configuration is shown with its place`(
        old: String, new: String, place: String
    ) throws {
        let site = try Site.filed()
        try site.edit("rollcall.yaml", replacing: old, with: new)
        let output = try site.run("sync")
        #expect(output.status == 2 && output.error.contains(place), "\(output.error)")
    }

    @Test(arguments: [
        ("inetOrgPerson", "sync: dirsync", "anchor: objectGUID"),
        ("inetOrgPerson", "sync: often", "one of auto, full, syncrepl, dirsync, modifyTimestamp"),
        ("389ds", "sync: syncrepl", "anchor: entryUUID"),
        ("activeDirectory", "sync: syncrepl", "come to their end by time"),
        ("activeDirectory", "sync: syncrepl\n    anchor: entryUUID", "use `sync: full`"),
        ("activeDirectory", "sync: modifyTimestamp", "`sync: dirsync` where the server is"),
    ])
    func `a way to ask for changes that cannot be gone says what to write`(
        schema: String, lines: String, said: String
    ) throws {
        let site = try Site.filed()
        let source = Site.source("ldaps://ldap.example.org", more: lines)
        try site.configure([source.replacing("inetOrgPerson", with: schema)])
        let output = try site.run("sync")
        #expect(output.status == 2 && output.error.contains(said), "\(output.error)")
    }

    @Test func `a configuration that is not there says how to name one`() throws {
        let site = try Site.filed()
        let output = try site.run("sync", "--config", "elsewhere.yaml")
        #expect(output.status == 2 && output.error.contains("--config"))
    }

    @Test(
        arguments: [
            ("role: insights-auditor, scope", "role: insight-auditor, scope", "insights-auditor"),
            ("department eq \"Internal", "departmnt eq \"Internal", "department"),
            ("    grant:", "    grants:", "grant"),
            ("eq \"Internal Audit\" and", "equals \"Internal Audit\" and", "platform.yaml:"),
        ])
    func `a mapping that names what is not there stops before anything is read`(
        old: String, new: String, hint: String
    ) throws {
        let site = try Site.filed()
        try site.editMapping("platform.yaml", replacing: old, with: new)
        for command in [["sync"], ["mappings", "lint"]] {
            let output = try site.command.run(command)
            #expect(output.status == 2, "\(command)")
            let said = output.error + output.out
            #expect(said.contains("platform.yaml:") && said.contains(hint), "\(said)")
        }
        #expect(try site.files()["rollcall.db"] == nil)
    }

    @Test func `a store of a newer version is left alone`() throws {
        let site = try Site.filed()
        try site.settle()
        try Tool.run("sqlite3", [store(site), "PRAGMA user_version = 999"])
        for command in [["sync"], ["entitlements"], ["sync", "--dry-run"]] {
            let output = try site.command.run(command)
            #expect(output.status == 1 && output.error.contains("newer version"), "\(output.error)")
        }
    }

    @Test func `a file that is no store of Rollcall's is left alone`() throws {
        let site = try Site.filed()
        try Tool.run("sqlite3", [store(site), "CREATE TABLE notes (text)"])
        let before = try site.files()["rollcall.db"]
        #expect(try site.run("sync").error.contains("not a Rollcall database"))
        #expect(try site.files()["rollcall.db"] == before)
        try site.command.write(
            "a letter to grandmother, long enough to be no empty file", to: "rollcall.db")
        let output = try site.run("sync")
        #expect(output.status == 1 && output.error.contains("not a Rollcall database"))
    }

    @Test func `before the first run, questions say what to do first`() throws {
        let site = try Site.filed()
        for command in [["entitlements"], ["changes", "show"], ["why", "ada", "insights-viewer"]] {
            let output = try site.command.run(command)
            #expect(output.status == 1 && output.error.contains("rollcall sync"), "\(output.error)")
        }
    }

    @Test func `a clock that went back, or is no time, is refused before anything is recorded`()
        throws
    {
        let site = try Site.filed()
        site.command.now = "2027-06-01T09:00:00Z"
        try site.sync()
        site.command.now = "2026-11-22T09:00:00Z"
        let output = try site.run("sync")
        #expect(output.status == 1 && output.error.contains("set the clock"), "\(output.error)")
        let doctor = try site.run("doctor")
        #expect(doctor.status == 1 && doctor.out.contains("FAIL  clock: "), "\(doctor.out)")
        site.command.now = "2027-06-01T08:59:00Z"
        #expect(try site.run("doctor").status == 0)
        site.command.now = "yesterday"
        let call = try site.run("sync")
        #expect(call.status == 2 && call.error.contains("environment.clock"), "\(call.error)")
    }

    @Test func `output that cannot be written is said to be so`() throws {
        let site = try Site.filed()
        try site.settle()
        site.command.wrapper = ["sh", "-c", "exec \"$@\" >/dev/full", "sh"]
        for arguments in [["entitlements"], ["sync", "--format", "json"]] {
            let output = try site.command.run(arguments)
            #expect(output.status == 1)
            #expect(
                output.error.contains("the output cannot be written: No space"), "\(output.error)")
        }
    }

    @Test func `the doctor says what would refuse a run, and where nobody can have left`() throws {
        let site = try Site.filed()
        try site.settle()
        try site.editMapping("exceptions.yaml", replacing: "person: ada", with: "person: eve")
        let refused = try site.run("doctor")
        #expect(refused.status == 1, "\(refused.out)")
        #expect(refused.out.contains("FAIL  mappings: the test \"ada administers while"))
        #expect(try site.run("sync").out.contains("mappings test --live"))
        #expect(try site.run("doctor").out.contains("mappings test --live"))
        let inactive = "    inactive: {attribute: employeeType, equals: Terminated}\n"
        try site.configure([Site.file().replacing(inactive, with: "")])
        #expect(try site.run("doctor").out.contains("note  source corp: nobody can be inactive"))
    }

    @Test func `a store that a run makes is its owner's to read`() throws {
        let site = try Site.filed()
        site.command.wrapper = ["sh", "-c", "umask 022; exec \"$@\"", "sh"]
        try site.sync()
        let path = site.command.folder.appending(path: "rollcall.db").path
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
        #expect(mode as? Int == 0o600)
    }

    @Test func `the doctor looks for the bases in a file, and names a secret that is not there`()
        throws
    {
        let site = try Site.filed()
        let well = try site.run("doctor")
        #expect(well.status == 0 && well.out.contains("source corp: the file can be read"))
        try site.configure([
            Site.file(more: "    people: {base: \"ou=Poeple,dc=example,dc=org\"}")
        ])
        let odd = try site.run("doctor")
        #expect(odd.status == 1 && odd.out.contains("FAIL  source corp"), "\(odd.out)")
        #expect(odd.out.contains("people.base"), "\(odd.out)")
        let server = try SlapdServer(ldif: "")
        try FileManager.default.removeItem(at: site.command.folder.appending(path: "password"))
        try site.configure([Site.source(server.url)])
        for output in [try site.run("doctor"), try site.run("sync")] {
            #expect(output.out.contains("/password cannot be read"), "\(output.out)")
        }
    }

    @Test func `somebody or something that does not exist is said to be so`() throws {
        let site = try Site.filed()
        try site.settle()
        for command in [
            ["why", "nobody", "insights-viewer"], ["why", "ada", "no-role"],
            ["changes", "show", "77"],
            ["changes", "approve", "--as", "nobody"], ["entitlements", "--as-of", "77"],
            ["entitlements", "--as-of", "yesterday"],
            ["why", "ada", "insights-viewer", "--scope", "moon"],
        ] {
            let output = try site.command.run(command)
            #expect([1, 64].contains(output.status), "\(command)")
            #expect(!output.error.isEmpty && output.out.isEmpty, "\(command)")
        }
    }

    @Test(.enabled(if: getuid() == 0, "SKIPPED: only the administrator can become another user"))
    func `a folder that may not be written is named as such`() throws {
        var site = try Site.filed()
        try Tool.run("chmod", ["0555", site.command.folder.path])
        site.command.wrapper = ["/usr/bin/setpriv", "--reuid", "65534", "--clear-groups"]
        let output = try site.run("sync")
        #expect(output.status == 1)
        #expect(output.error.contains("read-only") || output.error.contains("cannot be opened"))
        #expect(try site.run("sync", "--dry-run").status == 0)
        site.command.wrapper = []
        try site.settle()
        try Tool.run("chmod", ["0644", site.command.folder.appending(path: "rollcall.db").path])
        site.command.wrapper = ["/usr/bin/setpriv", "--reuid", "65534", "--clear-groups"]
        let again = try site.run("sync")
        #expect(again.status == 1 && again.error.contains("read-only"), "\(again.error)")
        _ = site
        site = try Site.filed()
    }

    @Test(.enabled(if: getuid() == 0, "SKIPPED: only the administrator can make a small disk"))
    func `a disk that is full is named as such, and the store is as before`() throws {
        let site = try Site.filed()
        let disk = site.command.folder.appending(path: "disk")
        try FileManager.default.createDirectory(at: disk, withIntermediateDirectories: true)
        try site.edit(
            "rollcall.yaml", replacing: "sqlite:rollcall.db", with: "sqlite:disk/rollcall.db")
        // The disk is in a namespace of its own, gone with the process.
        let script = """
            mount -t tmpfs -o size=$SIZE tmpfs disk || exit 99
            "$0" "$@"; status=$?
            [ ! -e disk/rollcall.db ] || "$0" ledger verify >&2
            exit $status
            """
        for size in ["64k", "200k", "320k"] {
            var command = site.command
            command.wrapper = [
                "/usr/bin/env", "SIZE=\(size)", "/usr/bin/unshare", "-m", "/bin/sh", "-c", script,
            ]
            let output = try command.run("sync")
            try #require(
                output.status != 99, "SKIPPED: this machine lets nobody mount: \(output.error)")
            #expect(output.status == 1, "\(size)")
            #expect(output.error.contains("full"), "\(size): \(output.error)")
            #expect(!output.error.contains("NOT INTACT"))
        }
    }

    private func store(_ site: Site) -> String {
        site.command.folder.appending(path: "rollcall.db").path
    }
}
