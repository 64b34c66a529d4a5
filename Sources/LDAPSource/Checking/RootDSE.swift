import Directory

/// What a server says of itself.
/// - SeeAlso: RFC 4512 §5.1
struct RootDSE {
    /// OIDs; empty when the server does not tell.
    private(set) var controls: Set<String> = []
    /// Active Directory tells it.
    private(set) var time: Timestamp?

    /// Asks the server.
    /// - Throws: ``LDAPError``
    init(_ connection: Connection) throws {
        let search = SearchRequest(
            .rootDSE, base: "", scope: .base, filter: "(objectClass=*)",
            attributes: ["supportedControl", "currentTime"])
        try connection.read(search) { description, values in
            let texts = values.map { String(decoding: $0, as: UTF8.self) }
            switch String(decoding: description, as: UTF8.self).lowercased() {
            case "supportedcontrol": controls.formUnion(texts)
            case "currenttime": time = texts.first.flatMap(Self.time)
            default: break
            }
        }
    }

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
