import Diagnostics
import Directory

extension LDIFSource {
    /// Reads the file as a run would, for `rollcall doctor`: a file is at hand, and only all of it
    /// tells whether it holds anybody below the configured bases.
    /// **Shape:** one note when it can be read, otherwise what keeps it from being read, with a hint.
    public func check() async -> [Diagnostic] {
        // Cancelled: there is nothing to tell.
        guard let reading = try? await fetch(progress: { _ in }) else { return [] }
        if reading.certificate.isComplete {
            let (people, groups) = (reading.accounts.count, reading.groups.count)
            return [
                Diagnostic(
                    .note, "ldif.read",
                    "the file can be read: people \(people), groups \(groups)")
            ]
        }
        return reading.certificate.reasons.map {
            Diagnostic(.error, "ldif.\($0.code)", $0.message, hint: $0.hint)
        }
    }
}
