import Foundation
import TestSupport
import Testing

/// What the command says of itself.
struct UsageTests {
    private static let commands: [[String]] = [
        [], ["sync"], ["changes", "list"], ["changes", "show"], ["changes", "approve"],
        ["changes", "reject"], ["changes", "hold"], ["changes", "apply"], ["why"], ["why-not"],
        ["why-lost"], ["entitlements"], ["who-can"], ["person"], ["directory", "export"],
        ["directory", "person"], ["directory", "group"], ["mappings", "lint"],
        ["mappings", "test"], ["mappings", "preview"],
        ["mappings", "coverage"], ["ledger", "show"], ["ledger", "verify"], ["ledger", "export"],
        ["store", "prepare"], ["store", "copy"], ["doctor"], ["schema"],
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
        ["ledger", "show", "--limit=-9223372036854775808"], ["changes", "list", "--limit", "0"],
    ])
    func `a mistake in the call exits with 64 and says what was expected`(call: [String]) throws {
        let site = try Site.filed()
        let output = try site.command.run(call)
        #expect(output.status == 64)
        #expect(output.error.contains("Usage:") && output.out.isEmpty)
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

    @Test func `pending changes show in the exit code when it is asked for`() throws {
        let site = try Site.filed()
        #expect(try site.run("sync", "--detailed-exit-code").status == 10)
        try site.approve()
        try site.apply()
        #expect(try site.run("sync", "--detailed-exit-code").status == 0)
    }
}
