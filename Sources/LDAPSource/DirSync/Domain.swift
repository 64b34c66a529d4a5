import Directory

/// The domain that people and groups are in, as its controller tells it.
struct Domain {
    /// The DN of its root.
    let root: String
    /// Names the one that was asked; nil when it does not tell.
    let controller: String?
    /// How many changes it has seen; nil when it does not tell.
    let highestUSN: UInt64?

    /// - Throws: ``LDAPError`` also when there is no such domain.
    init(of configuration: LDAPConfiguration, over connection: Connection) throws {
        let server = try RootDSE(connection)
        let bases = [configuration.people, configuration.groups].map {
            try? DistinguishedName($0.base)
        }
        let roots = bases.map { base in
            server.namingContexts.filter { Self.holds($0, base) }.max { $0.count < $1.count }
        }
        guard let root = roots[0], root == roots[1] else {
            throw LDAPError(
                .malformedAnswer, .rootDSE, server: connection.server,
                text: "no one domain of the server holds both bases")
        }
        self.root = root
        controller = server.serviceName
        highestUSN = server.highestUSN
    }

    private static func holds(_ root: String, _ base: DistinguishedName?) -> Bool {
        guard let base, let root = try? DistinguishedName(root) else { return false }
        return base == root || base.isDescendant(of: root)
    }

    /// Whether changes tell the reader who was deleted: only to those who may see the deleted.
    func showsDeleted(
        of configuration: LDAPConfiguration, over connection: Connection
    ) throws -> Bool {
        let anchor = configuration.schema.anchor
        let search = SearchRequest(
            .changes, base: "CN=Deleted Objects,\(root)", scope: .base, filter: "(objectClass=*)",
            attributes: [anchor])
        var isShown = false
        do {
            try connection.read(search, by: try connection.send(findingDeleted: search)) {
                description, _ in
                if description.isSpelled(anchor) { isShown = true }
            }
        } catch let error as LDAPError where error.isServersWord {
            return false
        }
        return isShown
    }
}
