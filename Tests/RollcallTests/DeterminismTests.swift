import Foundation
import TestSupport
import Testing

/// The same readings, mappings, store and clock give the same bytes.
@Suite(.blocking) struct DeterminismTests {
    @Test(arguments: ["small", "corners"])
    func `two fresh stores print the same to the byte`(fixture: String) throws {
        let site = try Site.filed(fixture)
        if fixture == "corners" {
            try site.command.write(OddDirectoryTests.everybody, to: "mappings/all.yaml")
            try site.configure([Site.file()], mappings: "mappings")
        }
        let first = try outputs(of: site)
        for name in try site.files().keys where name.hasPrefix("rollcall.db") {
            try FileManager.default.removeItem(at: site.command.folder.appending(path: name))
        }
        let second = try outputs(of: site)
        for (name, text) in first {
            // No comparison in the expectation: a failure must not print both.
            let isEqual = text == second[name]
            #expect(isEqual && !text.isEmpty, "\(name)")
        }
    }

    private func outputs(of site: Site) throws -> [String: String] {
        var texts = ["sync": try site.run("sync", "--format", "json").out]
        for format in ["json", "html", "markdown", "csv", "text"] {
            texts[format] = try site.run("changes", "show", "--format", format).out
        }
        texts["directory"] = try site.run("directory", "export", "--format", "json").out
        texts["ledger"] = try site.run("ledger", "export").out
        return texts
    }

    @Test func `a server and a file with the same entries give the same change set`() throws {
        let file = try Site.filed().sync()
        let server = try Site.served().sync()
        #expect(file.changeSet.digest == server.changeSet.digest)
    }

    @Test func `the order of the entries does not matter`() throws {
        let site = try Site.filed()
        let ordered = try site.sync()
        let entries = try Site.fixture("small").components(separatedBy: "\n\n")
            .filter { $0.contains("dn: ") }
        let other = try Site.filed()
        try other.command.write(
            entries.reversed().joined(separator: "\n\n") + "\n", to: "directory.ldif")
        #expect(try other.sync().changeSet.digest == ordered.changeSet.digest)
    }
}
