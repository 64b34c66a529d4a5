import Diagnostics
import Directory
import DirectorySync
import Entitlements
import EntitlementStore
import Foundation
import SiteConfiguration

/// One run of the worker: everything is read and opened anew, and whatever goes wrong is said in its
/// line of the log.
struct WorkerRun {
    /// Of the configuration.
    let path: String

    /// - Throws: `CancellationError` alone.
    func run() async throws -> Shift {
        do {
            // Before it is read: what changes in between is found by the next run.
            let digest = Digest(of: Array(FileManager.default.contents(atPath: path) ?? Data()))
            let session = try Session(path: path)
            let (summary, _) = try await session.synchronize(
                try session.mapping(say: { _ in }), into: try session.store(.readWrite))
            return Shift(
                summary.result, summary.details, watchlist(session, summary.outcome, digest))
        } catch let error as CancellationError {
            throw error
        } catch let error as ConfigurationError {
            return Shift(.failed, ["outcome": "invalid"].merging(Self.details(error)) { $1 })
        } catch let error as StoreError where error.code == .leaseHeld {
            return Shift(.held, ["outcome": "lease-held"])
        } catch {
            return Shift(.failed, ["outcome": "failed", "error": "\(error)"])
        }
    }

    /// The first finding stands for all: `rollcall mappings lint` and `rollcall doctor` tell the rest.
    private static func details(_ error: ConfigurationError) -> [String: String] {
        var details = ["findings": "\(error.diagnostics.count)"]
        details["finding"] = error.diagnostics.sorted().first?.description
        return details
    }

    /// Sources that could be read now.
    private func watchlist(
        _ session: Session, _ outcome: RunOutcome, _ digest: Digest
    ) -> Watchlist {
        let complete = Set(outcome.sources.filter(\.certificate.isComplete).map(\.id))
        return Watchlist(
            of: digest, session.sources().filter { complete.contains($0.id) }.compactMap(\.watch)
        ) { source in
            try session.store().baseline(of: source)?.state
        }
    }
}

extension SyncSummary {
    /// When the worker is to run again.
    fileprivate var result: Agenda.Result {
        switch outcome.verdict {
        case .incomplete:
            // Whatever else there is to try again: a server counts wrong passwords.
            let reasons = outcome.sources.flatMap(\.certificate.reasons)
            return reasons.contains(where: \.isOfCredentials) ? .refused : .failed
        case .refused: return .refused
        case .unchanged: return .nothing
        case .changes: return outcome.proposal?.isKept == true && automatic == 0 ? .nothing : .news
        }
    }

    /// Ids and counts for the log.
    fileprivate var details: [String: String] {
        var details = [
            "outcome": outcome.verdict.rawValue, "run": "\(outcome.run)", "revision": "\(revision)",
            "people": "\(outcome.sources.reduce(0) { $0 + $1.counts.people })",
            "groups": "\(outcome.sources.reduce(0) { $0 + $1.counts.groups })",
            "memberships": "\(outcome.sources.reduce(0) { $0 + $1.counts.memberships })",
            "findings": "\(outcome.diagnostics.count)", "applied": "\(automatic)",
        ]
        if let proposal, proposal.state == .pending {
            details["changeSet"] = "\(proposal.id)"
            details["grants"] = "\(proposal.grants)"
            details["revokes"] = "\(proposal.revokes)"
            details["guards"] = "\(proposal.guards.count)"
        }
        return details
    }
}
