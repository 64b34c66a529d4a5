import ArgumentParser
import Directory
import EntitlementStore
import Foundation
import Reporting
import SiteConfiguration

/// What every command takes.
struct CommonOptions: ParsableArguments {
    @Option(
        name: .shortAndLong,
        help: "The configuration file. (default: $ROLLCALL_CONFIG, else rollcall.yaml)")
    var config: String?

    /// nil leaves the choice to ``Log``.
    @Option(
        help: """
            How much to log on standard error: trace, debug, info, notice, warning, error. \
            (default: error on a terminal, info elsewhere)
            """)
    var logLevel: LogLevel?

    /// As the flag, the environment or the default says.
    var configurationPath: String {
        config ?? ProcessInfo.processInfo.environment["ROLLCALL_CONFIG"] ?? "rollcall.yaml"
    }

    /// As swift-log names them.
    enum LogLevel: String, ExpressibleByArgument, CaseIterable {
        case trace, debug, info, notice, warning, error
    }
}

/// For people or for machines.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
    case text, json
}

/// Of the commands that print data.
struct FormatOption: ParsableArguments {
    /// Text is for people and may change.
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
    /// As it was typed; see ``moment()``.
    var asOf: String?

    /// - Throws: a usage error for what is no moment, or has not come yet.
    func validate() throws {
        guard let asOf else { return }
        let moment: Moment
        do { moment = try self.moment() } catch let error as RequestError {
            throw ValidationError(error.description)
        }
        // Of a day its beginning is compared: today is asked about as far as it has come.
        guard case .time = moment, let begin = Timestamp(asOf), begin > SystemClock.now() else {
            return
        }
        throw ValidationError(
            "--as-of asks about the past, and this is later than now (\(SystemClock.now().readable)): "
                + "write a day (2026-11-22), a time (2026-11-22T09:00:00Z) or a revision (12).")
    }
}
