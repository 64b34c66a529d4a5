import Directory

/// What changes by time mean for entries that do not come with them.
struct OtherEntries {
    private let configuration: LDAPConfiguration
    private let known: EntrySet
    private(set) var changes: Changes
    /// See ``ModifyTimePosition/containers``.
    private(set) var containers: [String: String]

    init(
        in known: SourceReading, below containers: [String: String],
        of configuration: LDAPConfiguration
    ) {
        self.configuration = configuration
        self.containers = containers
        changes = Changes(known: known)
        self.known = EntrySet(
            people: Set(known.anchors(of: .people)), groups: Set(known.anchors(of: .groups)))
    }

    /// Finds those who have changed so that the searches find them no longer, and what contains
    /// people or groups under another name than before.
    mutating func findLeavers(
        _ recent: LDAPFilter, besides pull: DirectoryPull, over connection: Connection
    ) throws {
        let arrived = pull.arrived(.people).union(pull.arrived(.groups))
        for subject in ReadingSubject.allCases {
            let search = SearchRequest(subject, of: configuration)
                .finding(.and([.not(configuration.filter(for: subject)), recent]))
            let found = try EntryList.read(
                search, value: ContainerWatch.attribute, keepsNames: true, of: configuration,
                over: connection)
            for entry in found.entries {
                if known[subject].contains(entry.anchor) {
                    changes.gone[subject].insert(entry.anchor)
                } else if !arrived.contains(entry.anchor), !known.people.contains(entry.anchor),
                    !known.groups.contains(entry.anchor)
                {
                    try take(container: entry)
                }
            }
        }
    }

    /// What has nothing below it may get something: then its name must be known.
    private mutating func take(container entry: EntryList.Entry) throws {
        let name = containers.updateValue(entry.name, forKey: entry.anchor.rawValue)
        if name != entry.name, !entry.isLeaf { throw Doubt.moved }
    }

    /// Who has the name of somebody who is not said to be gone shows that they are, or have moved.
    mutating func findNamesakes(
        of pull: inout DirectoryPull, over connection: Connection
    ) throws {
        for subject in ReadingSubject.allCases {
            let newcomers = pull.builder.names(of: subject, besides: known[subject]).values
            let names = Set(newcomers.map(NameKey.init))
            guard !names.isEmpty else { continue }
            let arrived = pull.arrived(subject)
            let displaced = Set(
                changes.known.named(names, among: subject)
                    .filter { !arrived.contains($0) && !changes.gone[subject].contains($0) })
            try pull.ask(subject, for: displaced, over: connection)
            changes.gone[subject].formUnion(displaced.subtracting(pull.arrived(subject)))
        }
    }

    /// Asks those who are locked now and were not, or were and are no longer, where servers do that
    /// without a change.
    mutating func findLocked(besides pull: DirectoryPull, over connection: Connection) throws {
        let rules = configuration.schema.inactivity
        guard rules.contains(where: { LDAPConfiguration.isSilent($0.attribute) }) else { return }
        var locked: Set<Anchor> = []
        let filters = rules.compactMap(\.filter)
        for search in SearchRequest.searches(.people, foundBy: filters, of: configuration) {
            locked.formUnion(
                try EntryList.read(search, of: configuration, over: connection).anchors)
        }
        let others = pull.arrived(.people).union(changes.gone.people)
        for account in changes.known.accounts
        where account.isActive == locked.contains(account.anchor)
            && !others.contains(account.anchor)
        {
            changes.toAsk.people.insert(account.anchor)
        }
    }
}

/// A DN as it compares; the letters of what is none.
private struct NameKey: Hashable {
    private let key: DistinguishedName.Key?
    private let text: String

    init(_ name: String) {
        var name = name
        key = name.withUTF8 { try? DistinguishedName.Key(bytes: $0) }
        text = key == nil ? name : ""
    }
}

extension SourceReading {
    fileprivate func named(_ names: Set<NameKey>, among subject: ReadingSubject) -> [Anchor] {
        switch subject {
        case .people: accounts.filter { names.contains(NameKey($0.label)) }.map(\.anchor)
        case .groups: groups.filter { names.contains(NameKey($0.label)) }.map(\.anchor)
        }
    }
}
