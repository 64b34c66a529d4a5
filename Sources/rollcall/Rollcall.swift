import ArgumentParser
import CMalloc
import SiteConfiguration

/// `rollcall`: the command line. Each command is a thin edge; what it does is in the modules.
@main
struct Rollcall: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rollcall",
        abstract: "Who has access, why do they have it, who approved it, and when was it reviewed?",
        discussion: """
            A run reads the configured directories, applies the mapping rules, compares the result \
            with the entitlements in force and proposes a change set. People (or a written policy) \
            approve it; then it is applied.

              rollcall doctor                       is everything in place?
              rollcall sync                         one run
              rollcall worker                       runs, for as long as it is let
              rollcall changes show                 the proposal
              rollcall changes approve --as lee     say yes
              rollcall changes apply                put it into force
              rollcall why ada insights-viewer      the whole way, from entry to approver

            Exit codes: 0 done · 1 failed or a source was incomplete, trying again may help · \
            2 configuration or mapping invalid · 3 a guard stopped it: a person is needed · \
            64 usage · 75 another run holds the lease · 10 with `sync --detailed-exit-code`: changes are \
            pending.
            """,
        version: Release.version,
        subcommands: [
            Sync.self, WorkerCommand.self, Changes.self, Why.self, WhyNot.self, WhyLost.self,
            EntitlementsList.self, WhoCan.self, PersonCommand.self, DirectoryCommand.self,
            Mappings.self, LedgerCommand.self, StoreCommand.self, TokensCommand.self, Serve.self,
            Doctor.self, Schema.self,
        ])

    /// Also before the subcommand, which then takes them from here.
    @OptionGroup var common: CommonOptions

    static func main() async {
        // One heap for all threads, and large arrays apart from it: what the reading of a source gives
        // back is then used by the stages after it. Measured: a tenth less memory at 100,000 people,
        // at no cost in time.
        mallopt(M_ARENA_MAX, 1)
        mallopt(M_MMAP_THRESHOLD, 128 << 10)
        mallopt(M_TRIM_THRESHOLD, 2 << 20)
        do {
            let command = try await asyncParseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                var command = command
                try command.run()
            }
        } catch {
            let words = CommandLine.arguments.dropFirst().prefix { !$0.hasPrefix("-") }
            if let hint = MistypedCommand.hint(for: words, in: Self.self) {
                StandardStreams.say("rollcall: there is no such command; \(hint)")
            }
            exit(withError: error)
        }
    }
}
