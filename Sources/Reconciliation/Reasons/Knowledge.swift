import Directory
import Entitlements

/// What the readings of a run can prove, and what they leave unknown.
struct Knowledge {
    /// Sources without a complete reading: they prove nothing.
    private let silent: [SourceID]
    /// Whether a silent source was once read: then it may know anybody.
    private let mayKnowAnybody: Bool
    /// Groups of which something could not be read: nobody has left them for certain.
    private let unreadGroups: Set<GroupID>
    /// People whose login or manager cannot be believed: of no line through them is it known that it
    /// is another one.
    private let unreadPeople: Set<PersonID>

    /// - Parameter recorded: the sources that were ever read completely.
    init(snapshot: DirectorySnapshot, recorded: [SourceID: ReadingCounts]) {
        silent = snapshot.sources.filter { $0.certificate == nil }.map(\.id)
        mayKnowAnybody = silent.contains { recorded[$0] != nil }
        unreadGroups = Set(snapshot.groups.lazy.filter { !$0.isReadable }.map(\.id))
        let looped = snapshot.reportingLines.loops.joined().map { snapshot.people[Int($0)].id }
        unreadPeople = Set(snapshot.people.lazy.filter { !$0.isReadable }.map(\.id))
            .union(looped)
    }

    /// Whether somebody whom the snapshot does not hold is thereby proved to be gone.
    func provesDeparture(of person: PersonID) -> Bool {
        !mayKnowAnybody && !isFromSilentSource(person.rawValue)
    }

    /// Whether every source has a complete reading.
    var coversEverything: Bool { silent.isEmpty }

    /// Whether every fact that the derivation rests on is known, so that it can have ceased.
    func covers(_ derivation: Derivation) -> Bool {
        !derivation.evidence.contains { restsOnSilentSource($0) || restsOnUnread($0) }
    }

    /// Whether something may be granted because of it: not while a part matched for want of a value
    /// that a silent source may know.
    func bears(_ derivation: Derivation) -> Bool {
        !derivation.evidence.contains { $0.value == nil && mayBeHidden($0) }
    }

    private func mayBeHidden(_ absent: Evidence) -> Bool {
        !silent.isEmpty || !unreadGroups.isEmpty && absent.attribute.hasPrefix("groups")
    }

    private func restsOnUnread(_ evidence: Evidence) -> Bool {
        evidence.paths.joined().contains { unreadGroups.contains($0.id) }
            || evidence.line.contains { unreadPeople.contains($0.id) }
    }

    private func restsOnSilentSource(_ evidence: Evidence) -> Bool {
        if silent.isEmpty { return false }
        return evidence.source.map(silent.contains) == true
            || evidence.paths.joined().contains { isFromSilentSource($0.id.rawValue) }
            || evidence.line.contains { isFromSilentSource($0.id.rawValue) }
    }

    /// - Parameter id: `source:anchor`.
    private func isFromSilentSource(_ id: String) -> Bool {
        silent.contains { id.hasPrefix("\($0):") }
    }
}
