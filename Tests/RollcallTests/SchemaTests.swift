import Foundation
import TestSupport
import Testing

/// Each JSON output is what its schema says, as a validator of another house reads it.
@Suite(.blocking) final class SchemaTests {
    /// The commands whose output was held against its schema.
    private var checked: Set<[String]> = []

    @Test func `every JSON output is valid by the schema that the command prints`() throws {
        let site = try Site.served()
        try check(site, "doctor", ["doctor"])
        try check(site, "mappings-preview", ["mappings", "preview"])
        try check(site, "sync", ["sync"])
        try check(site, "changes-list", ["changes", "list"])
        try check(site, "changes-show", ["changes", "show"])
        for (verdict, person) in [("hold", "ada"), ("reject", "ben"), ("approve", "mia")] {
            try check(
                site, "changes-approve",
                ["changes", verdict, "--as", "lee", "--person", person])
        }
        try site.approve()
        try check(site, "changes-show", ["changes", "show"])
        try check(site, "changes-apply", ["changes", "apply"])
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
            ["person", "ada"],
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
        try check(site, "ledger-verify", ["ledger", "verify"])
        try check(site, "store-copy", ["store", "copy", "sqlite:rollcall.db", "sqlite:copy.db"])
        try check(site, "tokens-create", ["tokens", "create", "gate"])
        try check(site, "tokens-list", ["tokens", "list"])
        try check(site, "tokens-create", ["tokens", "revoke", "gate"])
        for command in ["lint", "test", "preview", "coverage"] {
            try check(site, "mappings-\(command)", ["mappings", command])
        }
        // What a guard adds, and what a source that failed adds.
        try site.configure([Site.source(try #require(site.server).url, filter: "(uid=nobody)")])
        try check(site, "sync", ["sync"])
        try check(site, "changes-show", ["changes", "show"])
        try site.configure([Site.file("nowhere.ldif")])
        try check(site, "sync", ["sync"])
        try check(site, "doctor", ["doctor"])
        try check(site, "mappings-preview", ["mappings", "preview", "--live"])
        #expect(try commandsWithJSON(site).subtracting(checked) == [])
    }

    /// Every command that takes `--format`, as the command itself describes them.
    private func commandsWithJSON(_ site: Site) throws -> Set<[String]> {
        func commands(_ command: JSON, _ path: [String]) -> [[String]] {
            let inner = command.subcommands.array.flatMap {
                commands($0, path + [$0.commandName.string ?? ""])
            }
            let names = command.arguments.array.flatMap(\.names.array).map(\.name.string)
            return names.contains("format") ? inner + [path] : inner
        }
        let found = Set(commands(try site.run("--experimental-dump-help").json.command, []))
        #expect(found.count > 20)
        return found
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
        #expect(names.count >= 18)
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
        checked.formUnion((1...2).map { Array(arguments.prefix($0)) })
        let output = try site.command.run(arguments + ["--format", "json"])
        try #require(
            output.json.formatVersion.int == 1, "\(arguments): \(output.error)",
            sourceLocation: location)
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
