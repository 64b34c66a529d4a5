import Directory

/// What a server says of itself.
/// - SeeAlso: RFC 4512 §5.1
struct RootDSE {
    /// OIDs; empty when the server does not tell.
    private(set) var controls: Set<String> = []
    /// Active Directory tells it.
    private(set) var time: Timestamp?
    /// The preset that is made for such a server; nil when it does not tell what it is.
    private(set) var fittingSchema: String?
    /// DNs: where the trees that the server holds begin.
    private(set) var namingContexts: [String] = []
    /// Names the controller; Active Directory tells it.
    private(set) var serviceName: String?
    /// The DN of the entry that holds the schema.
    private(set) var schemaEntry: String?
    /// Counts its changes; Active Directory tells it.
    private(set) var highestUSN: UInt64?

    /// Asks the server.
    /// - Throws: ``LDAPError``
    init(_ connection: Connection) throws {
        let search = SearchRequest(
            .rootDSE, base: "", scope: .base, filter: "(objectClass=*)",
            attributes: [
                "supportedControl", "currentTime", "supportedCapabilities", "vendorName",
                "namingContexts", "dsServiceName", "highestCommittedUSN", "subschemaSubentry",
            ])
        try connection.read(search) { description, values in
            let texts = values.map { String(decoding: $0, as: UTF8.self) }
            switch String(decoding: description, as: UTF8.self).lowercased() {
            case "supportedcontrol": controls.formUnion(texts)
            case "namingcontexts": namingContexts = texts
            case "subschemasubentry": schemaEntry = texts.first
            case "dsservicename": serviceName = texts.first
            case "highestcommittedusn": highestUSN = texts.first.flatMap { UInt64($0) }
            case "currenttime": time = texts.first.flatMap(Timestamp.generalizedTime)
            case "supportedcapabilities" where texts.contains(Self.activeDirectory):
                fittingSchema = LDAPSchema.activeDirectory.name
            case "vendorname" where texts.contains(where: { $0.hasPrefix("389 ") }):
                fittingSchema = LDAPSchema.directoryServer389.name
            default: break
            }
        }
    }

    /// - SeeAlso: MS-ADTS §3.1.1.3.4.3.1
    private static let activeDirectory = "1.2.840.113556.1.4.800"
}
