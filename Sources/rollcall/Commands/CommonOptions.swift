import ArgumentParser
import Foundation

/// What every command takes.
struct CommonOptions: ParsableArguments {
    @Option(
        name: .shortAndLong,
        help: "The configuration file. (default: $ROLLCALL_CONFIG, else rollcall.yaml)")
    var config: String?

    @Option(help: "How much to log on standard error: trace, debug, info, notice, warning, error.")
    var logLevel: LogLevel?

    var configurationPath: String {
        config ?? ProcessInfo.processInfo.environment["ROLLCALL_CONFIG"] ?? "rollcall.yaml"
    }

    enum LogLevel: String, ExpressibleByArgument, CaseIterable {
        case trace, debug, info, notice, warning, error
    }
}

/// For people or for machines.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
    case text, json
}

struct FormatOption: ParsableArguments {
    @Option(help: "text for people, json for machines.")
    var format: OutputFormat = .text
}

/// A moment of the past: a revision, or a time.
struct AsOfOption: ParsableArguments {
    @Option(
        help: """
            What was in force then: a revision (12) or a time (2026-11-22, 2026-11-22T09:00:00Z). \
            (default: now)
            """)
    var asOf: String?
}
