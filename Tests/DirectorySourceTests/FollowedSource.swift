import Directory
import Synchronization
import TestSupport

/// A source that is never read as a whole but the first time, when a part of the organisation was not
/// there yet: whatever it tells later is put together from changes.
final class FollowedSource: DirectorySource {
    private let source: any DirectorySource
    /// What has yet to come when everything has been read.
    private let complete: @Sendable () throws -> Void
    private let baseline = Mutex<ReadingBaseline?>(nil)

    init(_ source: any DirectorySource, complete: @escaping @Sendable () throws -> Void) {
        self.source = source
        self.complete = complete
    }

    var id: SourceID { source.id }

    func fetch(progress: @escaping @Sendable (ReadingProgress) -> Void) async throws
        -> SourceReading
    {
        if let known = baseline.withLock({ $0 }) {
            return try await source.fetch(since: known, progress: progress).reading(on: known)
        }
        let first = try await source.fetch { _ in }
        guard let state = first.state else { return first }
        let known = ReadingBaseline(state: state, wholeAsOf: first.certificate.end) { first }
        try complete()
        baseline.withLock { $0 = known }
        return try await fetch(progress: progress)
    }
}

extension GeneratedOrganization {
    /// The directory in two parts: what is there first, and what comes later, as a server adds it.
    var ldifInTwoParts: (first: String, later: String) {
        let entries = ldif.split(separator: "\n\n").map { "\($0)\n\n" }
        func isLate(_ position: Int, _ entry: String) -> Bool {
            position % 5 == 2 && entry.contains("\nentryUUID:")
        }
        let parts = entries.enumerated().reduce(into: (first: "", later: "")) { parts, entry in
            if isLate(entry.offset, entry.element) {
                parts.later += entry.element
            } else {
                parts.first += entry.element
            }
        }
        return (
            parts.first,
            parts.later.replacing(/(entryUUID|structuralObjectClass):.*\n/, with: "")
        )
    }
}
