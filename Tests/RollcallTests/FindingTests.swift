import Foundation
import TestSupport
import Testing

/// What a run saw is kept, and shown whenever somebody asks.
@Suite(.blocking) struct FindingTests {
    private func corners() throws -> Site {
        let site = try Site.filed("corners")
        try site.configure([Site.file()], mappings: "mappings")
        try site.command.write(OddDirectoryTests.everybody, to: "mappings/all.yaml")
        return site
    }

    @Test func `a report made later shows what the run found, in every format`() throws {
        let site = try corners()
        let run = try site.sync()
        let found = run.diagnostics.array
        #expect(found.count > 10)
        // What the directory says by now is another matter.
        try site.command.write(try Site.fixture("small"), to: "directory.ldif")
        let shown = try site.run("changes", "show", "--format", "json").json
        #expect(shown.changeSet.digest == run.changeSet.digest)
        #expect(Set(found).isSubset(of: Set(shown.diagnostics.array)))
        for format in ["text", "markdown", "html"] {
            let report = try site.run("changes", "show", "--format", format).out
            #expect(report.contains("stands for nobody"), "\(format)")
            #expect(report.contains("cn=empty,ou=Groups"), "\(format)")
        }
        let csv = try site.run("changes", "show", "--format", "csv").out
        #expect(csv.contains("correlation.dangling-manager"), "of the entries it rests on")
    }

    @Test func `what was left out is told by its reason`() throws {
        let site = try Site.filed()
        let bases = """
                people: {base: "ou=People,dc=example,dc=org"}
                groups: {base: "cn=berlin-docs,ou=Groups,dc=example,dc=org"}
            """
        try site.configure([Site.file(more: bases)])
        try site.dropMappingTests()
        try site.sync()
        let sources = try site.run("changes", "show", "--format", "json").json.sources
        let reasons = sources[0].exclusions.array.map {
            "\($0.count.int ?? 0) \($0.reason.string ?? "")"
        }
        #expect(reasons == ["3 neither a person nor a group", "7 outside the configured base"])
    }

    @Test func `findings name entries in reports, and never in the log or the ledger`() throws {
        let site = try corners()
        let run = try site.run("sync")
        #expect(run.out.contains("findings in the data of this run"))
        let ledger = try site.run("ledger", "show", "--format", "json").out
        for text in [run.error, ledger] {
            #expect(!text.contains("cn=") && !text.contains("uid="), "\(text)")
        }
        #expect(try site.run("ledger", "verify").status == 0)
    }

    @Test func `limits that were raised show in the ledger`() throws {
        let site = try Site.filed()
        try site.sync()
        try site.configure([Site.file()], guards: "{revocations: {percent: 100, count: 9000}}")
        try site.sync()
        let shown = try site.run("ledger", "export").out
        #expect(shown.contains(#""revocations":{"count":50,"floor":5,"percent":10}"#))
        #expect(shown.contains(#""revocations":{"count":9000,"floor":5,"percent":100}"#))
        let lines = try site.run("ledger", "show").out.split(separator: "\n")
        let raised = "; guards: revocations.count 9000, revocations.percent 100"
        #expect(lines.count { $0.contains("guards:") } == 1, "\(lines)")
        #expect(lines.last?.hasSuffix(raised) == true, "\(lines)")
    }

    // P9
    @Test(arguments: ["people", "groups"])
    func `a file without the configured base is an incomplete source, and nobody loses anything`(
        key: String
    ) throws {
        let site = try Site.filed()
        try site.settle()
        try site.configure([
            Site.file(more: #"    \#(key): {base: "ou=Nowhere,dc=example,dc=org"}"#)
        ])
        try site.expectIncomplete("no-such-object")
        let run = try site.run("sync")
        #expect(run.out.contains("the file holds no entry at or below \(key).base"))
        let base = key == "people" ? "ou=People" : "ou=Groups"
        try site.configure([Site.file(more: #"    \#(key): {base: "\#(base),dc=example,dc=org"}"#)])
        try site.expectUnchanged()
    }
}
