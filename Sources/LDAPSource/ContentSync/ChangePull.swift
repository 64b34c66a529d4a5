import Diagnostics
import Directory

/// One fetch of changes under way: a refresh for each search over one connection, and what follows
/// from them for entries that did not come.
struct ChangePull {
    private let configuration: LDAPConfiguration
    private let baseline: ReadingBaseline
    private var state: ContentSyncState
    /// Holds what came, and in the end everything.
    private(set) var pull: DirectoryPull

    /// What came of it.
    enum Outcome {
        case unchanged(ContentSyncState)
        /// The pull's builder holds the reading.
        case changed(ContentSyncState)
        /// The pull's builder holds the reason.
        case incomplete
        /// Changes do not tell; everything must be read.
        case unknown(Doubt)

        /// Where the answers ended.
        var state: ContentSyncState? {
            switch self {
            case .unchanged(let state), .changed(let state): state
            case .incomplete, .unknown: nil
            }
        }
    }

    /// - Parameter start: when the fetch began.
    init(
        _ configuration: LDAPConfiguration, since state: ContentSyncState,
        of baseline: ReadingBaseline, at start: Timestamp,
        _ progress: @escaping (ReadingProgress) -> Void
    ) {
        self.configuration = configuration
        self.baseline = baseline
        self.state = state
        pull = DirectoryPull(configuration, at: start, progress)
    }

    /// - Throws: `CancellationError`, and what the baseline throws.
    mutating func run() throws -> Outcome {
        do {
            let connection = try pull.open()
            return try changes(over: connection)
        } catch let doubt as Doubt {
            return .unknown(doubt)
        } catch let error as LDAPError {
            // What the server refuses now, or says wrongly, it may say well of the whole.
            if error.isServersWord || error.code == .malformedAnswer { return .unknown(.refused) }
            pull.builder.markIncomplete(error.incompleteReason)
            return .incomplete
        }
    }

    private mutating func changes(over connection: Connection) throws -> Outcome {
        let refreshes = try refresh(over: connection)
        guard pull.builder.isComplete else { throw Doubt.incomplete }
        if refreshes.allSatisfy(\.isQuiet), state.unreadable.isEmpty { return .unchanged(state) }
        let known = try baseline.reading()
        let confirmation = Confirmation(configuration, connection, known)
        let gone = EntrySet(
            people: refreshes[0].gone(
                of: known.accounts.lazy.map(\.anchor), arrived: arrived(.people)),
            groups: refreshes[1].gone(
                of: known.groups.lazy.map(\.anchor), arrived: arrived(.groups)))
        for (subject, refresh) in zip(ReadingSubject.allCases, refreshes) where !refresh.isQuiet {
            try confirmation.confirm(
                refresh, of: subject, arrived: arrived(subject), gone: gone[subject])
        }
        if arrived(.people).isEmpty, arrived(.groups).isEmpty, gone.isEmpty,
            state.unreadable.isEmpty
        {
            return .unchanged(state)
        }
        try askReferrers(of: gone, in: known, over: connection)
        pull.builder.adopt(known, without: gone)
        state.unreadable = pull.builder.unreadable.map(\.rawValue)
        return .changed(state)
    }

    /// Asks for what changed: people, groups, and what is above them.
    private mutating func refresh(over connection: Connection) throws -> [RefreshSearch.Refresh] {
        var refreshes: [RefreshSearch.Refresh] = []
        for subject in ReadingSubject.allCases {
            let search = SearchRequest(subject, of: configuration)
            pull.begin(subject, "what changed in \(search)")
            let refresh = try RefreshSearch(
                connection: connection, search: search.unpaged, cookie: state[subject]
            ).run(into: &pull)
            state[subject] = refresh.cookie
            refreshes.append(refresh)
        }
        let searches = configuration.containerSearches
        guard searches.count == state.containers.count else { throw Doubt.moved }
        for (index, search) in searches.enumerated() {
            state.containers[index] = try refresh(state.containers[index], search, connection)
        }
        return refreshes
    }

    private func refresh(
        _ containers: ContentSyncState.Containers, _ search: SearchRequest, _ connection: Connection
    ) throws -> ContentSyncState.Containers {
        var watch = ContainerWatch(search.operation)
        let refresh = try RefreshSearch(
            connection: connection, search: search, cookie: Array(containers.cookie)
        ).run(into: &watch)
        let gone = refresh.gone(
            of: containers.ids.map(Anchor.init(rawValue:)), arrived: watch.anchors)
        if watch.hasContainer || !gone.isEmpty { throw Doubt.moved }
        return .init(
            refresh.cookie, watch.anchors.union(containers.ids.map(Anchor.init(rawValue:))))
    }

    /// Asks those who may say something else now, until nobody is left: one of them may have been
    /// renamed since.
    private mutating func askReferrers(
        of gone: EntrySet, in known: SourceReading, over connection: Connection
    ) throws {
        var unreadable = Set(state.unreadable.map(Anchor.init(rawValue:)))
        unreadable.subtract(gone.people.union(arrived(.people)))
        var asked = 0
        while true {
            let aftermath = pull.builder.aftermath(of: gone, in: known)
            if aftermath.hasMovedSubtree { throw Doubt.moved }
            var toAsk = aftermath.toAsk
            toAsk.people.formUnion(unreadable)
            unreadable = []
            if toAsk.isEmpty { return }
            asked += toAsk.count
            guard asked <= Confirmation.mostAsked else { throw Doubt.tooMany }
            for subject in ReadingSubject.allCases {
                try ask(subject, for: toAsk[subject], over: connection)
            }
        }
    }

    private mutating func ask(
        _ subject: ReadingSubject, for anchors: Set<Anchor>, over connection: Connection
    ) throws {
        let before = arrived(subject)
        for search in Confirmation.searches(subject, for: anchors, of: configuration) {
            pull.begin(subject, search.description)
            try pull.receive(search, over: connection)
        }
        // Somebody who is gone since makes the rest untrue as well.
        guard arrived(subject) == before.union(anchors) else { throw Doubt.incomplete }
    }

    private func arrived(_ subject: ReadingSubject) -> Set<Anchor> {
        Set(pull.builder.anchors(of: subject))
    }
}

/// Why changes do not tell everything. **Shape:** the raw value is said to people.
enum Doubt: String, Error {
    case refused = "the server does not say what has changed"
    case incomplete = "not every change could be read"
    case forgotten = "the server took the cookie for none"
    case partial = "the server's list of what is left lacks somebody who is there"
    case moved = "what contains people or groups has changed"
    case tooMany = "too much else would have to be asked"

    /// A finding of the reading that was made instead.
    func finding(in source: SourceID) -> Diagnostic {
        Diagnostic(
            .note, "ldap.read-whole", "everything was read: \(rawValue)",
            at: .entry(source: source.rawValue, entry: ""))
    }
}

extension EntrySet {
    subscript(subject: ReadingSubject) -> Set<Anchor> { subject == .people ? people : groups }
}
