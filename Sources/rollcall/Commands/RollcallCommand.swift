import ArgumentParser
import Diagnostics
import EntitlementStore
import SiteConfiguration

/// A command that needs the configuration.
protocol RollcallCommand: AsyncParsableCommand {
    var common: CommonOptions { get }

    /// How much is logged when nobody says; nil leaves the choice to ``Log``.
    var usualLogLevel: CommonOptions.LogLevel? { get }

    /// Does the work; data on standard output alone.
    func execute(_ session: Session) async throws -> ExitStatus
}

extension RollcallCommand {
    var usualLogLevel: CommonOptions.LogLevel? { nil }

    mutating func run() async throws {
        let status: ExitStatus
        do {
            status = try await execute(try Session(common, logLevel: usualLogLevel))
        } catch let error as ExitCode {
            throw error
        } catch {
            throw Failure(error).report().exitCode
        }
        if status != .done { throw status.exitCode }
    }
}

extension RollcallCommand {
    /// - Throws: a usage error for a limit that would show nothing.
    func requirePositive(limit: Int?) throws {
        if let limit, limit < 1 { throw ValidationError("--limit takes a number from 1 on.") }
    }
}

/// Turns what was thrown into sentences and an exit code, in one place.
struct Failure {
    let error: any Error

    init(_ error: any Error) { self.error = error }

    /// Where a store was looked for; a server's address may hold a login.
    private static func place(_ path: String?) -> String {
        path.map { $0.hasPrefix("/") ? " [\($0)]" : "" } ?? ""
    }

    func report() -> ExitStatus {
        switch error {
        case let error as ConfigurationError:
            for diagnostic in error.diagnostics { StandardStreams.say(diagnostic) }
            return .invalid
        case let error as StoreError where error.code == .leaseHeld:
            StandardStreams.say("rollcall: \(error)")
            return .leaseHeld
        case let error as StoreError where error.code == .notFound:
            StandardStreams.say("rollcall: \(error)\(Self.place(error.path))")
            return .failed
        case is CancellationError:
            StandardStreams.say("rollcall: interrupted; nothing is left half done")
            return .failed
        default:
            StandardStreams.say("rollcall: \(error)")
            return .failed
        }
    }
}

/// A request that cannot be met as it stands: a person, role or change set that does not exist.
struct RequestError: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
