import Directory
import Foundation

/// Where the refreshes of a directory ended.
struct ContentSyncPosition: ChangePosition {
    /// Entries that are neither people nor groups, below one base.
    struct Containers: Codable {
        let cookie: Data
        /// What was there. **Shape:** sorted.
        let ids: [String]

        init(_ cookie: [UInt8], _ anchors: Set<Anchor>) {
            self.cookie = Data(cookie)
            ids = anchors.map(\.rawValue).sorted()
        }
    }

    private var people = Data()
    private var groups = Data()
    /// In the order of ``LDAPConfiguration/containerSearches``.
    var containers: [Containers] = []

    var isSmall: Bool { containers.allSatisfy { $0.ids.count <= Self.mostContainers } }

    /// The cookie of the search for people, or for groups.
    subscript(subject: ReadingSubject) -> [UInt8] {
        get { Array(subject == .people ? people : groups) }
        set {
            switch subject {
            case .people: people = Data(newValue)
            case .groups: groups = Data(newValue)
            }
        }
    }

    private static let mostContainers = 5000
}
