import Directory

/// Watches the entries above people and groups. When one of them is renamed or moves, everybody below
/// has another name, and their entries show no change.
struct ContainerWatch: RefreshReceiver {
    /// Says FALSE of an entry that has nothing below it.
    static let attribute = "hasSubordinates"

    let operation: LDAPError.Operation
    /// Of all that came.
    private(set) var anchors: Set<Anchor> = []
    /// Whether one came that has, or may have, something below it.
    private(set) var hasContainer = false

    init(_ operation: LDAPError.Operation) { self.operation = operation }

    mutating func receive(_ entry: borrowing Message, from connection: Connection) throws {
        var isLeaf = false
        try connection.decode(entry, operation, name: { _ in }) { description, values in
            guard description.isSpelled(Self.attribute) else { return }
            isLeaf = values.contains { $0.elementsEqual("FALSE".utf8) }
        }
        if !isLeaf { hasContainer = true }
    }

    mutating func take(_ anchor: Anchor) -> Bool {
        anchors.insert(anchor)
        return true
    }

    mutating func receiveReference() { hasContainer = true }
    mutating func endPage() {}
}

extension LDAPConfiguration {
    /// What finds the entries above people and groups, one for each base that is read to any depth.
    /// By class, so that people whom a filter leaves out are not among them.
    var containerSearches: [SearchRequest] {
        let classes = LDAPFilter.objectClass(anyOf: schema.personClasses + schema.groupClasses)
        var seen: Set<DistinguishedName?> = []
        return [people, groups].filter { $0.scope == .subtree }
            .filter { seen.insert(try? DistinguishedName($0.base)).inserted }
            .map {
                SearchRequest(
                    .containers, base: $0.base, scope: .subtree,
                    filter: LDAPFilter.not(classes).description,
                    attributes: [ContainerWatch.attribute])
            }
    }
}
