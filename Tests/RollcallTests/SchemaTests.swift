import Foundation
import TestSupport
import Testing

/// Each JSON output is what its schema says, as a validator of another house reads it.
struct SchemaTests {
    @Test func `every JSON output is valid by the schema that the command prints`() throws {
        let site = try Site.served()
        try check(site, "sync", ["sync"])
        try check(site, "changes-list", ["changes", "list"])
        try check(site, "changes-show", ["changes", "show"])
        try site.approve()
        try check(site, "changes-show", ["changes", "show"])
        try site.apply()
        try check(site, "changes-show", ["changes", "show", "1"])
        try check(site, "sync", ["sync"])
        site.command.now = "2026-11-23T09:00:00Z"
        let changes = try Site.fixture("small-changes").replacing("version: 1\n", with: "")
        try #require(site.server).modify(ldif: changes)
        try check(site, "sync", ["sync", "--dry-run"])
        try check(site, "sync", ["sync"])
        for arguments in [["changes", "show"], ["changes", "show", "1"]] {
            try check(site, "changes-show", arguments)
        }
        for arguments in [
            ["entitlements"], ["who-can", "insights-admin"], ["entitlements", "--as-of", "0"],
        ] {
            try check(site, "entitlements", arguments)
        }
        try check(site, "why", ["why", "ada", "insights-viewer"])
        try check(site, "why", ["why", "ada", "insights-admin"])
        try check(site, "why", ["why", "sam", "insights-admin"])
        try check(site, "why-not", ["why-not", "sam", "insights-viewer"])
        try check(site, "why-not", ["why-not", "tom", "insights-editor"])
        try check(site, "why", ["why-lost", "ivo", "insights-viewer"])
        try check(site, "directory-export", ["directory", "export"])
        try check(site, "directory-person", ["directory", "person", "ada"])
        try check(site, "directory-group", ["directory", "group", "builder-relations"])
        try check(site, "ledger-show", ["ledger", "show"])
        // What a guard adds, and what a source that failed adds.
        try site.configure([Site.source(try #require(site.server).url, filter: "(uid=nobody)")])
        try check(site, "sync", ["sync"])
        try check(site, "changes-show", ["changes", "show"])
        try site.configure([Site.file("nowhere.ldif")])
        try check(site, "sync", ["sync"])
    }

    @Test func `the corners of a directory are valid too`() throws {
        let site = try Site.filed("corners")
        try site.command.write(OddDirectoryTests.everybody, to: "mappings/all.yaml")
        try site.configure([Site.file()], mappings: "mappings")
        try check(site, "sync", ["sync"])
        try check(site, "changes-show", ["changes", "show"])
        try check(site, "directory-export", ["directory", "export"])
    }

    @Test func `each schema that is listed is a schema`() throws {
        let site = try Site.filed()
        let names = try site.run("schema").out.split(separator: "\n")
        #expect(names.count >= 10)
        for name in names {
            let schema = try site.run("schema", String(name))
            #expect(schema.status == 0)
            try python(
                "import json,sys,jsonschema; "
                    + "jsonschema.Draft202012Validator.check_schema(json.load(sys.stdin))",
                input: schema.out)
        }
    }

    private func check(
        _ site: Site, _ schema: String, _ arguments: [String],
        _ location: SourceLocation = #_sourceLocation
    ) throws {
        let text = try site.run("schema", schema).out
        try #require(JSON(text: text).type.string == "object", sourceLocation: location)
        let output = try site.command.run(arguments + ["--format", "json"])
        let program = """
            import json, sys, jsonschema
            schema, output = json.load(sys.stdin)
            faults = jsonschema.Draft202012Validator(schema).iter_errors(output)
            for fault in list(faults)[:5]: print(fault.json_path, fault.message[:200])
            """
        let faults = try python(program, input: "[\(text),\(output.out)]")
        #expect(faults.isEmpty, "\(arguments): \(faults)\(output.error)", sourceLocation: location)
    }

    @discardableResult
    private func python(_ program: String, input: String) throws -> String {
        try Tool.run("/usr/bin/python3", ["-c", program], input: input)
    }
}
