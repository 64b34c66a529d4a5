import Directory
import Entitlements

/// Which sources know a person.
struct SourcesOfPeople {
    private let snapshot: DirectorySnapshot
    private let known: [SourceID]

    /// - Parameter recorded: sources that were read before, which may be configured no more.
    init(snapshot: DirectorySnapshot, recorded: [SourceID: ReadingCounts]) {
        self.snapshot = snapshot
        known = Set(snapshot.sources.map(\.id)).union(recorded.keys).sorted()
    }

    /// Somebody who is gone was known from the source that their id begins with.
    func sources(of person: PersonID) -> Set<SourceID> {
        if let position = snapshot.index(of: person) {
            return Set(snapshot.people[Int(position)].accounts.map(\.source))
        }
        return Set(known.filter { person.rawValue.hasPrefix("\($0):") })
    }
}
