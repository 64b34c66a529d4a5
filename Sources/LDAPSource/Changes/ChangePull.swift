import Diagnostics
import Directory

/// One fetch of changes under way: what the feed tells over one connection, and what follows from it
/// for entries that did not come.
struct ChangePull<Feed: ChangeFeed> {
    private let baseline: ReadingBaseline
    var state: ChangeState<Feed.Position>
    /// Holds what came, and in the end everything.
    var pull: DirectoryPull

    /// What came of it.
    enum Outcome {
        case unchanged
        /// The pull's builder holds the reading; the baseline's is beside it.
        case changed(from: SourceReading)
        /// The same of a part: what neither the builder nor this one holds is as it was.
        case changedPart(from: SourceReading, moved: EntrySet)
        /// The pull's builder holds the reason.
        case incomplete
        /// Changes do not tell; everything must be read.
        case unknown(Doubt)
    }

    init(
        _ pull: DirectoryPull, since state: ChangeState<Feed.Position>, of baseline: ReadingBaseline
    ) {
        self.pull = pull
        self.state = state
        self.baseline = baseline
        self.pull.completesGroups = true
    }

    /// Where the answers ended.
    var end: SyncState? { state.kept }

    /// - Throws: `CancellationError`, and what the baseline throws.
    mutating func run() throws -> Outcome {
        do {
            let connection = try pull.open()
            return try changes(over: connection)
        } catch let doubt as Doubt {
            return .unknown(doubt)
        } catch let error as LDAPError {
            // What the server refuses now, or says wrongly, it may say well of the whole.
            if error.isOfAnswer { return .unknown(.refused) }
            pull.builder.markIncomplete(error.incompleteReason)
            return .incomplete
        }
    }

    private mutating func changes(over connection: Connection) throws -> Outcome {
        let found = try Feed.readChanges(
            since: &state.position, of: baseline, into: &pull, over: connection)
        guard pull.builder.isComplete else { throw Doubt.incomplete }
        if found == nil, state.unreadable.isEmpty { return .unchanged }
        var changes = try found ?? Changes(known: baseline.reading())
        if arrived.isEmpty, changes.gone.isEmpty, changes.toAsk.isEmpty,
            changes.memberships.isEmpty, state.unreadable.isEmpty
        {
            return .unchanged
        }
        if let parts = changes.parts {
            if let outcome = try changedPart(changes, parts, over: connection) { return outcome }
            changes = Changes(
                known: try baseline.reading(), gone: changes.gone, toAsk: changes.toAsk)
        }
        try askReferrers(of: changes, over: connection)
        pull.builder.adopt(
            changes.known, without: changes.gone, changing: changes.memberships,
            identifiers: try pull.primaryGroupIdentifiers(over: connection))
        guard pull.builder.isComplete else { throw Doubt.incomplete }
        state.unreadable = pull.builder.unreadable.map(\.rawValue)
        return .changed(from: changes.known)
    }

    /// Asks those who may say something else now, until nobody is left: one of them may have been
    /// renamed since.
    private mutating func askReferrers(of changes: Changes, over connection: Connection) throws {
        var others = changes.toAsk
        others.people.formUnion(state.unreadable.map(Anchor.init(rawValue:)))
        for subject in ReadingSubject.allCases {
            others[subject].subtract(changes.gone[subject].union(arrived[subject]))
        }
        var asked = 0
        while true {
            let aftermath = pull.builder.aftermath(of: changes.gone, in: changes.known)
            if aftermath.hasMovedSubtree { throw Doubt.moved }
            var toAsk = aftermath.toAsk
            for subject in ReadingSubject.allCases { toAsk[subject].formUnion(others[subject]) }
            others = EntrySet()
            if toAsk.isEmpty { return }
            asked += toAsk.count
            guard asked <= Changes.mostAsked else { throw Doubt.tooMany }
            for subject in ReadingSubject.allCases {
                try ask(subject, for: toAsk[subject], over: connection)
            }
        }
    }

    mutating func ask(
        _ subject: ReadingSubject, for anchors: Set<Anchor>, over connection: Connection
    ) throws {
        let before = arrived[subject]
        try pull.ask(subject, for: anchors, over: connection)
        // Somebody who is gone since makes the rest untrue as well.
        guard arrived[subject] == before.union(anchors) else { throw Doubt.incomplete }
    }

    var arrived: EntrySet {
        EntrySet(people: pull.arrived(.people), groups: pull.arrived(.groups))
    }
}

extension Doubt {
    /// A finding of the reading that was made instead.
    func finding(in source: SourceID) -> Diagnostic {
        Diagnostic(
            .note, "ldap.read-whole", "everything was read: \(rawValue)",
            at: .entry(source: source.rawValue, entry: ""))
    }
}

extension EntrySet {
    subscript(subject: ReadingSubject) -> Set<Anchor> {
        get { subject == .people ? people : groups }
        set {
            switch subject {
            case .people: people = newValue
            case .groups: groups = newValue
            }
        }
    }
}

extension SourceReading {
    /// **Shape:** sorted.
    func anchors(of subject: ReadingSubject) -> [Anchor] {
        subject == .people ? accounts.map(\.anchor) : groups.map(\.anchor)
    }
}
