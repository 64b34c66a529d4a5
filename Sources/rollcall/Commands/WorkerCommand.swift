import ArgumentParser
import Directory
import DirectorySync
import Entitlements
import EntitlementStore
import Foundation
import SiteConfiguration

/// Runs for as long as it is let, where nothing else starts them.
struct WorkerCommand: RollcallCommand {
    static let configuration = CommandConfiguration(
        commandName: "worker",
        abstract: "Run at intervals and soon after a change, where no scheduler starts runs.",
        discussion: """
            Runs at once, then at each interval, each time as `rollcall sync` would: the same lease, \
            the same change sets, and nothing applied but what the written policy decides by itself. \
            Sources with `sync: syncrepl` are watched besides: a run follows within seconds of a \
            change, one for many at a time. A run that fails is repeated, more and more seldom up to \
            the interval.

            Configuration, mapping files and secrets are read anew for each run; while a file is \
            wrong, the log says so and what is known stands. SIGTERM or SIGINT ends it with 0, once \
            what is being written is written.

              rollcall worker
              rollcall worker --every 5m --config /etc/rollcall/rollcall.yaml
            """)

    @OptionGroup var common: CommonOptions

    @Option(help: "From one run to the next if nothing happens: 30s, 15m, 1h.")
    var every = Interval(duration: .seconds(900))

    /// On a terminal too: there is nothing else to look at.
    var usualLogLevel: CommonOptions.LogLevel? { .info }

    func execute(_ session: Session) async throws -> ExitStatus {
        // What is wrong from the beginning is told to whoever begins.
        _ = try session.mapping()
        let path = common.configurationPath
        let worker = Worker(
            .init(every: every.duration), sources: session.sources(),
            random: { .random(in: 0..<1) }
        ) {
            try await WorkerRun(path: path).run()
        }
        do {
            try await withInterruption { try await worker.run() }
        } catch is CancellationError {
            return .done
        }
        return .done
    }
}

/// A time between runs.
struct Interval: ExpressibleByArgument, CustomStringConvertible {
    let duration: Duration

    init(duration: Duration) { self.duration = duration }

    /// Nil unless it is a number of seconds, minutes or hours, from a second up to a week.
    init?(argument: String) {
        let units: [Character: Int] = ["s": 1, "m": 60, "h": 3600]
        guard let unit = argument.last.flatMap({ units[$0] }),
            let count = Int(argument.dropLast()), (1...604_800).contains(count),
            count * unit <= 604_800
        else { return nil }
        duration = .seconds(count * unit)
    }

    var description: String {
        let seconds = duration.components.seconds
        return seconds % 60 == 0 ? "\(seconds / 60)m" : "\(seconds)s"
    }
}
