import Directory

/// What becomes of the entries that changes mention.
struct MentionedEntries {
    private let configuration: LDAPConfiguration
    private let mentions: [Anchor: DirSyncMention]
    private let known: EntrySet
    private(set) var changes: Changes

    init(
        _ mentions: [Anchor: DirSyncMention], in known: SourceReading,
        of configuration: LDAPConfiguration
    ) {
        self.mentions = mentions
        self.configuration = configuration
        changes = Changes(known: known)
        self.known = EntrySet(
            people: Set(known.anchors(of: .people)), groups: Set(known.anchors(of: .groups)))
    }

    /// Asks for whoever is mentioned, but for groups of which only members are different.
    /// - Parameter arrived: people who have come before.
    mutating func ask(
        into pull: inout DirectoryPull, besides arrived: Set<Anchor>, over connection: Connection
    ) throws {
        // A server that takes the cookie for none tells of everybody, and of nobody who is gone.
        let everybody = known.people.union(known.groups)
        if !everybody.isEmpty, everybody.allSatisfy({ mentions[$0] != nil }) {
            throw Doubt.forgotten
        }
        if configuration.tellsMembersAlone {
            changes.memberships = mentions.filter {
                $1.isOfMembersAlone && known.groups.contains($0) && !known.people.contains($0)
            }.mapValues(\.members)
        }
        let asked = Set(mentions.keys).subtracting(changes.memberships.keys)
        guard asked.count <= Changes.mostAsked else { throw Doubt.tooMany }
        try pull.ask(.people, for: asked.subtracting(arrived), over: connection)
        try pull.ask(.groups, for: asked, over: connection)
        for subject in ReadingSubject.allCases {
            changes.gone[subject] = known[subject].intersection(asked)
                .subtracting(pull.arrived(subject))
        }
    }

    /// Finds out who is gone from who is there, where changes do not tell of the deleted.
    mutating func compareLists(
        into pull: inout DirectoryPull, over connection: Connection
    ) throws {
        for subject in ReadingSubject.allCases {
            let search = SearchRequest(subject, of: configuration)
            pull.begin(subject, "who is there of \(search)")
            let there = try EntryList.read(search, of: configuration, over: connection).anchors
            pull.endPage()
            let arrived = pull.arrived(subject)
            changes.gone[subject].formUnion(known[subject].subtracting(there.union(arrived)))
            let unmentioned = there.subtracting(known[subject].union(arrived))
            guard unmentioned.count <= Changes.mostAsked else { throw Doubt.tooMany }
            try pull.ask(subject, for: unmentioned, over: connection)
        }
    }

    /// Looks for what changes mean for entries that are not mentioned.
    mutating func lookAround(in pull: DirectoryPull, over connection: Connection) throws {
        let arrived = pull.arrived(.people).union(pull.arrived(.groups))
        let strangers = mentions.filter { anchor, mention in
            !known.people.contains(anchor) && !known.groups.contains(anchor)
                && !arrived.contains(anchor) && !mention.isNew
                && (mention.isRenamed || mention.isDeleted)
        }
        let renamed = strangers.values.filter { !$0.isDeleted }.map(\.name).sorted()
        guard renamed.count <= Self.mostRenamed else { throw Doubt.tooMany }
        for name in renamed { try lookBelow(name, over: connection) }
        askThoseNaming(deleted: strangers.values.filter(\.isDeleted).map(\.formerName))
        let newcomers = ReadingSubject.allCases.flatMap {
            pull.builder.names(of: $0, besides: known[$0])
                .filter { mentions[$0.key]?.isNew != true }.values.sorted()
        }
        try askThoseNaming(newcomers + renamed, over: connection)
        for subject in ReadingSubject.allCases {
            changes.toAsk[subject].formIntersection(known[subject])
        }
    }

    /// When an entry that is above people or groups gets another name, so do they, and nothing of
    /// them changes.
    private func lookBelow(_ name: String, over connection: Connection) throws {
        for subject in ReadingSubject.allCases {
            let search = SearchRequest(subject, of: configuration)
            let below = try EntryList.read(
                search.below(name), of: configuration, over: connection
            ).anchors
            let isInside = Self.isBelow(name, search.base) && !below.isEmpty
            if isInside || !below.isDisjoint(with: known[subject]) { throw Doubt.moved }
        }
    }

    private static func isBelow(_ name: String, _ base: String) -> Bool {
        guard let name = try? DistinguishedName(name), let base = try? DistinguishedName(base)
        else { return true }
        return name.isDescendant(of: base)
    }

    /// Of who is deleted and was not read, nobody keeps more than the name that others had for them.
    /// - Parameter deleted: how their names began; perhaps not all of it.
    private mutating func askThoseNaming(deleted: [String]) {
        let beginnings = deleted.map { $0.lowercased() }
        func isNamed(_ name: String) -> Bool {
            let name = name.lowercased()
            return beginnings.contains { name.hasPrefix($0) }
        }
        for group in changes.known.groups where group.unresolved.contains(where: isNamed) {
            changes.toAsk.groups.insert(group.anchor)
        }
        for account in changes.known.accounts {
            if case .dangling(let name) = account.manager, isNamed(name) {
                changes.toAsk.people.insert(account.anchor)
            }
        }
    }

    /// Who is read only now, or was renamed and is not read, may have been named all along by another
    /// name; and who is restored is named again by whoever did before.
    private mutating func askThoseNaming(_ names: [String], over connection: Connection) throws {
        let schema = configuration.schema
        let naming: [(ReadingSubject, [String])] = [
            (.people, [schema.manager].compactMap(\.self)), (.groups, schema.members.map(\.name)),
        ]
        for (subject, attributes) in naming {
            let filters = names.flatMap { name in attributes.map { LDAPFilter.equals($0, name) } }
            for search in SearchRequest.searches(subject, foundBy: filters, of: configuration) {
                let found = try EntryList.read(search, of: configuration, over: connection)
                changes.toAsk[subject].formUnion(found.anchors)
            }
        }
    }

    /// **Units:** entries, each looked at by two searches.
    private static let mostRenamed = 100
}

extension LDAPConfiguration {
    /// Whether a group of which only members are mentioned is otherwise as it was: some controllers
    /// do not name an attribute that was taken away, so that only those count that no group lacks.
    fileprivate var tellsMembersAlone: Bool {
        var looked = filter(for: .groups).attributes
        looked.insert(schema.groupDisplay.lowercased())
        return looked.isSubset(of: [
            "cn", "name", "samaccountname", "objectclass", "objectcategory", "grouptype",
            "objectsid", "objectguid",
        ])
    }
}
