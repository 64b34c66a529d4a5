import Diagnostics
import Directory
import EntitlementStore
import Logging

/// Reads all sources at once.
struct Fetch: Sendable {
    /// What is known of a source, by which it can be asked for changes; nil: it is read as a whole.
    typealias Baselines = @Sendable (SourceID) throws -> ReadingBaseline?

    /// In the order of the configuration.
    let sources: [any DirectorySource]
    /// Gets ids, counts and codes of reasons.
    let logger: Logger
    var baselines: Baselines = { _ in nil }
    /// Whether a source whose last whole reading is of that time is to be read as a whole.
    var isDue: @Sendable (SourceID, Timestamp) -> Bool = { _, _ in false }

    /// - Returns: one a source, complete or not, in the order of the sources.
    /// - Throws: `CancellationError`, and what a baseline throws.
    func answers(
        progress: @escaping @Sendable (ReadingProgress) -> Void
    ) async throws -> [FetchedAnswer] {
        try await withThrowingTaskGroup(of: (Int, FetchedAnswer).self) { group in
            for (position, source) in sources.enumerated() {
                group.addTask { (position, try await answer(of: source, progress)) }
            }
            var answers = [FetchedAnswer?](repeating: nil, count: sources.count)
            for try await (position, answer) in group {
                answers[position] = answer
                log(answer)
            }
            return answers.compactMap(\.self)
        }
    }

    /// What changed, where that is known of; beside it everything, when it is time to compare.
    private func answer(
        of source: any DirectorySource, _ progress: @escaping @Sendable (ReadingProgress) -> Void
    ) async throws -> FetchedAnswer {
        guard let baseline = try baselines(source.id) else {
            return .reading(try await source.fetch(progress: progress))
        }
        let changes = FetchedAnswer(
            try await source.fetch(since: baseline, progress: progress), baseline)
        guard changes.certificate.wholeAsOf != nil, isDue(source.id, baseline.wholeAsOf) else {
            return changes
        }
        let whole = try await everything(of: source, baseline, progress)
        guard whole.certificate.isComplete, changes.certificate.isComplete else {
            return .reading(whole)
        }
        let difference = ReadingDifference(try changes.reading(), whole)
        return .reading(
            difference.isEmpty
                ? whole : whole.reporting(difference.diagnostic(of: source.id)))
    }

    /// Everything anew, by a source that still knows who was there, and can ask for those who are missing.
    private func everything(
        of source: any DirectorySource, _ baseline: ReadingBaseline,
        _ progress: @escaping @Sendable (ReadingProgress) -> Void
    ) async throws -> SourceReading {
        let baseline = ReadingBaseline(
            state: .unknown, wholeAsOf: baseline.wholeAsOf, load: baseline.reading)
        return try await FetchedAnswer(
            source.fetch(since: baseline, progress: progress), baseline
        ).reading()
    }

    private func log(_ answer: FetchedAnswer) {
        let certificate = answer.certificate
        var metadata: Logger.Metadata = [
            "source": "\(certificate.source)", "complete": "\(certificate.isComplete)",
            "whole": "\(certificate.wholeAsOf == nil)",
        ]
        if case .reading(let reading) = answer {
            metadata["people"] = "\(reading.accounts.count)"
            metadata["groups"] = "\(reading.groups.count)"
            metadata["memberships"] = "\(reading.membershipCount)"
        }
        if case .changed(let reading) = answer {
            metadata["changes"] = "\(reading.changes.count)"
        }
        if let reason = certificate.reasons.first { metadata["reason"] = "\(reason.code)" }
        logger.log(
            level: certificate.isComplete ? .info : .warning,
            answer.proof == nil ? "source read" : "source unchanged", metadata: metadata)
    }
}

/// What one source gave to a run.
enum FetchedAnswer: Sendable {
    case reading(SourceReading)
    /// It proves that its baseline stands.
    case unchanged(RunToRepeat.Proof, ReadingBaseline)
    case changed(ChangedReading)

    init(_ answer: SourceAnswer, _ baseline: ReadingBaseline) {
        self =
            switch answer {
            case .reading(let reading): .reading(reading)
            case .unchanged(let certificate, let state):
                .unchanged(RunToRepeat.Proof(certificate, state), baseline)
            case .changed(let reading): .changed(reading)
            }
    }

    var certificate: ReadingCertificate {
        switch self {
        case .reading(let reading): reading.certificate
        case .unchanged(let proof, _): proof.certificate
        case .changed(let reading): reading.header.certificate
        }
    }

    /// Nil for a reading.
    var proof: RunToRepeat.Proof? {
        if case .unchanged(let proof, _) = self { proof } else { nil }
    }

    /// The baseline's is loaded here.
    func reading() throws -> SourceReading {
        switch self {
        case .reading(let reading): reading
        case .unchanged(let proof, let baseline):
            try baseline.reading().certified(by: proof.certificate, proof.state)
        case .changed(let changed): try changed.reading()
        }
    }
}
