import Directory
import Entitlements

/// What the readings of a run can prove, and what they leave unknown.
struct Knowledge {
    /// Sources without a complete reading: they prove nothing.
    private let silent: [SourceID]
    /// Whether a silent source was once read: then it may know anybody.
    private let mayKnowAnybody: Bool

    /// - Parameter recorded: the sources that were ever read completely.
    init(snapshot: DirectorySnapshot, recorded: [SourceID: ReadingCounts]) {
        silent = snapshot.sources.filter { $0.certificate == nil }.map(\.id)
        mayKnowAnybody = silent.contains { recorded[$0] != nil }
    }

    /// Whether somebody whom the snapshot does not hold is thereby proved to be gone.
    func provesDeparture(of person: PersonID) -> Bool {
        !mayKnowAnybody && !isFromSilentSource(person.rawValue)
    }

    /// Whether every source has a complete reading.
    var coversEverything: Bool { silent.isEmpty }

    /// Whether every fact that the derivation rests on is known, so that it can have ceased.
    func covers(_ derivation: Derivation) -> Bool {
        silent.isEmpty || !derivation.evidence.contains(where: restsOnSilentSource)
    }

    /// Whether something may be granted because of it: not while a part matched for want of a value
    /// that a silent source may know.
    func bears(_ derivation: Derivation) -> Bool {
        silent.isEmpty || !derivation.evidence.contains { $0.value == nil }
    }

    private func restsOnSilentSource(_ evidence: Evidence) -> Bool {
        evidence.source.map(silent.contains) == true
            || evidence.paths.joined().contains { isFromSilentSource($0.id.rawValue) }
            || evidence.line.contains { isFromSilentSource($0.id.rawValue) }
    }

    /// - Parameter id: `source:anchor`.
    private func isFromSilentSource(_ id: String) -> Bool {
        silent.contains { id.hasPrefix("\($0):") }
    }
}
