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

    /// Asks the server.
    /// - Throws: ``LDAPError``
    init(_ connection: Connection) throws {
        let search = SearchRequest(
            .rootDSE, base: "", scope: .base, filter: "(objectClass=*)",
            attributes: [
                "supportedControl", "currentTime", "supportedCapabilities", "vendorName",
            ])
        try connection.read(search) { description, values in
            let texts = values.map { String(decoding: $0, as: UTF8.self) }
            switch String(decoding: description, as: UTF8.self).lowercased() {
            case "supportedcontrol": controls.formUnion(texts)
            case "currenttime": time = texts.first.flatMap(Self.time)
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

    /// `20261122214400.0Z`. - SeeAlso: RFC 4517 §3.3.13
    static func time(_ text: String) -> Timestamp? {
        let digits = Array(text.prefix(14))
        guard digits.count == 14, text.hasSuffix("Z") else { return nil }
        func part(_ range: Range<Int>) -> String { String(digits[range]) }
        return Timestamp(
            "\(part(0..<4))-\(part(4..<6))-\(part(6..<8))T"
                + "\(part(8..<10)):\(part(10..<12)):\(part(12..<14))Z")
    }
}
