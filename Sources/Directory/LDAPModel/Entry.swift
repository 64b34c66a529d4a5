/// One LDAP entry as it came over the wire or out of an LDIF file, undecoded.
/// - SeeAlso: RFC 4511 §4.5.2
public struct Entry: Sendable, Hashable {
    /// As the source spells it.
    public let dn: String
    /// **Shape:** attribute descriptions as the source spells them (options such as `;lang-de` and
    /// `;binary` kept), each with its values in order, as bytes.
    public let attributes: [(name: String, values: [[UInt8]])]

    /// An entry of these parts; nothing is checked.
    public init(dn: String, attributes: [(name: String, values: [[UInt8]])]) {
        self.dn = dn
        self.attributes = attributes
    }

    public static func == (left: Entry, right: Entry) -> Bool {
        left.dn == right.dn
            && left.attributes.elementsEqual(right.attributes) {
                $0.name == $1.name && $0.values == $1.values
            }
    }

    public func hash(into hasher: inout Hasher) { hasher.combine(dn) }
}
