import Directory

/// The attributes that a server's schema has.
/// - SeeAlso: RFC 4512 §4.2 and §4.4
struct KnownAttributes {
    /// As the server spells them: names, and OIDs. Empty when it does not tell.
    private(set) var names: [String] = []

    /// Asks the server.
    /// - Parameter entry: the DN of the entry that holds the schema.
    /// - Throws: ``LDAPError`` when the server cannot be asked any longer
    init(_ connection: Connection, at entry: String) throws {
        let search = SearchRequest(
            .schema, base: entry, scope: .base, filter: "(objectClass=subschema)",
            attributes: ["attributeTypes"])
        do {
            try connection.read(search) { _, values in
                for value in values {
                    names += Self.names(of: String(decoding: value, as: UTF8.self))
                }
            }
        } catch let error as LDAPError where error.isServersWord {
            // The reader may not see it.
        }
    }

    /// `( 2.5.4.3 NAME ( 'cn' 'commonName' ) … )`: of the definition the OID, and the names behind it.
    /// - SeeAlso: RFC 4512 §4.1.2
    static func names(of definition: String) -> [String] {
        let words = definition.split { " \t\n()".contains($0) }
        guard let oid = words.first else { return [] }
        let quoted = words.dropFirst().first == "NAME" ? words.dropFirst(2) : []
        return [String(oid)]
            + quoted.prefix { $0.hasPrefix("'") }.map { $0.filter { $0 != "'" } }
    }

    /// Those of the descriptions whose attribute the server has not, without their options.
    func missing(of descriptions: some Sequence<String>) -> [String] {
        let known = Set(names.lazy.map { $0.lowercased() })
        return descriptions.map { String($0.prefix { $0 != ";" }) }
            .filter { !known.contains($0.lowercased()) }
    }
}
