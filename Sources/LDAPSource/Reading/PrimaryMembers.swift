import Directory

/// Those whose primary group a group is: the group itself does not list them, and those of them who did
/// not change do not come.
struct PrimaryMembers {
    private let configuration: LDAPConfiguration
    private let primary: LDAPSchema.PrimaryGroup
    private var identifier: [UInt8] = []

    /// Nil when nobody needs them.
    init?(of subject: ReadingSubject, _ isWanted: Bool, _ configuration: LDAPConfiguration) {
        guard isWanted, subject == .groups, let primary = configuration.schema.primaryGroup else {
            return nil
        }
        self.configuration = configuration
        self.primary = primary
    }

    mutating func look(at description: UnsafeBufferPointer<UInt8>, _ values: EntryValues) {
        guard description.isSpelled(primary.identifier) else { return }
        var values = values
        identifier = values.next().map(Array.init) ?? []
    }

    /// Their names.
    func read(over connection: Connection) throws -> [String] {
        guard identifier.count > 4 else { return [] }
        let number = identifier.suffix(4).reversed().reduce(0) { $0 << 8 | UInt32($1) }
        let people = SearchRequest(.people, of: configuration)
        let domain = identifier.dropLast(4)
        return try EntryList.read(
            people.narrowed(to: .equals(primary.number, String(number))),
            value: primary.identifier, keepsNames: true, of: configuration, over: connection
        ).entries.filter { $0.value?.dropLast(4) == domain }.map(\.name)
    }
}

extension DirectoryPull {
    /// What primary groups are found by, of the groups that did not come and that somebody who came
    /// has as the primary one.
    func primaryGroupIdentifiers(over connection: Connection) throws -> [Anchor: [UInt8]] {
        guard let primary = configuration.schema.primaryGroup else { return [:] }
        let filters = builder.absentPrimaryGroups.map {
            LDAPFilter.equality(primary.identifier, $0)
        }
        var identifiers: [Anchor: [UInt8]] = [:]
        for search in SearchRequest.searches(.groups, foundBy: filters, of: configuration) {
            let groups = try EntryList.read(
                search, value: primary.identifier, of: configuration, over: connection)
            for group in groups.entries { identifiers[group.anchor] = group.value }
        }
        return identifiers
    }
}
