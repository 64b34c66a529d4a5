import Directory
import Foundation

/// Where the refreshes of a directory ended, and what they were of: the text of a ``SyncState``.
///
/// Cookies belong to their questions. A state of other questions, of another form, or that cannot be
/// read counts as none, and everything is read.
struct ContentSyncState: Codable {
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

    private var formatVersion = 1
    /// See ``LDAPConfiguration/content``.
    private let content: String
    private var people = Data()
    private var groups = Data()
    /// In the order of ``LDAPConfiguration/containerSearches``.
    var containers: [Containers] = []
    /// People of whom a value could not be read. Nobody else remembers who they were, and what they
    /// lack must not be taken for absent: they are asked again each time.
    var unreadable: [String] = []

    /// Nothing was read yet.
    init(content: String) { self.content = content }

    /// Nil unless it is of the same content, in this form.
    init?(_ state: SyncState, content: String) {
        guard
            let found = try? JSONDecoder().decode(Self.self, from: Data(state.rawValue.utf8)),
            found.formatVersion == 1, found.content == content, !found.people.isEmpty,
            !found.groups.isEmpty
        else { return nil }
        self = found
    }

    /// As the baseline keeps it; nil when there is too much to keep.
    var kept: SyncState? {
        let isSmall =
            unreadable.count <= Self.mostUnreadable
            && containers.allSatisfy { $0.ids.count <= Self.mostContainers }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard isSmall, let data = try? encoder.encode(self) else { return nil }
        return SyncState(rawValue: String(decoding: data, as: UTF8.self))
    }

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

    private static let mostUnreadable = 100
    private static let mostContainers = 5000
}
