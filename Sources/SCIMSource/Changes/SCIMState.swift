import Directory
import FoundationEssentials

/// What a reading leaves behind, so that the next one can ask what has changed.
///
/// It is believed together with the reading that it was made with, and with no other.
struct SCIMState: Sendable, Equatable, Codable {
    /// Of this format, and of what is made of a resource.
    private static let version = 2
    /// **Units:** bytes of its text; a longer one is kept without tags.
    private static let mostBytes = 1 << 20

    private var version = Self.version
    /// What of the configuration it depends on.
    let fingerprint: String
    var people: ListState
    var groups: ListState
    /// Whether what has changed may be put into the reading: references are ids in it, and no id is
    /// somebody's and a group's. Otherwise it cannot tell whom an old reference would name now.
    let isMergeable: Bool

    init(fingerprint: String, people: ListState, groups: ListState, isMergeable: Bool) {
        self.fingerprint = fingerprint
        self.people = people
        self.groups = groups
        self.isMergeable = isMergeable
        forgetUntrueTags()
    }

    /// nil for the state of another version, configuration, or kind of source.
    init?(_ state: SyncState, fingerprint: String) {
        guard
            let known = try? JSONDecoder().decode(Self.self, from: Data(state.rawValue.utf8)),
            known.version == Self.version, known.fingerprint == fingerprint
        else { return nil }
        self = known
    }

    /// The text that stands for it; nil when there is none.
    var syncState: SyncState? {
        var kept = self
        if let text = text, text.utf8.count <= Self.mostBytes { return SyncState(rawValue: text) }
        (kept.people.pages, kept.groups.pages, kept.groups.alone) = ([], [], [])
        return kept.text.map(SyncState.init)
    }

    private var text: String? {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) }
    }

    subscript(subject: ReadingSubject) -> ListState { subject == .people ? people : groups }

    /// Pages that hold different things under one tag are told apart by none.
    private mutating func forgetUntrueTags() {
        let tags = (people.pages + groups.pages).map(\.tag)
        if Set(tags).count < tags.count { (people.pages, groups.pages) = ([], []) }
    }
}

/// What is remembered of one list.
struct ListState: Sendable, Equatable, Codable {
    /// A page as it was asked for, and what its state was called.
    struct Page: Sendable, Equatable, Codable {
        /// Escaped, as it stands behind the question mark.
        let query: String
        let tag: EntityTag
    }

    /// A resource that was asked for alone because the list does not say all of it.
    struct Resource: Sendable, Equatable, Codable {
        let id: String
        /// nil where the service gave none: then it is asked for as before.
        var tag: EntityTag?
    }

    /// How changes can be asked for by their time.
    struct Changes: Sendable, Equatable, Codable {
        /// Everything before it is in the reading.
        let since: Timestamp
        /// The id of what had changed last. It must be among what comes: then the service filters by
        /// that time, and compares it as it was meant.
        let newest: String
    }

    var ids: IDTally
    /// In their order; empty where the list cannot be asked whether it has changed.
    var pages: [Page] = []
    /// In the order in which they were asked for.
    var alone: [Resource] = []
    /// nil where times say nothing.
    var changes: Changes?
}

/// Which ids there are, in a few bytes: two lists of the same people come to the same.
struct IDTally: Sendable, Hashable, Codable {
    private(set) var count = 0
    private var sum: UInt64 = 0

    init(_ ids: some Collection<Anchor>) {
        count = ids.count
        for id in ids { sum &+= UInt64(bitPattern: Int64(id.lastingHash)) }
    }
}

extension SCIMReadingBuilder {
    /// Which people or groups came.
    func tally(of subject: ReadingSubject) -> IDTally {
        switch subject {
        case .people: IDTally(accounts.lazy.map(\.anchor))
        case .groups: IDTally(groups.lazy.map(\.anchor))
        }
    }
}
