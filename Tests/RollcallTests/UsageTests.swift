import Foundation
import TestSupport
import Testing

/// What the command says of itself.
@Suite(.blocking) struct UsageTests {
    private static let commands: [[String]] = [
        [], ["sync"], ["worker"], ["changes", "list"], ["changes", "show"], ["changes", "approve"],
        ["changes", "reject"], ["changes", "hold"], ["changes", "apply"], ["why"], ["why-not"],
        ["why-lost"], ["entitlements"], ["who-can"], ["person"], ["directory", "export"],
        ["directory", "person"], ["directory", "group"], ["mappings", "lint"],
        ["mappings", "test"], ["mappings", "preview"],
        ["mappings", "coverage"], ["ledger", "show"], ["ledger", "verify"], ["ledger", "export"],
        ["store", "prepare"], ["store", "copy"], ["tokens", "create"], ["tokens", "list"],
        ["tokens", "revoke"], ["serve"], ["doctor"], ["schema"],
    ]

    @Test(arguments: commands)
    func `every command explains itself with an example`(command: [String]) throws {
        let site = try Site.filed()
        let help = try site.command.run(command + ["--help"])
        #expect(help.status == 0 && help.error.isEmpty)
        let example = (["rollcall"] + command).joined(separator: " ")
        let discussion = help.out.components(separatedBy: "USAGE:")[0]
        #expect(discussion.contains("  \(example)"), "\(discussion)")
    }

    @Test func `no command is left out of the list above`() throws {
        let site = try Site.filed()
        func subcommands(_ command: [String]) throws -> [String] {
            let help = try site.command.run(command + ["--help"]).out
            let list = help.components(separatedBy: "SUBCOMMANDS:").dropFirst().first ?? ""
            return list.split(separator: "\n").filter { $0.hasPrefix("  ") && !$0.hasPrefix("   ") }
                .compactMap { $0.split(separator: " ").first.map(String.init) }
                .filter { $0 != "See" }
        }
        for name in try subcommands([]) {
            let inner = try subcommands([name])
            for command in inner.isEmpty ? [[name]] : inner.map({ [name, $0] }) {
                #expect(Self.commands.contains(command), "\(command)")
            }
        }
    }

    @Test(arguments: [
        ["sink"], ["sync", "--frmat", "json"], ["why", "ada"], ["sync", "--format", "xml"],
        ["entitlements", "--as-of", "2027-01-01"], ["entitlements", "--as-of", "yesterday"],
        ["why", "ada", "insights-viewer", "--as-of", "2026-11-22T09:00:01Z"],
        ["ledger", "show", "--limit=-9223372036854775808"], ["changes", "list", "--limit", "0"],
    ])
    func `a mistake in the call exits with 64 and says what was expected`(call: [String]) throws {
        let site = try Site.filed()
        let output = try site.command.run(call)
        #expect(output.status == 64)
        #expect(output.error.contains("Usage:") && output.out.isEmpty)
    }

    @Test(arguments: [
        ["--config", "elsewhere.yaml", "entitlements"], ["entitlements", "-c", "elsewhere.yaml"],
        ["-c", "elsewhere.yaml", "changes", "list"],
        ["changes", "list", "--config=elsewhere.yaml"],
    ])
    func `the configuration may be named before the command and behind it`(call: [String]) throws {
        let site = try Site.filed()
        try site.settle()
        #expect(try site.command.run(call).status == 2)
        let text = try #require(try site.files()["rollcall.yaml"])
        try site.command.write(String(decoding: text, as: UTF8.self), to: "elsewhere.yaml")
        #expect(try site.command.run(call).status == 0)
    }

    @Test(arguments: ["bash", "zsh", "fish"])
    func `a shell gets its completions`(shell: String) throws {
        let output = try Site.filed().run("--generate-completion-script", shell)
        #expect(output.status == 0 && output.out.contains("who-can"))
    }

    @Test func `data goes to standard output and everything else to standard error`() throws {
        let site = try Site.filed()
        let sync = try site.run("sync", "--format", "json")
        #expect(!sync.json.run.isNull)
        for line in sync.error.split(separator: "\n") where line.hasPrefix("{") {
            #expect(JSON(text: String(line)).level.string != nil, "\(line)")
        }
        // Logs carry ids and counts, no names.
        for word in ["ada", "Fischer", "example.org", "uid="] {
            #expect(!sync.error.contains(word), "\(word) in \(sync.error)")
        }
    }

    @Test func `a quiet run prints nothing, and its log names nobody`() throws {
        let site = try Site.filed()
        // One finding about somebody.
        try site.edit("directory.ldif", replacing: "uid: ada\n", with: "uid: ada\nuid: ada2\n")
        let run = try site.run("sync", "--quiet", "--detailed-exit-code")
        #expect(run.status == 10 && run.out.isEmpty)
        let lines = run.error.split(separator: "\n").map { JSON(text: String($0)) }
        let recorded = try #require(lines.first { $0.message.string == "run recorded" })
        #expect(recorded.grants.string != nil && recorded.findings.string != nil)
        let words = Set(run.error.split { !$0.isLetter }.map(String.init))
        let logins = try Site.fixture("small").split(separator: "\n")
            .filter { $0.hasPrefix("uid: ") }.map { String($0.dropFirst(5)) }
        #expect(!logins.isEmpty && words.isDisjoint(with: logins), "\(run.error)")
    }

    @Test func `a rehearsal neither logs a recorded run nor names a change set that is none`()
        throws
    {
        let site = try Site.filed()
        let rehearsal = try site.run("sync", "--dry-run")
        #expect(
            rehearsal.error.contains("run rehearsed") && !rehearsal.error.contains("recorded\""))
        #expect(!rehearsal.error.contains("\"changeSet\"") && !rehearsal.error.contains("\"run\""))
        #expect(rehearsal.out.contains("a run would record them"))
        try site.sync()
        let again = try site.run("sync", "--dry-run")
        #expect(again.out.contains("changes: change set 1"), "\(again.out)")
    }

    @Test func `today is asked about as far as it has come`() throws {
        let site = try Site.filed()
        try site.settle()
        #expect(try site.entitlements("--as-of", "2026-11-22") == site.entitlements())
    }

    @Test func `what a program reads is not cut`() throws {
        let site = try Site.filed()
        let login = String(repeating: "long-login-", count: 12)
        try site.edit("directory.ldif", replacing: "uid: ada\n", with: "uid: \(login)\n")
        try site.sync()
        #expect(try site.run("directory", "export").out.contains(login))
    }

    @Test func `a mistyped role or group is met with the likely one, a login only on a terminal`()
        throws
    {
        let site = try Site.filed()
        try site.settle()
        for call in [
            ["why", "ada", "insight-viewer"], ["who-can", "insight-viewer"],
            ["why-not", "ada", "insight-viewer"], ["entitlements", "--role", "insight-viewer"],
        ] {
            let output = try site.command.run(call)
            #expect(output.status == 1)
            #expect(output.error.contains("did you mean \"insights-viewer\"?"), "\(output.error)")
        }
        let group = try site.run("directory", "group", "berlin-doc")
        #expect(group.error.contains("did you mean \"berlin-docs\"?"), "\(group.error)")
        // What is piped ends up in logs.
        #expect(try !site.run("why", "grac", "insights-viewer").error.contains("grace"))
        let transcript = try Tool.run(
            "script",
            [
                "-qec",
                "cd \(site.command.folder.path) && "
                    + "\(RollcallCommand.executable.path) person grac || true", "/dev/null",
            ])
        #expect(transcript.contains("did you mean \"grace\"?"), "\(transcript)")
    }

    @Test func `approving says whose approval is still missing`() throws {
        let site = try Site.filed()
        try site.sync()
        let first = try site.run("changes", "approve", "--as", "lee")
        #expect(
            first.out.contains("1 of 2 approvals; may approve: group:platform-owners"),
            "\(first.out)")
        #expect(try site.run("changes", "apply").out.hasPrefix("applied "))
        let idle = try site.run("changes", "apply")
        #expect(idle.out.hasPrefix("no change is approved"), "\(idle.out)")
    }

    @Test func `pending changes show in the exit code when it is asked for`() throws {
        let site = try Site.filed()
        #expect(try site.run("sync", "--detailed-exit-code").status == 10)
        try site.approve()
        try site.apply()
        #expect(try site.run("sync", "--detailed-exit-code").status == 0)
    }
}
